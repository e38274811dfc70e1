package org.schedlab.vm.topology;

import java.util.ArrayList;
import java.util.List;

import org.schedlab.vm.memory.BoundedWalk;
import org.schedlab.vm.memory.FieldReader;
import org.schedlab.vm.memory.KernelMemory;
import org.schedlab.vm.memory.PerCpuReader;

/// Walks `rq.sd` and its parents (`include/linux/sched/topology.h`, `struct sched_domain`, Linux 6.18
/// and 7.3).
final class SchedDomainReader {
    private static final int MOST_LEVELS = 16;
    private static final int LONGEST_NAME = 16;

    private final KernelMemory memory;
    private final PerCpuReader first;
    private final FieldReader parent;
    private final FieldReader name;
    private final FieldReader weight;

    SchedDomainReader(KernelMemory memory) {
        this.memory = memory;
        first = memory.perCpuReader("runqueues", "sd");
        parent = memory.reader("struct sched_domain", "parent");
        name = memory.reader("struct sched_domain", "name");
        weight = memory.reader("struct sched_domain", "span_weight");
    }

    List<SchedDomain> read(int cpu) {
        List<SchedDomain> domains = new ArrayList<>();
        BoundedWalk walk = new BoundedWalk(memory.space(), "the list of scheduling domains of CPU " + cpu, MOST_LEVELS);
        for (long domain = first.read(cpu); domain != 0; domain = walk.follow(parent.address(domain))) {
            String called = memory.space().readText(name.read(domain), LONGEST_NAME);
            domains.add(new SchedDomain(called, (int) weight.read(domain)));
        }
        return domains;
    }
}

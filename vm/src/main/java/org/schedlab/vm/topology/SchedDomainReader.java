package org.schedlab.vm.topology;

import java.util.List;

import org.schedlab.vm.linux.KernelObject;
import org.schedlab.vm.linux.PerCpu;
import org.schedlab.vm.memory.KernelMemory;

/// Walks `rq.sd` and its parents (`include/linux/sched/topology.h`, `struct sched_domain`, Linux 6.6
/// to 7.3). A kernel up to 6.14 that was built without CONFIG_SCHED_DEBUG does not keep their names: `level 0` and so
/// on,
/// as it counts them.
final class SchedDomainReader {
    private static final String DOMAIN = "struct sched_domain";
    private static final int LONGEST_NAME = 16;

    private final PerCpu runQueues;
    private final boolean named;

    SchedDomainReader(KernelMemory memory) {
        runQueues = PerCpu.of(memory, "runqueues");
        named = memory.image().btf().hasMember(DOMAIN, "name");
    }

    List<SchedDomain> read(int cpu) {
        return runQueues.onCpu(cpu).member("sd").entries(DOMAIN, "parent").stream()
                .map(domain -> new SchedDomain(
                        name(domain), (int) domain.member("span_weight").number()))
                .toList();
    }

    private String name(KernelObject domain) {
        return named
                ? domain.member("name").text(LONGEST_NAME)
                : "level " + domain.member("level").number();
    }
}

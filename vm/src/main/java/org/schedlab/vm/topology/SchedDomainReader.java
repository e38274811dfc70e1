package org.schedlab.vm.topology;

import java.util.List;

import org.schedlab.vm.linux.PerCpu;
import org.schedlab.vm.memory.KernelMemory;

/// Walks `rq.sd` and its parents (`include/linux/sched/topology.h`, `struct sched_domain`, Linux 6.18
/// and 7.3).
final class SchedDomainReader {
    private static final int LONGEST_NAME = 16;

    private final PerCpu runQueues;

    SchedDomainReader(KernelMemory memory) {
        runQueues = PerCpu.of(memory, "runqueues");
    }

    List<SchedDomain> read(int cpu) {
        return runQueues.onCpu(cpu).member("sd").entries("struct sched_domain", "parent").stream()
                .map(domain -> new SchedDomain(domain.member("name").text(LONGEST_NAME), (int)
                        domain.member("span_weight").number()))
                .toList();
    }
}

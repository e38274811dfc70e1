package org.schedlab.vm.topology;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.schedlab.vm.LabException;
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
        for (long domain = first.read(cpu); domain != 0; domain = parent.read(domain)) {
            if (domains.size() == MOST_LEVELS) {
                throw new LabException("the scheduling domains of CPU %d have more than %d levels: %s"
                        .formatted(cpu, MOST_LEVELS, domains));
            }
            domains.add(new SchedDomain(text(name.read(domain)), (int) weight.read(domain)));
        }
        return domains;
    }

    private String text(long address) {
        byte[] bytes = new byte[LONGEST_NAME];
        int length = 0;
        while (length < LONGEST_NAME) {
            byte next = (byte) memory.space().read(address + length, 1);
            if (next == 0) {
                break;
            }
            bytes[length++] = next;
        }
        return new String(bytes, 0, length, StandardCharsets.US_ASCII);
    }
}

package org.schedlab.vm.topology;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

import org.schedlab.vm.btf.FieldType;
import org.schedlab.vm.memory.KernelMemory;

/// Per-CPU variables of type `cpumask_var_t`: a pointer to the bits, or the bits themselves, as the
/// kernel was configured (`include/linux/cpumask_types.h`, Linux 6.18 and 7.3).
final class CpuMasks {
    private final KernelMemory memory;

    CpuMasks(KernelMemory memory) {
        this.memory = memory;
    }

    List<Integer> read(String variable, int cpu) {
        long address = memory.perCpuAddress(variable, cpu);
        if (memory.perCpuPath(variable, "").type().kind() == FieldType.Kind.POINTER) {
            address = memory.space().readLong(address);
        }
        int words = Math.ceilDiv(memory.possibleCpus().length(), Long.SIZE);
        long[] bits = new long[words];
        for (int word = 0; word < words; word++) {
            bits[word] = memory.space().readLong(address + (long) word * Long.BYTES);
        }
        List<Integer> cpus = new ArrayList<>();
        BitSet.valueOf(bits).stream().forEach(cpus::add);
        return cpus;
    }
}

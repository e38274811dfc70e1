package org.schedlab.vm.memory;

import java.util.BitSet;
import java.util.Locale;

import org.schedlab.vm.LabException;

/// The guest has no CPU of that number.
public final class NoSuchCpuException extends LabException {
    private static final long serialVersionUID = 1L;

    private final int cpu;

    NoSuchCpuException(String variable, int cpu, BitSet possible) {
        super(asked(String.format(
                        Locale.ROOT,
                        "The per-CPU variable '%s' cannot be found on CPU %d: the guest has no such CPU.",
                        variable,
                        cpu))
                .available("CPUs " + ranges(possible))
                .remedy("name one of them, or boot a larger topology")
                .text());
        this.cpu = cpu;
    }

    /// The number asked for.
    public int cpu() {
        return cpu;
    }

    /// A set of CPUs as the kernel prints it: `0-3,6`.
    static String ranges(BitSet cpus) {
        StringBuilder text = new StringBuilder();
        for (int first = cpus.nextSetBit(0); first >= 0; ) {
            int end = cpus.nextClearBit(first);
            text.append(text.isEmpty() ? "" : ",").append(first);
            if (end - first > 1) {
                text.append('-').append(end - 1);
            }
            first = cpus.nextSetBit(end);
        }
        return text.toString();
    }
}

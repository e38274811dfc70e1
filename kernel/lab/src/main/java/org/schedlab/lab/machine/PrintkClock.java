package org.schedlab.lab.machine;

import org.schedlab.vm.LabException;
import org.schedlab.vm.memory.KernelMemory;

/// The clock of the lines on the guest's console: `local_clock`, which is ahead of CLOCK_MONOTONIC, the
/// clock of everything else here, by some ms. Stateless.
///
/// Source: `sched_clock_local`, `__sched_clock_gtod_offset`, kernel/sched/clock.c, Linux 6.1 to 7.3.
public final class PrintkClock {
    private static final String AHEAD = "__gtod_offset";

    private PrintkClock() {}

    /// The instant of a line.
    ///
    /// @param printed what stands before the line, in ns
    /// @return the guest's CLOCK_MONOTONIC in ns; `printed` itself in a kernel that does not say how far
    ///     apart they are
    public static long monotonic(KernelMemory memory, long printed) {
        try {
            return printed - memory.space().readLong(memory.symbolAddress(AHEAD));
        } catch (LabException unreadable) {
            return printed;
        }
    }
}

package org.schedlab.vm.freeze;

import org.schedlab.vm.memory.KernelMemory;
import org.schedlab.vm.memory.PerCpuReader;

/// The clock that the scheduler counts in (`rq->clock`), in ns: made of the same counter as the
/// guest's CLOCK_MONOTONIC, with another beginning and another rounding, so that the two drift apart
/// by some ns a second. Read out of the RAM of a guest that stands still.
///
/// A run queue's own clock is as old as the last event of its CPU, up to a tick; this one is of the
/// present instant. For a guest whose scheduler takes the time stamp counter for its clock, as under
/// emulation. Used by one thread at a time.
///
/// Sources, Linux 6.16 to 7.3: `struct cyc2ns` in `arch/x86/kernel/tsc.c`, `__sched_clock_offset` in
/// `kernel/sched/clock.c`.
public final class SchedulerClock {
    private final KernelMemory memory;
    private final PerCpuReader multiplier;
    private final PerCpuReader shift;
    private final PerCpuReader start;
    private final PerCpuReader clocks;
    private final long offsetAddress;

    /// @throws org.schedlab.vm.UnknownNameException if this kernel keeps its clocks in another way
    public SchedulerClock(KernelMemory memory) {
        this.memory = memory;
        this.multiplier = memory.perCpuReader("cyc2ns", "data[0].cyc2ns_mul");
        this.shift = memory.perCpuReader("cyc2ns", "data[0].cyc2ns_shift");
        this.start = memory.perCpuReader("cyc2ns", "data[0].cyc2ns_offset");
        this.clocks = memory.perCpuReader("runqueues", "clock");
        this.offsetAddress = memory.symbolAddress("__sched_clock_offset");
    }

    /// What it shows when the time stamp counter has a value.
    public long ofTicks(long ticks) {
        long factor = multiplier.read(0);
        int right = (int) shift.read(0);
        long high = Math.unsignedMultiplyHigh(ticks, factor);
        long product = right == 0 ? ticks * factor : (high << (Long.SIZE - right)) | ((ticks * factor) >>> right);
        return product + start.read(0) + memory.space().readLong(offsetAddress);
    }

    /// The latest that any run queue has seen.
    public long latestSeen() {
        return memory.possibleCpus().stream().mapToLong(clocks::read).max().orElseThrow();
    }
}

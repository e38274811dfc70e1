package org.schedlab.vm.freeze;

import java.math.BigInteger;

import org.schedlab.vm.memory.FieldReader;
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
/// `kernel/sched/clock.c`, `struct tk_fast` and `tk_fast_mono` in `kernel/time/timekeeping.c`, which
/// has two copies, so that one of them is whole at every instant.
public final class SchedulerClock {
    private static final int COPIES = 2;

    private final KernelMemory memory;
    private final PerCpuReader multiplier;
    private final PerCpuReader shift;
    private final PerCpuReader start;
    private final PerCpuReader clocks;
    private final long offsetAddress;
    private final long timekeeper;
    private final FieldReader sequence;
    private final Copy[] copies = new Copy[COPIES];

    /// A copy of what CLOCK_MONOTONIC is computed from.
    private record Copy(
            FieldReader last, FieldReader multiplier, FieldReader shift, FieldReader rest, FieldReader base) {

        /// The least count at which the clock shows so many ns.
        BigInteger ticks(long timekeeper, long nanos) {
            BigInteger wanted = BigInteger.valueOf(nanos - base.read(timekeeper))
                    .shiftLeft((int) shift.read(timekeeper))
                    .subtract(BigInteger.valueOf(rest.read(timekeeper)));
            BigInteger[] parts = wanted.divideAndRemainder(BigInteger.valueOf(multiplier.read(timekeeper)));
            BigInteger up = parts[1].signum() > 0 ? BigInteger.ONE : BigInteger.ZERO;
            return parts[0].add(up).add(BigInteger.valueOf(last.read(timekeeper)));
        }
    }

    /// @throws org.schedlab.vm.UnknownNameException if this kernel keeps its clocks in another way
    public SchedulerClock(KernelMemory memory) {
        this.memory = memory;
        this.multiplier = memory.perCpuReader("cyc2ns", "data[0].cyc2ns_mul");
        this.shift = memory.perCpuReader("cyc2ns", "data[0].cyc2ns_shift");
        this.start = memory.perCpuReader("cyc2ns", "data[0].cyc2ns_offset");
        this.clocks = memory.perCpuReader("runqueues", "clock");
        this.offsetAddress = memory.symbolAddress("__sched_clock_offset");
        this.timekeeper = memory.symbolAddress("tk_fast_mono");
        this.sequence = memory.reader("struct tk_fast", "seq.seqcount.sequence");
        for (int i = 0; i < COPIES; i++) {
            String base = "base[%d].".formatted(i);
            copies[i] = new Copy(
                    memory.reader("struct tk_fast", base + "cycle_last"),
                    memory.reader("struct tk_fast", base + "mult"),
                    memory.reader("struct tk_fast", base + "shift"),
                    memory.reader("struct tk_fast", base + "xtime_nsec"),
                    memory.reader("struct tk_fast", base + "base"));
        }
    }

    /// What it shows when the time stamp counter has a value.
    public long ofTicks(long ticks) {
        long factor = multiplier.read(0);
        int right = (int) shift.read(0);
        long high = Math.unsignedMultiplyHigh(ticks, factor);
        long product = right == 0 ? ticks * factor : (high << (Long.SIZE - right)) | ((ticks * factor) >>> right);
        return product + start.read(0) + memory.space().readLong(offsetAddress);
    }

    /// What it shows at a time of CLOCK_MONOTONIC near the present, in ns.
    public long at(long guestTimeNanos) {
        int whole = (int) (sequence.read(timekeeper) & 1);
        return ofTicks(copies[whole].ticks(timekeeper, guestTimeNanos).longValue());
    }

    /// The latest that any run queue has seen.
    public long latestSeen() {
        return memory.possibleCpus().stream().mapToLong(clocks::read).max().orElseThrow();
    }
}

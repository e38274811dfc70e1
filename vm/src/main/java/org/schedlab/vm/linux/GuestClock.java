package org.schedlab.vm.linux;

import org.schedlab.vm.memory.FieldReader;
import org.schedlab.vm.memory.KernelMemory;

/// The guest's CLOCK_MONOTONIC, worked out from its time stamp counter by what the kernel keeps in RAM
/// for it. To read it costs the guest nothing and needs nobody in it.
///
/// The kernel updates its time keeper now and then, and a stopped machine may stand in the middle of
/// that. So what it keeps for its own non-maskable interrupts is read: `tk_fast_mono`, two copies of
/// which one is whole at every instant, named by the lowest bit of a counter. Source: Linux 6.16 to
/// 7.3, `kernel/time/timekeeping.c` (`__ktime_get_fast_ns`), `include/linux/timekeeper_internal.h`
/// (`struct tk_read_base`). Used by one thread at a time.
public final class GuestClock {
    private static final String KEEPER = "struct tk_fast";

    private final long address;
    private final FieldReader counter;
    private final Copy[] copies;

    private record Copy(
            FieldReader cycleLast,
            FieldReader mask,
            FieldReader mult,
            FieldReader shift,
            FieldReader rest,
            FieldReader base) {
        static Copy of(KernelMemory memory, int index) {
            String path = "base[" + index + "].";
            return new Copy(
                    memory.reader(KEEPER, path + "cycle_last"),
                    memory.reader(KEEPER, path + "mask"),
                    memory.reader(KEEPER, path + "mult"),
                    memory.reader(KEEPER, path + "shift"),
                    memory.reader(KEEPER, path + "xtime_nsec"),
                    memory.reader(KEEPER, path + "base"));
        }

        long nanos(long keeper, long cycles) {
            long passed = (cycles - cycleLast.read(keeper)) & mask.read(keeper);
            return base.read(keeper) + ((passed * mult.read(keeper) + rest.read(keeper)) >>> shift.read(keeper));
        }
    }

    /// @param memory of a kernel that has booted
    public GuestClock(KernelMemory memory) {
        address = memory.symbolAddress("tk_fast_mono");
        counter = memory.reader(KEEPER, "seq.seqcount.sequence");
        copies = new Copy[] {Copy.of(memory, 0), Copy.of(memory, 1)};
    }

    /// CLOCK_MONOTONIC, in nanoseconds, at an instant of a guest that stands; to the nanosecond or one
    /// beside it, for the guest's own reading rounds in other places.
    ///
    /// @param cycles the time stamp counter then
    public long monotonicNanos(long cycles) {
        return copies[(int) (counter.read(address) & 1)].nanos(address, cycles);
    }
}

package org.schedlab.guest.work;

import java.time.Duration;

import org.schedlab.vm.LabException;

/// Something that sched_setattr(2) changes of a task that is there. A value.
public sealed interface TaskAttribute {
    /// In a few words, such as `nice 5`.
    String text();

    /// Another policy, with all that belongs to it; the nice value stays, the slice is the kernel's.
    record OfPolicy(Policy policy) implements TaskAttribute {
        @Override
        public String text() {
            return "policy " + policy;
        }
    }

    /// Another nice value.
    ///
    /// @param nice -20 to 19
    record OfNice(int nice) implements TaskAttribute {
        public OfNice {
            require(nice >= -20 && nice <= 19, "a nice value of " + nice, "-20 to 19");
        }

        @Override
        public String text() {
            return "nice " + nice;
        }
    }

    /// A slice of the task's own, which EEVDF uses in place of the common one: under NORMAL, BATCH and EXT.
    ///
    /// @param slice 100 µs to 100 ms: what is beyond, the kernel cuts
    record OfSlice(Duration slice) implements TaskAttribute {
        private static final Duration LEAST = Duration.ofNanos(100_000);
        private static final Duration MOST = Duration.ofMillis(100);

        public OfSlice {
            require(
                    slice.compareTo(LEAST) >= 0 && slice.compareTo(MOST) <= 0,
                    "a slice of " + slice.toNanos() + " ns",
                    "100,000 ns (100 µs) to 100,000,000 ns (100 ms)");
        }

        @Override
        public String text() {
            return "slice " + slice.toNanos() + " ns";
        }
    }

    /// Utilization clamps (uclamp): between which shares of the largest CPU's capacity the task's utilization is held.
    ///
    /// @param min 0 to 1024
    /// @param max 0 to 1024, at least `min`
    record OfUtilization(int min, int max) implements TaskAttribute {
        private static final int FULL = 1024;

        public OfUtilization {
            require(
                    min >= 0 && min <= max && max <= FULL,
                    "utilization clamps of " + min + " and " + max,
                    "0 <= least <= most <= 1024, which is the capacity of the largest CPU");
        }

        @Override
        public String text() {
            return "utilization clamps " + min + " to " + max;
        }
    }

    private static void require(boolean right, String found, String available) {
        if (!right) {
            throw LabException.asked("a task cannot have this")
                    .found(found)
                    .available(available)
                    .exception();
        }
    }
}

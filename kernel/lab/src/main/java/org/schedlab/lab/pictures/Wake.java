package org.schedlab.lab.pictures;

import java.util.Comparator;

/// One task woke another. A value.
///
/// @param waking when it began, in ns from power-on
/// @param wakeup when the task could run
/// @param waker number of the task that did it; [#INTERRUPT] or [#IDLE] if none did
/// @param wakee number of the task that was woken
/// @param cpu where it was done
/// @param waited for how many ns the task then waited, to the interval's end if it did not run
record Wake(long waking, long wakeup, int waker, int wakee, int cpu, long waited) {
    /// An interrupt woke.
    static final int INTERRUPT = -1;

    /// It was woken while its CPU's idle task ran, and no interrupt is known.
    static final int IDLE = -2;

    static final Comparator<Wake> BY_TIME =
            Comparator.comparingLong(Wake::waking).thenComparingInt(Wake::wakee);

    /// Longest last; of equal ones the earliest last.
    static final Comparator<Wake> BY_WAIT =
            Comparator.comparingLong(Wake::waited).thenComparing(BY_TIME.reversed());
}

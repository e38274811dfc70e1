package org.schedlab.guest.work;

import java.time.Duration;

/// Groups of one waker, the first, and its waiters: at each interval the waker wakes all waiters with
/// one futex call, whether they are back or not. One work unit is a call made, or a call answered; a
/// latency is the time from the call to running again, and of the waker as of [Sleep].
///
/// @param waiters of one waker
/// @param gap from one call to the next
/// @param work amount of work of each waiter per call
public record ThunderingHerd(int waiters, Duration gap, Duration work) implements Work {
    public ThunderingHerd {
        Choice.workers("ThunderingHerd", "waiters", waiters);
        Choice.time("ThunderingHerd", "gap", gap);
        Choice.amount("ThunderingHerd", "work", work);
    }

    @Override
    public int groupSize() {
        return waiters + 1;
    }

    @Override
    public String comm() {
        return "herd";
    }
}

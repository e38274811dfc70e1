package org.schedlab.guest.work;

import java.time.Duration;

/// Groups of high, medium and low workers, in this order. High ones sleep for the time of `work`,
/// then take a mutex, hold it and release it; low ones take it, hold it, release it and work; medium
/// ones never take it, they work and sleep in turn, for as long each. High workers are Fifo of
/// priority 40, medium ones Fifo 30, low ones have the policy of the spawn, which must not be
/// real-time. With all of them on one CPU a plain mutex lets the medium workers delay the high ones;
/// a PI mutex does not.
///
/// One work unit is a turn with the mutex held, of a medium worker a piece of work. A latency is the
/// time from asking for the mutex to holding it, of high and low workers.
///
/// @param high high workers
/// @param medium medium workers
/// @param low low workers
/// @param hold amount of work with the mutex held
/// @param work amount of work, or time of sleep, without
/// @param mutex what kind
public record PriorityInversion(int high, int medium, int low, Duration hold, Duration work, Mutex mutex)
        implements Work {
    public PriorityInversion {
        Choice.workers("PriorityInversion", "high", high);
        Choice.workers("PriorityInversion", "medium", medium);
        Choice.workers("PriorityInversion", "low", low);
        Choice.time("PriorityInversion", "hold", hold);
        Choice.time("PriorityInversion", "work", work);
    }

    /// Kinds of mutex.
    public enum Mutex {
        /// Whoever holds it inherits the priority of the waiter: `FUTEX_LOCK_PI`.
        PI,
        /// Priorities are not handed on.
        PLAIN
    }

    @Override
    public int groupSize() {
        return high + medium + low;
    }

    @Override
    public String comm() {
        return "inverse";
    }
}

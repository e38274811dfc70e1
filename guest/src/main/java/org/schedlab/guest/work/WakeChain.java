package org.schedlab.guest.work;

import java.time.Duration;

/// Rings of workers, one of which is awake: it works, wakes the next and waits until the ring comes
/// round. One work unit is a hop; a latency is the time from the waker's call to running again.
///
/// @param depth workers in the ring, from 2
/// @param by how the next is woken
/// @param work amount of work per hop
public record WakeChain(int depth, By by, Duration work) implements Work {
    public WakeChain {
        Choice.within("WakeChain", "depth", depth, 2, 512);
        Choice.amount("WakeChain", "work", work);
    }

    /// How a worker of the ring wakes the next.
    public enum By {
        /// It writes to a pipe; the kernel takes that for a synchronous wake-up, after which the waker
        /// sleeps.
        PIPE,
        /// It calls a futex.
        FUTEX
    }

    @Override
    public int groupSize() {
        return depth;
    }

    @Override
    public String comm() {
        return "chain";
    }
}

package org.schedlab.guest.agent;

import java.time.Duration;

import org.schedlab.vm.LabException;

/// What a worker does, for ever. One turn of its loop is one iteration.
public sealed interface Work {

    /// Counts in a loop and never gives up its CPU.
    record Spin() implements Work {}

    /// Sleeps, wakes, and sleeps again.
    ///
    /// @param duration of one sleep, in guest time, positive
    record Sleep(Duration duration) implements Work {
        public Sleep {
            if (duration.isNegative() || duration.isZero()) {
                throw LabException.asked("a worker cannot sleep for " + duration)
                        .available("durations above zero")
                        .remedy("use a spinning or yielding worker, or a longer sleep")
                        .exception();
            }
        }
    }

    /// Gives up its CPU with sched_yield(2) at each turn.
    record Yield() implements Work {}
}

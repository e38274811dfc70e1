package org.schedlab.guest.work;

import java.time.Duration;

/// Wakes at each interval, as cyclictest does, and notes how late it is. One work unit is a wake-up;
/// it asks for a timer slack of 1 ns, so that a latency is the machine's and the scheduler's.
///
/// @param interval from one wake-up to the next
public record TimerLatency(Duration interval) implements Work {
    public TimerLatency {
        Choice.time("TimerLatency", "interval", interval);
    }

    @Override
    public String comm() {
        return "timer";
    }
}

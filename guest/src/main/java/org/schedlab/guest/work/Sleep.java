package org.schedlab.guest.work;

import java.time.Duration;

/// Sleeps, wakes, and sleeps again. One work unit is a sleep. A latency is the time from the end of
/// the sleep as asked to running again; the timer slack of 50 µs that the kernel allows itself is
/// part of it.
///
/// @param sleep of one sleep
public record Sleep(Duration sleep) implements Work {
    public Sleep {
        Choice.time("Sleep", "sleep", sleep);
    }

    @Override
    public String comm() {
        return "sleep";
    }
}

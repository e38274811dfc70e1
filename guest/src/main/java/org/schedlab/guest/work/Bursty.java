package org.schedlab.guest.work;

import java.time.Duration;

/// Works for a while, then sleeps. One work unit is a microsecond of work, as of [SpinWait]; latencies
/// are as of [Sleep].
///
/// @param burst amount of work in one burst
/// @param sleep of one sleep
public record Bursty(Duration burst, Duration sleep) implements Work {
    public Bursty {
        Choice.time("Bursty", "burst", burst);
        Choice.time("Bursty", "sleep", sleep);
    }

    @Override
    public String comm() {
        return "bursty";
    }
}

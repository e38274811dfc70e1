package org.schedlab.guest.work;

import java.time.Duration;

/// Takes its CPU in and out of idle: a short piece of work, a short sleep. One work unit is such a
/// cycle; latencies are as of [Sleep].
///
/// @param burst amount of work in one burst
/// @param sleep of one sleep
public record IdleChurn(Duration burst, Duration sleep) implements Work {
    public IdleChurn {
        Choice.time("IdleChurn", "burst", burst);
        Choice.time("IdleChurn", "sleep", sleep);
    }

    @Override
    public String comm() {
        return "idle";
    }
}

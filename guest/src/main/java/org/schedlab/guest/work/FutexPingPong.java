package org.schedlab.guest.work;

import java.time.Duration;

/// Pairs that hand a turn to and fro with a futex. One work unit is a turn; a latency is the time from
/// the partner's wake-up call to running again.
///
/// @param work amount of work per turn
public record FutexPingPong(Duration work) implements Work {
    public FutexPingPong {
        Choice.amount("FutexPingPong", "work", work);
    }

    @Override
    public int groupSize() {
        return 2;
    }

    @Override
    public String comm() {
        return "pingpong";
    }
}

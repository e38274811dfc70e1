package org.schedlab.guest.work;

import java.time.Duration;

/// Works for a little while, then gives up its CPU with sched_yield(2). One work unit is such a turn.
///
/// @param work amount of work between two yields
public record Mixed(Duration work) implements Work {
    public Mixed {
        Choice.amount("Mixed", "work", work);
    }

    @Override
    public String comm() {
        return "mixed";
    }
}

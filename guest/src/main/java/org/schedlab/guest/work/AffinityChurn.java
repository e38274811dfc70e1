package org.schedlab.guest.work;

import java.time.Duration;

/// Pins itself to one CPU after the other, drawn at random from those that it was given, with a piece
/// of work on each. One work unit is a change. The seed of the spawn decides the order.
///
/// @param work amount of work on each CPU
public record AffinityChurn(Duration work) implements Work {
    public AffinityChurn {
        Choice.amount("AffinityChurn", "work", work);
    }

    @Override
    public String comm() {
        return "affinity";
    }
}

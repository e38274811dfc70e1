package org.schedlab.guest.work;

import java.time.Duration;

/// Changes its scheduling policy: Normal, Batch, Idle, Ext, Fifo and RoundRobin of priority 1, and
/// from the front again, with a piece of work under each. One work unit is a change.
///
/// @param work amount of work under each policy
public record PolicyChurn(Duration work) implements Work {
    public PolicyChurn {
        Choice.amount("PolicyChurn", "work", work);
    }

    @Override
    public String comm() {
        return "policy";
    }
}

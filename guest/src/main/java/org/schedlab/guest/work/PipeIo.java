package org.schedlab.guest.work;

import java.time.Duration;

/// Pairs: each works, writes to its partner's pipe and reads from its own. Both may work at once. One
/// work unit is a message read; a latency is the time from the partner's write to running again, when
/// the reader had to wait.
///
/// @param work amount of work per message
public record PipeIo(Duration work) implements Work {
    public PipeIo {
        Choice.amount("PipeIo", "work", work);
    }

    @Override
    public int groupSize() {
        return 2;
    }

    @Override
    public String comm() {
        return "pipe";
    }
}

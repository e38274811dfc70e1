package org.schedlab.guest.work;

import java.time.Duration;

/// Groups that contend for one mutex made of a futex. One work unit is a turn with the mutex held; a
/// latency is the time from the call of whoever released it to running again.
///
/// @param contenders for one mutex, from 2
/// @param hold amount of work with the mutex held
/// @param work amount of work between two turns
public record MutexContention(int contenders, Duration hold, Duration work) implements Work {
    public MutexContention {
        Choice.within("MutexContention", "contenders", contenders, 2, 512);
        Choice.amount("MutexContention", "hold", hold);
        Choice.amount("MutexContention", "work", work);
    }

    @Override
    public int groupSize() {
        return contenders;
    }

    @Override
    public String comm() {
        return "mutex";
    }
}

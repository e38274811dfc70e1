package org.schedlab.kernel.session;

import java.time.Duration;

import org.schedlab.guest.agent.WorkerSpec;

/// A number of workers that do not know yet what they do.
///
/// @param count how many, from 1
public record WorkerCount(int count) {
    private static final Duration LONG = Duration.ofHours(1);

    /// They never give up their CPU.
    public WorkerSpec spinning() {
        return WorkerSpec.spinning(count);
    }

    /// They sleep for an hour of guest time at a time, that is, throughout any experiment.
    public WorkerSpec sleeping() {
        return sleeping(LONG);
    }

    /// They sleep, wake, and sleep again.
    public WorkerSpec sleeping(Duration eachSleep) {
        return WorkerSpec.sleeping(count, eachSleep);
    }

    /// They give up their CPU at each turn.
    public WorkerSpec yielding() {
        return WorkerSpec.yielding(count);
    }
}

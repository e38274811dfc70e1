package org.schedlab.experiments.gauntlet;

import java.time.Duration;
import java.util.Optional;

/// How much of a time budget is left, in seconds as [Machines] estimates them: how fast this host is shows as it goes.
/// Not thread-safe.
final class Spending {
    private final Optional<Duration> budget;
    private final long began = System.nanoTime();
    private double estimated;
    private double taken;

    /// @param budget empty for no end
    Spending(Optional<Duration> budget) {
        this.budget = budget;
    }

    /// What may still be begun, by the estimates.
    double left() {
        if (budget.isEmpty()) {
            return Double.POSITIVE_INFINITY;
        }
        double host = (budget.get().toNanos() - (System.nanoTime() - began)) / 1e9;
        return estimated == 0 ? host : host * estimated / taken;
    }

    /// Something was done.
    ///
    /// @param nanos of host time that it took
    /// @param seconds that were estimated
    void spent(long nanos, double seconds) {
        taken += nanos / 1e9;
        estimated += seconds;
    }
}

package org.schedlab.vm.machine.internal;

import java.time.Duration;

import org.schedlab.vm.DeadlineException;

/// A moment in host time by which something must have happened. Immutable.
public final class Deadline {
    private final long start = System.nanoTime();
    private final Duration allowed;

    private Deadline(Duration allowed) {
        this.allowed = allowed;
    }

    public static Deadline in(Duration allowed) {
        return new Deadline(allowed);
    }

    public Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    public boolean passed() {
        return elapsed().compareTo(allowed) >= 0;
    }

    /// What is left; never negative.
    public Duration left() {
        Duration left = allowed.minus(elapsed());
        return left.isNegative() ? Duration.ZERO : left;
    }

    public DeadlineException missed(String waitedFor, String remedy) {
        return new DeadlineException(waitedFor, allowed, remedy);
    }
}

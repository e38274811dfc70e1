package org.schedlab.vm.machine.internal.host;

import java.time.Duration;

import org.schedlab.vm.DeadlineException;

/// A moment in host time by which something must have happened. One of progress moves on whenever
/// something has happened, up to a limit. Used by one thread at a time, or immutable.
public final class Deadline {
    /// For all of what goes on, with ever new progress.
    private static final int TIMES_IN_ALL = 10;

    private final long begun = System.nanoTime();
    private final Duration quiet;
    private final Duration inAll;
    private volatile long latest = begun;

    private Deadline(Duration quiet, Duration inAll) {
        this.quiet = quiet;
        this.inAll = inAll;
    }

    public static Deadline in(Duration allowed) {
        return new Deadline(allowed, allowed);
    }

    /// One that passes when nothing was heard for so long, and at the latest after ten times as long.
    public static Deadline ofProgress(Duration quiet) {
        return new Deadline(quiet, quiet.multipliedBy(TIMES_IN_ALL));
    }

    /// Something was heard.
    public void progress() {
        latest = System.nanoTime();
    }

    /// Since the start.
    public Duration elapsed() {
        return since(begun);
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    public boolean passed() {
        return left().isZero();
    }

    /// What is left; never negative.
    public Duration left() {
        Duration one = quiet.minus(since(latest));
        Duration all = inAll.minus(elapsed());
        Duration left = one.compareTo(all) < 0 ? one : all;
        return left.isNegative() ? Duration.ZERO : left;
    }

    /// The error when the wait was in vain.
    public DeadlineException missed(String waitedFor, String remedy) {
        return new DeadlineException(waitedFor, elapsed().compareTo(inAll) < 0 ? quiet : inAll, remedy);
    }
}

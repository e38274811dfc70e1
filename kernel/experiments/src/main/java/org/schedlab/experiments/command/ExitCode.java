package org.schedlab.experiments.command;

/// What a command ends with.
final class ExitCode {
    /// All that was asked for is there.
    static final int DONE = 0;

    /// What was asked for is wrong, or there is a mistake in schedlab.
    static final int WRONG = 1;

    /// A claim or a gate failed: for CI.
    static final int FAILED = 2;

    /// The host was in the way; the same again may succeed. As `EX_TEMPFAIL` of sysexits.h.
    static final int AGAIN = 75;

    /// This host would give other results: it may not work on this sweep. As `EX_PROTOCOL`.
    static final int REFUSED = 76;

    private ExitCode() {}
}

package org.schedlab.experiments.sweep;

import org.schedlab.experiments.store.StoreException;
import org.schedlab.vm.LabException;

/// What a command ends with; Slurm tells of its workers by it.
public final class ExitCode {
    /// All that was asked for is there.
    public static final int DONE = 0;

    /// What was asked for is wrong, or there is a mistake in schedlab.
    public static final int WRONG = 1;

    /// A claim or a gate failed: for CI.
    public static final int FAILED = 2;

    /// The host was in the way; the same again may succeed. As `EX_TEMPFAIL` of sysexits.h.
    public static final int AGAIN = 75;

    /// This host would give other results: it may not work on this sweep. As `EX_PROTOCOL`.
    public static final int REFUSED = 76;

    private ExitCode() {}

    /// What a command ends with that could not be carried out.
    public static int of(LabException failure) {
        return switch (failure) {
            case RefusedHostException _ -> REFUSED;
            case StoreException _ -> AGAIN;
            default -> WRONG;
        };
    }
}

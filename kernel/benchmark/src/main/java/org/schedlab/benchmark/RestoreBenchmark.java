package org.schedlab.benchmark;

import java.io.PrintStream;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

import org.schedlab.lab.BootOptions;
import org.schedlab.lab.session.VmSession;

/// Measures a warm boot: from the call to a frozen, usable machine. The RAM hash of every one must be
/// the same.
final class RestoreBenchmark {
    private static final int ROUNDS = 20;

    private final BootOptions options;
    private final PrintStream out;

    RestoreBenchmark(BootOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    void run() {
        double[] millis = new double[ROUNDS];
        Set<String> hashes = new HashSet<>();
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            try (VmSession session = VmSession.boot(options)) {
                millis[round] = (System.nanoTime() - start) / 1e6;
                hashes.add(session.stateHash());
            }
        }
        if (hashes.size() != 1) {
            throw new IllegalStateException(
                    String.format(Locale.ROOT, "%d restores gave %d different machines", ROUNDS, hashes.size()));
        }
        out.printf("warm boot to a usable session, ms: %s; one RAM hash%n", Spread.of(millis));
    }
}

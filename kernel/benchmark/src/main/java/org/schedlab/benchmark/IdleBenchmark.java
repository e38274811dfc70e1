package org.schedlab.benchmark;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

import org.schedlab.lab.BootOptions;
import org.schedlab.lab.machine.MachineStarts;
import org.schedlab.vm.freeze.FreezeCoordinator;
import org.schedlab.vm.machine.BootListener;

/// Measures how long an idle guest's time takes, with the quantum and without one.
record IdleBenchmark(BootOptions options, PrintStream out) {
    private static final Duration IDLE = Duration.ofMinutes(10);
    private static final long STEP_NANOS = 1_000_000;

    void run() {
        for (long quantum : new long[] {options.quantumMicros(), 0}) {
            try (var coordinator = new FreezeCoordinator();
                    var guest =
                            MachineStarts.boot(options.withQuantumMicros(quantum), BootListener.SILENT, coordinator)) {
                long guestStart = guest.guestTimeNanos();
                long hostStart = System.nanoTime();
                guest.run("benchmark", IDLE, Duration.ofMinutes(10));
                double seconds = (System.nanoTime() - hostStart) / 1e9;
                long passed = guest.guestTimeNanos() - guestStart;
                if (Math.abs(passed - IDLE.toNanos()) > 2 * STEP_NANOS) {
                    throw new IllegalStateException(
                            String.format(Locale.ROOT, "%d ns passed instead of %s", passed, IDLE));
                }
                out.printf(Locale.ROOT, "%d s idle, quantum %d µs, host s: %.2f%n", IDLE.toSeconds(), quantum, seconds);
            }
        }
    }
}

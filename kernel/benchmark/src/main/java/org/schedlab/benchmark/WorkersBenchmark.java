package org.schedlab.benchmark;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

import org.schedlab.guest.work.Worker;
import org.schedlab.guest.work.WorkerReport;
import org.schedlab.guest.work.WorkerSpec;
import org.schedlab.lab.machine.GuestMachine;
import org.schedlab.lab.tables.WorkerTable;
import tech.tablesaw.api.Table;

/// Measures how long it takes to start 200 workers, in guest time, and to have their reports in one
/// table, in host time. Beside the figures, the table is compared with the reports.
final class WorkersBenchmark {
    private static final int WORKERS = 200;
    private static final int ROUNDS = 40;
    private static final int WARM_UP = 10;

    private final GuestMachine guest;
    private final PrintStream out;

    /// @param guest frozen; its workers are gone afterwards
    WorkersBenchmark(GuestMachine guest, PrintStream out) {
        this.guest = guest;
        this.out = out;
    }

    /// Measures and prints; throws [IllegalStateException] if a table does not say what the reports
    /// do.
    void run() {
        WorkerSpec sleepers = WorkerSpec.sleeping(WORKERS, Duration.ofMillis(10));
        for (WorkerSpec spec : List.of(sleepers, sleepers.threads())) {
            long before = guest.guestTimeNanos();
            List<Worker> workers = guest.ask("spawn", agent -> agent.spawn(spec));
            double spawned = (guest.guestTimeNanos() - before) / 1e6;
            guest.ask("run", agent -> {
                agent.run(Duration.ofMillis(50), Duration.ofMinutes(1));
                return agent;
            });
            out.printf(
                    Locale.ROOT,
                    "start of %d workers (%s), ms of guest time: %.1f%n",
                    WORKERS,
                    spec.cloneMode(),
                    spawned);
            tables(workers);
            guest.ask("stop", agent -> agent.stop(workers));
        }
    }

    private void tables(List<Worker> workers) {
        double[] millis = new double[ROUNDS];
        double[] guestMillis = new double[ROUNDS];
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            long guestStart = guest.guestTimeNanos();
            long start = System.nanoTime();
            List<WorkerReport> reports = guest.look(agent -> agent.report(workers));
            Table table = WorkerTable.of(reports, "benchmark");
            if (round >= 0) {
                millis[round] = (System.nanoTime() - start) / 1e6;
                guestMillis[round] = (guest.guestTimeNanos() - guestStart) / 1e6;
            }
            long units = reports.stream().mapToLong(WorkerReport::workUnits).sum();
            if (table.rowCount() != WORKERS || table.longColumn("work units").sum() != units || units < WORKERS) {
                throw new IllegalStateException(String.format(
                        Locale.ROOT,
                        "%d rows and %.0f units of %d",
                        table.rowCount(),
                        table.longColumn("work units").sum(),
                        units));
            }
        }
        out.printf(Locale.ROOT, "reports of %d workers in one table, ms: %s%n", WORKERS, Spread.of(millis));
        out.printf("the same, ms of guest time: %s%n", Spread.of(guestMillis));
    }
}

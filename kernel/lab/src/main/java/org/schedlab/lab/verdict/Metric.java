package org.schedlab.lab.verdict;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

import org.schedlab.guest.work.WorkerReport;

/// A number that a group of workers is judged by. NaN stands for "not measured".
public enum Metric {
    /// The longest time a worker wanted to run and could not go on.
    GAP("longest gap", "ms", true, each(report -> known(report.longestGap().nanos()) / 1e6), true),

    /// The difference between the busiest and the laziest worker's work, in percent of the mean.
    SPREAD("spread of work units", "%", true, Metric::spread, false),

    /// Work units in a second of guest time, of the slowest worker.
    WORK_RATE("work rate", "units/s", false, each(Metric::rate), true),

    /// The part of its wall time that a worker was runnable and had no CPU, in percent.
    RUN_DELAY("run delay", "% of wall time", true, each(Metric::delay), true),

    /// Migrations in a second of guest time.
    MIGRATIONS("migrations", "/s", true, each(Metric::migrations), true),

    /// The latency that 99 in 100 wake-ups did not exceed.
    WAKE_LATENCY("99th percentile of wake-up latency", "µs", true, each(Metric::wakeLatency), true);

    private final String words;
    private final String unit;
    private final boolean limitsFromAbove;

    @SuppressWarnings("ImmutableEnumChecker") // functions without state
    private final ToDoubleFunction<List<WorkerReport>> measure;

    private final boolean ofEachWorker;

    Metric(
            String words,
            String unit,
            boolean limitsFromAbove,
            ToDoubleFunction<List<WorkerReport>> measure,
            boolean ofEachWorker) {
        this.words = words;
        this.unit = unit;
        this.limitsFromAbove = limitsFromAbove;
        this.measure = measure;
        this.ofEachWorker = ofEachWorker;
    }

    /// Its name in a sentence.
    public String words() {
        return words;
    }

    /// Whether it is taken of each worker; else of the group.
    boolean ofEachWorker() {
        return ofEachWorker;
    }

    /// Whom a claim is about.
    ///
    /// @param scheduler under whom, in words
    record Whose(String name, String scheduler) {}

    Claim claim(Whose whose, List<WorkerReport> reports, double limit, String origin) {
        double value = measure.applyAsDouble(reports);
        boolean measured = Double.isFinite(value);
        boolean holds = limitsFromAbove ? value <= limit : value >= limit;
        return new Claim(
                words + " of " + whose.name,
                whose.scheduler,
                measured ? text(value) : "not measured",
                (limitsFromAbove ? "at most " : "at least ") + text(limit),
                origin,
                !measured ? Outcome.INCONCLUSIVE : holds ? Outcome.PASS : Outcome.FAIL);
    }

    private String text(double value) {
        return String.format(Locale.ROOT, "%,.2f %s", value, unit);
    }

    private static ToDoubleFunction<List<WorkerReport>> each(ToDoubleFunction<WorkerReport> measure) {
        return reports -> measure.applyAsDouble(reports.getFirst());
    }

    private static double spread(List<WorkerReport> reports) {
        OptionalDouble mean =
                reports.stream().mapToLong(WorkerReport::workUnits).average();
        boolean counted = reports.stream().noneMatch(report -> report.workUnits() == WorkerReport.NOT_MEASURED);
        if (reports.size() < 2 || !counted || mean.orElse(0) == 0) {
            return Double.NaN;
        }
        long most = reports.stream().mapToLong(WorkerReport::workUnits).max().orElseThrow();
        long least = reports.stream().mapToLong(WorkerReport::workUnits).min().orElseThrow();
        return 100.0 * (most - least) / mean.getAsDouble();
    }

    private static double rate(WorkerReport report) {
        return perSecond(report.workUnits(), report);
    }

    private static double migrations(WorkerReport report) {
        return perSecond(report.migrationCount(), report);
    }

    private static double perSecond(long count, WorkerReport report) {
        return report.wallNanos() == 0 ? Double.NaN : known(count) * 1e9 / report.wallNanos();
    }

    private static double known(long number) {
        return number == WorkerReport.NOT_MEASURED ? Double.NaN : number;
    }

    private static double delay(WorkerReport report) {
        return report.wallNanos() == 0 ? Double.NaN : 100.0 * report.runDelayNanos() / report.wallNanos();
    }

    private static double wakeLatency(WorkerReport report) {
        return report.wakeLatencies().count() == 0
                ? Double.NaN
                : report.wakeLatencies().p99Nanos() / 1e3;
    }
}

package org.schedlab.lab.workers;

import java.util.List;
import java.util.Locale;

import org.jfree.chart.JFreeChart;
import org.schedlab.guest.work.WorkerReport;
import org.schedlab.lab.MeasuredAt;
import org.schedlab.lab.charts.Charted;
import org.schedlab.lab.charts.WorkerTimesChart;
import org.schedlab.lab.tables.Tabular;
import org.schedlab.lab.tables.WorkerTable;
import tech.tablesaw.api.Table;

/// How workers fared up to one moment, as tables and charts.
///
/// @param reports in the order of the workers
/// @param instant the moment, and the machine
/// @param cpus how many CPUs the machine has
public record WorkerReports(List<WorkerReport> reports, MeasuredAt instant, int cpus) implements Tabular, Charted {
    private static final double MILLISECOND = 1e6;

    public WorkerReports {
        reports = List.copyOf(reports);
    }

    /// A row for each worker: see [WorkerTable].
    @Override
    public Table table() {
        return WorkerTable.of(reports, instant.caption());
    }

    /// A bar for each worker: CPU time, run delay, and the rest of the time since it was let go.
    @Override
    public JFreeChart chart() {
        return WorkerTimesChart.of(new WorkerTimesChart.Content(
                "what the workers' time went into · " + instant.scheduler(), caption(), bars()));
    }

    private List<WorkerTimesChart.Bar> bars() {
        return reports.stream().map(WorkerReports::bar).toList();
    }

    private static WorkerTimesChart.Bar bar(WorkerReport report) {
        return new WorkerTimesChart.Bar(
                name(report),
                Math.max(0, report.cpuNanos()) / MILLISECOND,
                Math.max(0, report.runDelayNanos()) / MILLISECOND,
                Math.max(0, report.sleepNanos()) / MILLISECOND);
    }

    /// The same as [#chart()].
    public JFreeChart plot() {
        return chart();
    }

    /// Their wake-up latencies.
    public WakeLatencies latencies() {
        return new WakeLatencies(this);
    }

    /// Their migrations.
    public Migrations migrations() {
        return new Migrations(this);
    }

    String caption() {
        return String.format(
                Locale.ROOT,
                "%d workers, at %s of guest time%n%s",
                reports.size(),
                instant.time(),
                instant.conditions());
    }

    static String name(WorkerReport report) {
        return String.format(
                Locale.ROOT, "%s (%d)", report.worker().comm(), report.worker().pid());
    }
}

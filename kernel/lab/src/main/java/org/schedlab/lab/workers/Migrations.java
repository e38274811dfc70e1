package org.schedlab.lab.workers;

import java.util.ArrayList;
import java.util.List;

import org.jfree.chart.JFreeChart;
import org.schedlab.guest.work.Ending;
import org.schedlab.guest.work.Migration;
import org.schedlab.guest.work.WorkerReport;
import org.schedlab.lab.charts.Charted;
import org.schedlab.lab.charts.WorkerCpusChart;
import org.schedlab.lab.tables.MigrationTable;
import org.schedlab.lab.tables.Tabular;
import tech.tablesaw.api.Table;

/// The migrations of workers, as table and chart; of each worker the first 64 have a time.
///
/// @param of how the workers fared
public record Migrations(WorkerReports of) implements Tabular, Charted {
    private static final int MOST_ROWS = 16;
    private static final double MILLISECOND = 1e6;

    /// A row for each migration with a time: see [MigrationTable].
    @Override
    public Table table() {
        return MigrationTable.of(of.reports(), of.instant().caption());
    }

    /// Which CPU each of the first 16 workers was on over guest time, from being let go to now. The
    /// line of a worker that has ended goes from its first migration to its last, and that of a worker
    /// with more than 64 migrations ends at the last one that has a time.
    @Override
    public JFreeChart chart() {
        List<WorkerCpusChart.Row> rows = of.reports().stream()
                .filter(report -> !report.cpusUsed().isEmpty())
                .limit(MOST_ROWS)
                .map(this::row)
                .toList();
        return WorkerCpusChart.of(new WorkerCpusChart.Content(
                "the workers' CPUs · " + of.instant().scheduler(), of.caption(), of.cpus(), rows));
    }

    private WorkerCpusChart.Row row(WorkerReport report) {
        boolean alive = report.ending() instanceof Ending.Alive;
        List<Migration> listed = report.migrations();
        int first = listed.isEmpty()
                ? report.cpusUsed().getFirst()
                : listed.getFirst().from();
        List<WorkerCpusChart.Stay> stays = new ArrayList<>();
        if (alive) {
            stays.add(stay(of.instant().guestTimeNanos() - report.wallNanos(), first));
        }
        for (Migration migration : listed) {
            stays.add(stay(migration.atNanos(), migration.to()));
        }
        if (alive && listed.size() == report.migrationCount()) {
            stays.add(stay(of.instant().guestTimeNanos(), stays.getLast().cpu()));
        }
        return new WorkerCpusChart.Row(WorkerReports.name(report), stays);
    }

    private static WorkerCpusChart.Stay stay(long nanos, int cpu) {
        return new WorkerCpusChart.Stay(nanos / MILLISECOND, cpu);
    }

    /// The same as [#chart()].
    public JFreeChart plot() {
        return chart();
    }
}

package org.schedlab.lab.tables;

import java.util.List;

import org.schedlab.guest.work.Migration;
import org.schedlab.guest.work.WorkerReport;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// Migrations of workers as a table. Stateless; safe to share.
public final class MigrationTable {
    private static final double MILLISECOND = 1e6;

    private MigrationTable() {}

    /// A row for each migration that is listed: `pid`, `comm`, `guest time [ms]`, `from CPU`, `to
    /// CPU`.
    ///
    /// @param caption where and when it was measured
    public static Table of(List<WorkerReport> reports, String caption) {
        var pid = IntColumn.create("pid");
        var comm = StringColumn.create("comm");
        var time = DoubleColumn.create("guest time [ms]");
        var from = IntColumn.create("from CPU");
        var to = IntColumn.create("to CPU");
        long all = 0;
        for (WorkerReport report : reports) {
            all += report.migrationCount();
            for (Migration migration : report.migrations()) {
                pid.append(report.worker().pid());
                comm.append(report.worker().comm());
                time.append(migration.atNanos() / MILLISECOND);
                from.append(migration.from());
                to.append(migration.to());
            }
        }
        return CaptionedTable.counted("migrations", Math.toIntExact(all), caption, pid, comm, time, from, to);
    }
}

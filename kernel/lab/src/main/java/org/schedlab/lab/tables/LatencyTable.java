package org.schedlab.lab.tables;

import java.util.List;

import org.schedlab.guest.work.Latencies;
import org.schedlab.guest.work.WorkerReport;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// Wake-up latencies of workers as a table. Stateless; safe to share.
public final class LatencyTable {
    private static final List<Double> PERCENTS = List.of(50.0, 90.0, 99.0, 99.9);
    private static final double MICROSECOND = 1e3;

    private LatencyTable() {}

    /// A row for each worker: `pid`, `comm`, `wake-ups`, `p50 [µs]`, `p90 [µs]`, `p99 [µs]`, `p99.9
    /// [µs]`, `max [µs]`, missing where there was no wake-up. How exact they are is told at
    /// [Latencies].
    ///
    /// @param caption where and when it was measured
    public static Table of(List<WorkerReport> reports, String caption) {
        var pid = IntColumn.create("pid");
        var comm = StringColumn.create("comm");
        var count = LongColumn.create("wake-ups");
        var max = DoubleColumn.create("max [µs]");
        List<DoubleColumn> percentiles = PERCENTS.stream()
                .map(percent -> DoubleColumn.create("p%s [µs]".formatted(text(percent))))
                .toList();
        for (WorkerReport report : reports) {
            Latencies latencies = report.wakeLatencies();
            pid.append(report.worker().pid());
            comm.append(report.worker().comm());
            count.append(latencies.count());
            for (int i = 0; i < PERCENTS.size(); i++) {
                append(percentiles.get(i), latencies, latencies.percentileNanos(PERCENTS.get(i)));
            }
            append(max, latencies, latencies.maxNanos());
        }
        Table table = CaptionedTable.counted("wake-up latencies of workers", caption, pid, comm, count);
        percentiles.forEach(table::addColumns);
        return table.addColumns(max);
    }

    private static String text(double percent) {
        return percent == Math.rint(percent) ? Integer.toString((int) percent) : Double.toString(percent);
    }

    /// A latency in µs, or none where nothing woke up.
    static void append(DoubleColumn column, Latencies latencies, long nanos) {
        if (latencies.count() == 0) {
            column.appendMissing();
        } else {
            column.append(nanos / MICROSECOND);
        }
    }
}

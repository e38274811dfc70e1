package org.schedlab.lab.workers;

import java.util.ArrayList;
import java.util.List;

import org.jfree.chart.JFreeChart;
import org.schedlab.guest.work.Latencies;
import org.schedlab.guest.work.WorkerReport;
import org.schedlab.lab.charts.Charted;
import org.schedlab.lab.charts.LatencyChart;
import org.schedlab.lab.tables.LatencyTable;
import org.schedlab.lab.tables.Tabular;
import tech.tablesaw.api.Table;

/// The wake-up latencies of workers, as table and chart. What a latency is, each type of work tells.
///
/// @param of how the workers fared
public record WakeLatencies(WorkerReports of) implements Tabular, Charted {
    private static final double MICROSECOND = 1e3;

    /// A row for each worker: see [LatencyTable].
    @Override
    public Table table() {
        return LatencyTable.of(of.reports(), of.instant().caption());
    }

    /// A line for each worker that woke up: the share of its wake-ups over their latency.
    @Override
    public JFreeChart chart() {
        List<LatencyChart.Line> lines = of.reports().stream()
                .filter(report -> report.wakeLatencies().count() > 0)
                .map(WakeLatencies::line)
                .toList();
        return LatencyChart.of(
                new LatencyChart.Content("wake-up latencies · " + of.instant().scheduler(), of.caption(), lines));
    }

    private static LatencyChart.Line line(WorkerReport report) {
        Latencies latencies = report.wakeLatencies();
        List<LatencyChart.Point> points = new ArrayList<>();
        long seen = 0;
        for (Latencies.Bucket bucket : latencies.buckets()) {
            seen += bucket.count();
            long nanos = Math.max(1, Math.min(bucket.upToNanos(), latencies.maxNanos()));
            points.add(new LatencyChart.Point(nanos / MICROSECOND, 100.0 * seen / latencies.count()));
        }
        return new LatencyChart.Line(WorkerReports.name(report), points);
    }

    /// The same as [#chart()].
    public JFreeChart plot() {
        return chart();
    }
}

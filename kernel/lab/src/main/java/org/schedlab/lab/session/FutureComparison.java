package org.schedlab.lab.session;

import java.util.List;
import java.util.Locale;

import org.jfree.chart.JFreeChart;
import org.schedlab.lab.charts.Charted;
import org.schedlab.lab.charts.GroupedBarsChart;
import org.schedlab.lab.tables.CaptionedTable;
import org.schedlab.lab.tables.Tabular;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// The futures of a fork beside each other. Futures that failed are left out, and the caption says so.
///
/// @param futures at least one came to its end
public record FutureComparison(Futures futures) implements Tabular, Charted {
    private static final double MILLISECOND = 1e6;

    /// A row for each worker in each future: `future`, `scheduler` that was in charge, `pid`, `comm`, `CPU
    /// time [ms]`, `run delay [ms]`, `timeslices` between the end of the preparation and the end of the
    /// future, and the future's `state hash`.
    @Override
    public Table table() {
        var name = StringColumn.create("future");
        var pid = IntColumn.create("pid");
        var comm = StringColumn.create("comm");
        var scheduler = StringColumn.create("scheduler");
        var cpu = DoubleColumn.create("CPU time [ms]");
        var runDelay = DoubleColumn.create("run delay [ms]");
        var timeslices = LongColumn.create("timeslices");
        var hash = StringColumn.create("state hash");
        for (FutureResult future : ended()) {
            for (FutureResult.Share share : future.shares()) {
                name.append(future.name());
                scheduler.append(future.scheduler());
                pid.append(share.worker().pid());
                comm.append(share.worker().comm());
                cpu.append(share.cpuNanos() / MILLISECOND);
                runDelay.append(share.runDelayNanos() / MILLISECOND);
                timeslices.append(share.timeslices());
                hash.append(future.stateHash());
            }
        }
        return CaptionedTable.titled(
                "workers by future: " + caption(), name, scheduler, pid, comm, cpu, runDelay, timeslices, hash);
    }

    /// CPU time and run delay of each worker, one bar for each future.
    @Override
    public JFreeChart chart() {
        return GroupedBarsChart.of(new GroupedBarsChart.Content(
                "What each worker got, by future",
                caption(),
                List.of("CPU time [ms]", "run delay [ms]"),
                ended().stream().map(FutureComparison::group).toList()));
    }

    private static GroupedBarsChart.Group group(FutureResult future) {
        String name = future.name().equalsIgnoreCase(future.scheduler())
                ? future.name()
                : "%s · %s".formatted(future.name(), future.scheduler());
        return new GroupedBarsChart.Group(
                name,
                future.shares().stream()
                        .map(share -> new GroupedBarsChart.Bar(
                                String.format(
                                        Locale.ROOT,
                                        "%s %d",
                                        share.worker().comm(),
                                        share.worker().pid()),
                                List.of(share.cpuNanos() / MILLISECOND, share.runDelayNanos() / MILLISECOND)))
                        .toList());
    }

    private List<FutureResult> ended() {
        return futures.list().stream().filter(FutureResult::success).toList();
    }

    private String caption() {
        int failed = futures.list().size() - ended().size();
        return futures.caption()
                + (failed == 0 ? "" : String.format(Locale.ROOT, "; %d failed, see the futures' table", failed));
    }
}

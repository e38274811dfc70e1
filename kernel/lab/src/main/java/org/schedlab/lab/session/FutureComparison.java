package org.schedlab.lab.session;

import java.util.List;
import java.util.Locale;

import org.jfree.chart.JFreeChart;
import org.schedlab.lab.charts.Charted;
import org.schedlab.lab.charts.GroupedBarsChart;
import org.schedlab.lab.tables.Tabular;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// The futures of a fork beside each other. Futures that failed are left out, and the caption says so.
///
/// @param futures at least one came to its end
public record FutureComparison(Futures futures) implements Tabular, Charted {

    /// A row for each worker in each future: `future`, `pid`, `comm`, `cpu_us`, `run_delay_us`,
    /// `timeslices` between the end of the preparation and the end of the future, and the future's
    /// `state_hash`.
    @Override
    public Table table() {
        var name = StringColumn.create("future");
        var pid = IntColumn.create("pid");
        var comm = StringColumn.create("comm");
        var cpu = LongColumn.create("cpu_us");
        var runDelay = LongColumn.create("run_delay_us");
        var timeslices = LongColumn.create("timeslices");
        var hash = StringColumn.create("state_hash");
        for (FutureResult future : ended()) {
            for (FutureResult.Share share : future.shares()) {
                name.append(future.name());
                pid.append(share.worker().pid());
                comm.append(share.worker().comm());
                cpu.append(share.cpuNanos() / 1000);
                runDelay.append(share.runDelayNanos() / 1000);
                timeslices.append(share.timeslices());
                hash.append(future.stateHash());
            }
        }
        return Table.create("workers by future: " + caption())
                .addColumns(name, pid, comm, cpu, runDelay, timeslices, hash);
    }

    /// CPU time and run delay of each worker, one bar for each future.
    @Override
    public JFreeChart chart() {
        return GroupedBarsChart.of(new GroupedBarsChart.Content(
                "What each worker got, by future",
                caption(),
                List.of("CPU time (ms)", "run delay (ms)"),
                ended().stream().map(FutureComparison::group).toList()));
    }

    private static GroupedBarsChart.Group group(FutureResult future) {
        return new GroupedBarsChart.Group(
                future.name(),
                future.shares().stream()
                        .map(share -> new GroupedBarsChart.Bar(
                                String.format(
                                        Locale.ROOT,
                                        "%s %d",
                                        share.worker().comm(),
                                        share.worker().pid()),
                                List.of(share.cpuNanos() / 1e6, share.runDelayNanos() / 1e6)))
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

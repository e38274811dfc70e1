package org.schedlab.lab.session;

import java.time.Duration;
import java.util.List;

import org.jfree.chart.JFreeChart;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.CombinedDomainXYPlot;
import org.jfree.chart.plot.XYPlot;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.schedlab.guest.work.Affinity;
import org.schedlab.guest.work.Policy;
import org.schedlab.guest.work.WorkerReport;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.workers.Migrations;
import org.schedlab.lab.workers.WorkerCount;
import org.schedlab.lab.workers.WorkerReports;
import org.schedlab.lab.workers.Workers;
import tech.tablesaw.api.Table;

import static org.assertj.core.api.Assertions.assertThat;

/// The words of a notebook for workers, and the tables and charts that come of them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("machine")
class WorkerReportsIT {
    private static final Duration SOME = Duration.ofNanos(200_000);

    private VmSession vm;

    @BeforeAll
    void boot() {
        vm = VmSession.boot(BootOptions.defaults().withTopology("1n1l4c1t"));
    }

    @AfterAll
    void close() {
        vm.close();
    }

    @Test
    void theTableSaysWhatTheReportsDo() {
        Workers hogs = vm.spawn(new WorkerCount(2)
                .spinWait()
                .nice(5)
                .policy(Policy.BATCH)
                .affinity(new Affinity.SingleCpu(1))
                .named("hog"));
        Workers timers =
                vm.spawn(new WorkerCount(1).timerLatency(Duration.ofMillis(1)).affinity(new Affinity.SingleCpu(2)));
        vm.run(Duration.ofMillis(50));
        WorkerReports fared = hogs.reports();
        Table table = fared.table();

        assertThat(table.columnNames())
                .containsExactly(
                        "pid",
                        "comm",
                        "status",
                        "work units",
                        "CPU time [ms]",
                        "off CPU [ms]",
                        "run delay [ms]",
                        "sleep [ms]",
                        "timeslices",
                        "migrations",
                        "CPUs",
                        "longest gap [ms]",
                        "wake-ups",
                        "wake p50 [µs]",
                        "wake p99 [µs]",
                        "wake max [µs]");
        assertThat(table.stringColumn("comm")).containsExactly("hog-0", "hog-1");
        assertThat(table.stringColumn("status")).containsOnly("alive");
        assertThat(table.stringColumn("CPUs")).containsOnly("1");
        assertThat(table.doubleColumn("wake p50 [µs]").isMissing(0)).isTrue();
        for (int row = 0; row < 2; row++) {
            WorkerReport report = fared.reports().get(row);
            assertThat(table.doubleColumn("CPU time [ms]").get(row)).isEqualTo(report.cpuNanos() / 1e6);
            assertThat(table.longColumn("work units").get(row)).isEqualTo(report.workUnits());
        }
        assertThat(table.doubleColumn("CPU time [ms]").sum()).isBetween(44.0, 55.0);
        Table latencies = timers.latencies().table();
        assertThat(latencies.longColumn("wake-ups").get(0)).isBetween(49L, 52L);
        assertThat(latencies.doubleColumn("p50 [µs]").get(0))
                .isPositive()
                .isLessThanOrEqualTo(latencies.doubleColumn("max [µs]").get(0));
        hogs.stop();
        timers.stop();
    }

    @Test
    void chartsDrawTheReports() {
        Workers pairs = vm.spawn(new WorkerCount(4).pipeIo());
        vm.run(Duration.ofMillis(20));
        WorkerReports fared = pairs.reports();

        var bars = (CategoryPlot) fared.chart().getPlot();
        assertThat(bars.getDataset().getColumnCount()).isEqualTo(4);
        assertThat(bars.getRangeAxis().getLabel()).isEqualTo("guest time [ms]");
        double wall = fared.reports().getFirst().wallNanos() / 1e6;
        assertThat(bars.getDataset().getValue(0, 0).doubleValue()
                        + bars.getDataset().getValue(1, 0).doubleValue()
                        + bars.getDataset().getValue(2, 0).doubleValue())
                .isBetween(wall - 1e-6, wall + 1e-6);
        var lines = (XYPlot) fared.latencies().chart().getPlot();
        assertThat(lines.getSeriesCount()).isEqualTo(4);
        assertThat(lines.getDomainAxis().getLabel()).isEqualTo("wake-up latency [µs]");
        int last = lines.getDataset().getItemCount(0) - 1;
        assertThat(lines.getDataset().getYValue(0, last)).isEqualTo(100.0);
        assertThat(lines.getDataset().getXValue(0, last))
                .isEqualTo(fared.reports().getFirst().wakeLatencies().maxNanos() / 1e3);
        pairs.stop();
    }

    @Test
    void migrationsAreATableAndALineForEachWorker() {
        Workers movers = vm.spawn(new WorkerCount(2).affinityChurn());
        vm.run(Duration.ofMillis(30));
        Migrations moves = movers.migrations();
        List<WorkerReport> reports = moves.of().reports();

        long all = reports.stream().mapToLong(WorkerReport::migrationCount).sum();
        assertThat(all).isGreaterThan(10);
        assertThat(moves.table().rowCount()).isEqualTo((int) all);
        assertThat(moves.table().name()).startsWith("migrations: " + all + ", ");
        JFreeChart chart = moves.chart();
        List<?> rows = ((CombinedDomainXYPlot) chart.getPlot()).getSubplots();
        assertThat(rows).hasSize(2);
        assertThat(((XYPlot) rows.getFirst()).getDataset().getItemCount(0))
                .isEqualTo((int) reports.getFirst().migrationCount() + 2);
        movers.stop();
    }

    @Test
    void aWorkerThatDiedIsARowThatFails() {
        Workers sleepers = vm.spawn(new WorkerCount(2).sleeping(SOME));
        vm.machine().ask("kill", agent -> {
            agent.signal(sleepers.get(0).pid(), 9);
            return agent;
        });
        vm.run(Duration.ofMillis(5));

        assertThat(sleepers.table().stringColumn("status")).containsExactly("FAILED: killed by signal 9", "alive");
        sleepers.stop();
    }
}

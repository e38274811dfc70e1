package org.schedlab.lab.tables;

import java.util.ArrayList;
import java.util.List;

import org.schedlab.guest.work.Latencies;
import org.schedlab.guest.work.Refills;
import org.schedlab.guest.work.WorkerReport;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/// How workers fared, as a table. Stateless; safe to share.
public final class WorkerTable {
    private static final double MILLISECOND = 1e6;

    private WorkerTable() {}

    /// A row for each worker, with the columns `pid`, `comm`, `status` (a worker that died says
    /// `FAILED`), `work units`, `CPU time [ms]`, `off CPU [ms]`, `run delay [ms]`, `sleep [ms]`,
    /// `timeslices`, `migrations`, `CPUs`, `longest gap [ms]`, `wake-ups`, `wake p50 [µs]`, `wake p99 [µs]`, `wake
    /// max [µs]`; and `refills`, `refill [ms]` if one of them has a working set. Latencies are missing where there
    /// was no wake-up. What each means is told at
    /// [WorkerReport].
    ///
    /// @param caption where and when it was measured
    public static Table of(List<WorkerReport> reports, String caption) {
        var pid = IntColumn.create("pid");
        var comm = StringColumn.create("comm");
        var status = StringColumn.create("status");
        var units = LongColumn.create("work units");
        var cpu = DoubleColumn.create("CPU time [ms]");
        var offCpu = DoubleColumn.create("off CPU [ms]");
        var runDelay = DoubleColumn.create("run delay [ms]");
        var sleep = DoubleColumn.create("sleep [ms]");
        var timeslices = LongColumn.create("timeslices");
        var migrations = LongColumn.create("migrations");
        var cpus = StringColumn.create("CPUs");
        var gap = DoubleColumn.create("longest gap [ms]");
        var wakes = LongColumn.create("wake-ups");
        var p50 = DoubleColumn.create("wake p50 [µs]");
        var p99 = DoubleColumn.create("wake p99 [µs]");
        var max = DoubleColumn.create("wake max [µs]");
        for (WorkerReport report : reports) {
            pid.append(report.worker().pid());
            comm.append(report.worker().comm());
            status.append(report.status());
            append(units, report.workUnits());
            append(cpu, report.cpuNanos());
            append(offCpu, report.offCpuNanos());
            append(runDelay, report.runDelayNanos());
            append(sleep, report.sleepNanos());
            append(timeslices, report.timeslices());
            append(migrations, report.migrationCount());
            cpus.append(CpuRanges.text(report.cpusUsed()));
            append(gap, report.longestGap().nanos());
            Latencies latencies = report.wakeLatencies();
            wakes.append(latencies.count());
            LatencyTable.append(p50, latencies, latencies.p50Nanos());
            LatencyTable.append(p99, latencies, latencies.p99Nanos());
            LatencyTable.append(max, latencies, latencies.maxNanos());
        }
        List<Column<?>> columns = new ArrayList<>(List.<Column<?>>of(
                pid,
                comm,
                status,
                units,
                cpu,
                offCpu,
                runDelay,
                sleep,
                timeslices,
                migrations,
                cpus,
                gap,
                wakes,
                p50,
                p99,
                max));
        if (reports.stream().anyMatch(report -> report.refills().isPresent())) {
            columns.addAll(refills(reports));
        }
        return CaptionedTable.counted("workers", caption, columns.toArray(Column<?>[]::new));
    }

    private static List<Column<?>> refills(List<WorkerReport> reports) {
        var count = LongColumn.create("refills");
        var time = DoubleColumn.create("refill [ms]");
        for (WorkerReport report : reports) {
            append(count, report.refills().map(Refills::count).orElse(WorkerReport.NOT_MEASURED));
            append(time, report.refills().map(Refills::nanos).orElse(WorkerReport.NOT_MEASURED));
        }
        return List.of(count, time);
    }

    private static void append(DoubleColumn column, long nanos) {
        if (nanos == WorkerReport.NOT_MEASURED) {
            column.appendMissing();
        } else {
            column.append(nanos / MILLISECOND);
        }
    }

    private static void append(LongColumn column, long count) {
        if (count == WorkerReport.NOT_MEASURED) {
            column.appendMissing();
        } else {
            column.append(count);
        }
    }
}

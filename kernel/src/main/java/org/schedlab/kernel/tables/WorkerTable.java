package org.schedlab.kernel.tables;

import java.util.List;

import org.schedlab.guest.agent.Ending;
import org.schedlab.guest.agent.WorkerReport;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// How workers fared, as a table. Stateless; safe to share.
public final class WorkerTable {
    private WorkerTable() {}

    /// Columns: `pid`, `comm`, `iterations`, `cpu_us` (time on a CPU), `run_delay_us` (runnable but
    /// waiting), `timeslices`, `ending` (how it ended, or that it is alive).
    ///
    /// @param caption where and when it was measured
    public static Table of(List<WorkerReport> reports, String caption) {
        var pid = IntColumn.create("pid");
        var comm = StringColumn.create("comm");
        var iterations = LongColumn.create("iterations");
        var cpu = LongColumn.create("cpu_us");
        var runDelay = LongColumn.create("run_delay_us");
        var timeslices = LongColumn.create("timeslices");
        var ending = StringColumn.create("ending");
        for (WorkerReport report : reports) {
            pid.append(report.worker().pid());
            comm.append(report.worker().comm());
            iterations.append(report.iterations());
            cpu.append(report.cpuNanos() / 1000);
            runDelay.append(report.runDelayNanos() / 1000);
            timeslices.append(report.timeslices());
            ending.append(text(report.ending()));
        }
        return Table.create("workers: %d, %s".formatted(reports.size(), caption))
                .addColumns(pid, comm, iterations, cpu, runDelay, timeslices, ending);
    }

    /// Whether and how a worker ended, in words.
    public static String text(Ending ending) {
        return switch (ending) {
            case Ending.Alive _ -> "alive";
            case Ending.Stopped _ -> "stopped";
            case Ending.Exited exited -> "exited with status " + exited.status();
            case Ending.Killed killed -> "killed by signal " + killed.signal();
        };
    }
}

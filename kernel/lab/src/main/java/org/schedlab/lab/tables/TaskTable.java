package org.schedlab.lab.tables;

import java.util.List;

import org.schedlab.vm.freeze.TaskView;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// The tasks of the guest as a table. Stateless; safe to share.
public final class TaskTable {
    private TaskTable() {}

    /// Columns: `pid`, `tgid`, `comm`, `state`, `cpu`, `policy`, `sched_class`, `on_rq`, `start time [ticks]`
    /// (field 22 of `/proc/PID/stat`).
    ///
    /// @param caption where and when it was measured
    public static Table of(List<TaskView> tasks, String caption) {
        var pid = IntColumn.create("pid");
        var tgid = IntColumn.create("tgid");
        var comm = StringColumn.create("comm");
        var state = StringColumn.create("state");
        var cpu = IntColumn.create("cpu");
        var policy = StringColumn.create("policy");
        var schedClass = StringColumn.create("sched_class");
        var onRq = IntColumn.create("on_rq");
        var startTicks = LongColumn.create("start time [ticks]");
        for (TaskView task : tasks) {
            pid.append(task.pid());
            tgid.append(task.tgid());
            comm.append(task.comm());
            state.append(task.state().toString());
            cpu.append(task.cpu());
            policy.append(task.policy());
            schedClass.append(task.schedClass());
            onRq.append(task.onRq());
            startTicks.append(task.startTimeTicks());
        }
        return CaptionedTable.counted(
                "tasks", caption, pid, tgid, comm, state, cpu, policy, schedClass, onRq, startTicks);
    }
}

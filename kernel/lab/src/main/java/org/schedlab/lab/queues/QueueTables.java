package org.schedlab.lab.queues;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.schedlab.lab.runqueues.CpuQueue;
import org.schedlab.lab.runqueues.DispatchQueue;
import org.schedlab.lab.runqueues.FairEntity;
import org.schedlab.lab.runqueues.FairQueue;
import org.schedlab.lab.runqueues.GroupShare;
import org.schedlab.lab.runqueues.QueueInstant;
import org.schedlab.lab.runqueues.WaitingTask;
import org.schedlab.lab.tables.CaptionedTable;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/// Queues as rows.
final class QueueTables {
    private static final String EEVDF = "; lag: what it is owed, in CPU time; picked: whom EEVDF would pick now";
    private static final String CFS = "; picked: whom CFS would pick now; CFS has no deadlines, slices or lags";

    private final QueueInstant queues;
    private final String caption;

    QueueTables(QueueInstant queues, String caption) {
        this.queues = queues;
        this.caption = caption;
    }

    Table cpus() {
        var cpu = IntColumn.create("cpu");
        var running = StringColumn.create("running");
        var nr = IntColumn.create("nr_running");
        var fair = IntColumn.create("fair");
        var delayed = IntColumn.create("of these delayed");
        var average = LongColumn.create(queues.underCfs() ? "min_vruntime [ns]" : "average vruntime [ns]");
        var realTime = IntColumn.create("real-time");
        var deadline = IntColumn.create("deadline");
        var ext = IntColumn.create("sched_ext");
        var idle = BooleanColumn.create("idle");
        var mask = StringColumn.create("sched_ext idle mask");
        var changing = BooleanColumn.create("changing");
        for (CpuQueue each : queues.cpus()) {
            FairQueue root = each.root();
            cpu.append(each.cpu());
            running.append(
                    each.running().equals(each.donor()) ? each.running() : each.running() + " for " + each.donor());
            nr.append(each.nrRunning());
            fair.append(root.tasks());
            delayed.append(root.tasks() - root.runnable());
            average.append(root.reference());
            realTime.append(each.nrRealTime());
            deadline.append(each.nrDeadline());
            ext.append(each.nrSchedExt());
            idle.append(each.idle());
            mask.append(idleMask(each.masks()));
            changing.append(each.changing());
        }
        List<Column<?>> columns = new ArrayList<>(
                List.of(cpu, running, nr, fair, delayed, average, realTime, deadline, ext, idle, mask, changing));
        if (queues.underCfs()) {
            columns.remove(delayed);
        }
        if (!queues.hasSchedExt()) {
            columns.removeAll(List.of(ext, mask));
        }
        return CaptionedTable.titled(
                "run queues " + caption
                        + " · counters are the kernel's; "
                        + (queues.underCfs() ? "" : "average: of virtual times, by weight; ")
                        + "changing: the queue's lock is held at this instant",
                columns.toArray(new Column<?>[0]));
    }

    Table fair() {
        var cpu = IntColumn.create("cpu");
        var queue = StringColumn.create("queue");
        var place = IntColumn.create("place");
        var entity = StringColumn.create("entity");
        var cgroup = StringColumn.create("cgroup");
        var weight = LongColumn.create("weight");
        var vruntime = LongColumn.create("vruntime [ns]");
        var deadline = LongColumn.create("deadline [ns]");
        var lag = LongColumn.create("lag [ns]");
        var slice = LongColumn.create("slice [ns]");
        var eligible = BooleanColumn.create("eligible");
        var state = StringColumn.create("state");
        var waiting = LongColumn.create("waiting [ns]");
        for (CpuQueue each : queues.cpus()) {
            for (FairQueue of : each.fair()) {
                Optional<FairEntity> picked = of.picked();
                int number = of.current() == null ? 1 : 0;
                for (FairEntity one : of.entities()) {
                    cpu.append(each.cpu());
                    queue.append(of.cgroup());
                    place.append(number++);
                    entity.append(one.name());
                    cgroup.append(one.cgroup());
                    weight.append(one.weight());
                    vruntime.append(one.vruntime());
                    if (!of.isCfs()) {
                        deadline.append(one.deadline());
                        lag.append(of.lag(one));
                        slice.append(one.slice());
                        eligible.append(of.eligible(one));
                    }
                    state.append(state(of, one, picked.filter(one::equals).isPresent()));
                    waiting.append(one.waiting());
                }
            }
        }
        List<Column<?>> columns = new ArrayList<>(List.of(
                cpu, queue, place, entity, cgroup, weight, vruntime, deadline, lag, slice, eligible, state, waiting));
        if (queues.underCfs()) {
            columns.removeAll(List.of(deadline, lag, slice, eligible));
        }
        return CaptionedTable.counted(
                "entities of the fair class",
                caption + " · place 0 has the CPU, the others are in the tree, by "
                        + (queues.inOrderOfDeadlines() ? "deadline" : "vruntime") + (queues.underCfs() ? CFS : EEVDF),
                columns.toArray(new Column<?>[0]));
    }

    private static String idleMask(CpuQueue.@Nullable IdleMasks masks) {
        if (masks == null) {
            return "";
        }
        return masks.wholeCore() ? "core" : masks.idle() ? "CPU" : "";
    }

    private static String state(FairQueue queue, FairEntity one, boolean picked) {
        String does = one.equals(queue.current()) ? "runs" : one.delayed() ? "delayed" : "waits";
        return does + (picked ? ", picked" : "") + (queue.throttled() ? ", throttled" : "");
    }

    /// Rows of queues that are no trees.
    private static final class Rows {
        final StringColumn queue = StringColumn.create("queue");
        final IntColumn place = IntColumn.create("place");
        final StringColumn task = StringColumn.create("task");
        final LongColumn key;
        final LongColumn slice = LongColumn.create("slice left [ns]");
        final StringColumn state = StringColumn.create("state");
        final LongColumn waiting = LongColumn.create("waiting [ns]");

        Rows(String key) {
            this.key = LongColumn.create(key);
        }

        void add(String name, List<WaitingTask> tasks, boolean keyed) {
            int number = 1;
            for (WaitingTask each : tasks) {
                queue.append(name);
                place.append(number++);
                task.append(each.name());
                if (keyed) {
                    key.append(each.key());
                } else {
                    key.appendMissing();
                }
                slice.append(each.slice());
                state.append(each.running() ? "runs" : "waits");
                waiting.append(each.waiting());
            }
        }

        Table table(String things, String caption) {
            return CaptionedTable.counted(things, caption, queue, place, task, key, slice, state, waiting);
        }
    }

    Table dispatch() {
        Rows rows = new Rows("vtime [ns]");
        for (DispatchQueue each : queues.dsqs()) {
            rows.add(each.dsq().label(), each.tasks(), each.byVtime());
        }
        for (CpuQueue cpu : queues.cpus()) {
            rows.add(
                    "with the scheduler, CPU " + cpu.cpu(),
                    cpu.schedExt().stream()
                            .filter(each -> each.queue().equals("scheduler"))
                            .map(CpuQueue.SchedExtTask::task)
                            .toList(),
                    true);
        }
        return rows.table(
                "tasks in DSQs",
                caption + " · place: in which order they are taken; vtime: of DSQs that are in order of it; with the"
                        + " scheduler: in none, its BPF program has them");
    }

    Table realTime() {
        Rows rows = new Rows("priority or deadline [ns]");
        for (CpuQueue cpu : queues.cpus()) {
            rows.add("real-time, CPU " + cpu.cpu(), cpu.realTime(), true);
            rows.add("deadline, CPU " + cpu.cpu(), cpu.deadline(), true);
        }
        return rows.table("tasks of the real-time and deadline classes", caption + " · priority 0 goes first");
    }

    Table cgroups() {
        var path = StringColumn.create("cgroup");
        var weight = DoubleColumn.create("cpu.weight");
        var quota = LongColumn.create("quota [ns]");
        var period = LongColumn.create("period [ns]");
        var left = LongColumn.create("left of quota [ns]");
        var throttled = IntColumn.create("throttled periods");
        var periods = IntColumn.create("of periods");
        var tasks = StringColumn.create("tasks by CPU");
        var out = StringColumn.create("throttled on CPUs");
        for (GroupShare each : queues.groups()) {
            path.append(each.cgroup());
            weight.append(each.weight());
            if (each.quota() >= 0) {
                quota.append(each.quota());
                period.append(each.period());
                left.append(each.left());
                throttled.append(each.throttledPeriods());
                periods.append(each.periods());
            } else {
                List.of(quota, period, left).forEach(LongColumn::appendMissing);
                List.of(throttled, periods).forEach(IntColumn::appendMissing);
            }
            tasks.append(String.join(
                    " ",
                    each.cpus().stream()
                            .map(cpu -> Integer.toString(cpu.tasks()))
                            .toList()));
            out.append(throttledOn(each));
        }
        return CaptionedTable.counted(
                "cgroups that share CPUs",
                caption
                        + " · tasks: that can run, those of cgroups below too; throttled: this one's quota, or one above",
                path,
                weight,
                quota,
                period,
                left,
                throttled,
                periods,
                tasks,
                out);
    }

    private static String throttledOn(GroupShare group) {
        StringBuilder cpus = new StringBuilder();
        for (int cpu = 0; cpu < group.cpus().size(); cpu++) {
            if (group.cpus().get(cpu).throttledAbove()) {
                cpus.append(cpus.isEmpty() ? "" : ", ").append(cpu);
            }
        }
        return cpus.toString();
    }
}

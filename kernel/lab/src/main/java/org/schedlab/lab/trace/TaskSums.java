package org.schedlab.lab.trace;

import java.util.HashMap;
import java.util.Map;

import org.schedlab.lab.recorder.LeavingState;
import org.schedlab.lab.recorder.RecordedTask;
import org.schedlab.lab.recorder.Recording;
import org.schedlab.lab.recorder.SchedEvent;
import org.schedlab.lab.recorder.TaskInterval;
import org.schedlab.lab.recorder.TaskIntervals;
import org.schedlab.lab.tables.CaptionedTable;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// What each task did over a recording.
final class TaskSums {
    private final Recording recording;
    private final long[][] inState;
    private final long[] cut;
    private final long[] left;
    private final long[] involuntary;
    private final long[] wakeUps;
    private final long[] migrations;
    private final Map<RecordedTask, Map<RecordedTask, Integer>> preemptedBy = new HashMap<>();

    private TaskSums(Recording recording) {
        this.recording = recording;
        int tasks = recording.tasks().size();
        inState = new long[4][tasks];
        cut = new long[tasks];
        left = new long[tasks];
        involuntary = new long[tasks];
        wakeUps = new long[tasks];
        migrations = new long[tasks];
    }

    static Table table(Recording recording) {
        TaskSums sums = new TaskSums(recording);
        TaskIntervals.forEach(recording, sums::add);
        recording.forEach(sums::count);
        return sums.table();
    }

    private void add(TaskInterval interval) {
        int task = interval.task().number();
        switch (interval.state()) {
            case RUNNING -> inState[0][task] += interval.length();
            case RUNNABLE -> inState[1][task] += interval.length();
            case SLEEPING -> inState[2][task] += interval.length();
            case BLOCKED -> inState[3][task] += interval.length();
            case DEAD -> {}
        }
        cut[task] += interval.censored() ? 1 : 0;
    }

    private void count(SchedEvent event) {
        switch (event) {
            case SchedEvent.Switch at -> {
                left[at.prev().number()]++;
                if (at.state() == LeavingState.PREEMPTED || at.state() == LeavingState.RUNNABLE) {
                    involuntary[at.prev().number()]++;
                    preemptedBy.computeIfAbsent(at.prev(), _ -> new HashMap<>()).merge(at.next(), 1, Integer::sum);
                }
            }
            case SchedEvent.Wakeup at -> wakeUps[at.task().number()]++;
            case SchedEvent.Migrated at -> migrations[at.task().number()]++;
            default -> {}
        }
    }

    private Table table() {
        var task = StringColumn.create("task");
        var pid = IntColumn.create("pid");
        var cgroup = StringColumn.create("cgroup");
        var run = LongColumn.create("run [ns]");
        var wait = LongColumn.create("wait [ns]");
        var sleep = LongColumn.create("sleep [ns]");
        var blocked = LongColumn.create("blocked [ns]");
        var voluntary = LongColumn.create("voluntary");
        var forced = LongColumn.create("involuntary");
        var woken = LongColumn.create("wake-ups");
        var moved = LongColumn.create("migrations");
        var by = StringColumn.create("mostly preempted by");
        var ends = LongColumn.create("cut");
        for (RecordedTask each : recording.tasks()) {
            int at = each.number();
            if (each.idle() || inState[0][at] + inState[1][at] + wakeUps[at] == 0) {
                continue;
            }
            task.append(each.name());
            pid.append(each.pid());
            cgroup.append(each.cgroup());
            run.append(inState[0][at]);
            wait.append(inState[1][at]);
            sleep.append(inState[2][at]);
            blocked.append(inState[3][at]);
            voluntary.append(left[at] - involuntary[at]);
            forced.append(involuntary[at]);
            woken.append(wakeUps[at]);
            moved.append(migrations[at]);
            by.append(most(preemptedBy.getOrDefault(each, Map.of())));
            ends.append(cut[at]);
        }
        return CaptionedTable.titled(
                        "tasks that ran or wanted to, over "
                                + recording.interval().caption()
                                + " · run: on a CPU; wait: could run and had none; sleep: S, T, P; blocked: D, I; voluntary:"
                                + " left its CPU to sleep; involuntary: could have run on; cut: intervals of it that begin or"
                                + " end outside",
                        task,
                        pid,
                        cgroup,
                        run,
                        wait,
                        sleep,
                        blocked,
                        voluntary,
                        forced,
                        woken,
                        moved,
                        by,
                        ends)
                .sortDescendingOn("run [ns]");
    }

    private static String most(Map<RecordedTask, Integer> counts) {
        return counts.entrySet().stream()
                .max((one, other) -> one.getValue().equals(other.getValue())
                        ? Integer.compare(other.getKey().number(), one.getKey().number())
                        : Integer.compare(one.getValue(), other.getValue()))
                .map(entry -> entry.getKey().label() + " (" + entry.getValue() + "×)")
                .orElse("");
    }
}

package org.schedlab.lab.trace;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.schedlab.lab.recorder.RecordedTask;
import org.schedlab.lab.recorder.Recording;
import org.schedlab.lab.recorder.SchedEvent;
import org.schedlab.lab.recorder.TaskAtStart;
import org.schedlab.lab.recorder.TaskState;

/// All waits of all tasks of a recording but the idle ones. A wait goes on when the task is moved to another CPU's
/// run queue.
final class Waits {
    private final List<Wait> ended = new ArrayList<>();
    private final @Nullable Open[] open;

    private record Open(long from, Wait.Cause cause, int cpu, boolean cut) {}

    private Waits(int tasks) {
        open = new Open[tasks];
    }

    /// By when they ended.
    static List<Wait> of(Recording recording) {
        Waits waits = new Waits(recording.tasks().size());
        for (TaskAtStart each : recording.start()) {
            if (each.state() == TaskState.RUNNABLE && !each.task().idle()) {
                waits.open[each.task().number()] =
                        new Open(recording.interval().from(), Wait.Cause.UNKNOWN, each.cpu(), true);
            }
        }
        boolean[] running = new boolean[recording.tasks().size()];
        recording.start().stream()
                .filter(each -> each.state() == TaskState.RUNNING)
                .forEach(each -> running[each.task().number()] = true);
        recording.forEach(event -> waits.take(event, running));
        for (RecordedTask task : recording.tasks()) {
            waits.end(task, recording.interval().to(), -1, true);
        }
        return waits.ended;
    }

    private void take(SchedEvent event, boolean[] running) {
        switch (event) {
            case SchedEvent.Switch at -> {
                running[at.prev().number()] = false;
                running[at.next().number()] = true;
                if (at.state().runnable() && !at.prev().idle()) {
                    open[at.prev().number()] = new Open(at.nanos(), Wait.Cause.PREEMPTED, at.cpu(), false);
                } else {
                    end(at.prev(), at.nanos(), at.cpu(), true);
                }
                end(at.next(), at.nanos(), at.cpu(), false);
            }
            case SchedEvent.Wakeup at -> begin(at.task(), at.nanos(), Wait.Cause.WOKEN, at.targetCpu(), running);
            case SchedEvent.WakeupNew at -> begin(at.task(), at.nanos(), Wait.Cause.NEW, at.targetCpu(), running);
            case SchedEvent.Migrated at -> {
                Open now = open[at.task().number()];
                if (now != null) {
                    open[at.task().number()] = new Open(now.from, now.cause, at.to(), now.cut);
                }
            }
            default -> {}
        }
    }

    private void begin(RecordedTask task, long nanos, Wait.Cause cause, int cpu, boolean[] running) {
        if (!running[task.number()] && open[task.number()] == null) {
            open[task.number()] = new Open(nanos, cause, cpu, false);
        }
    }

    private void end(RecordedTask task, long nanos, int cpu, boolean cut) {
        Open was = open[task.number()];
        if (was != null) {
            ended.add(new Wait(task, was.from, nanos, was.cause, cpu < 0 ? was.cpu : cpu, was.cut || cut));
            open[task.number()] = null;
        }
    }
}

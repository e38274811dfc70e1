package org.schedlab.lab.export;

import org.jspecify.annotations.Nullable;
import org.schedlab.lab.recorder.RecordedTask;
import org.schedlab.lab.recorder.Recording;
import org.schedlab.lab.recorder.SchedEvent;
import org.schedlab.lab.recorder.TaskAtStart;
import org.schedlab.lab.recorder.TaskState;

/// How many tasks wait for each CPU, and what each task does, at one event after the other: what
/// [org.schedlab.lab.recorder.TaskIntervals] tells as intervals, at once. Not thread-safe.
final class TaskStates {
    private final @Nullable TaskState[] states;
    private final int[] cpus;
    private final int[] waiting;

    TaskStates(Recording recording) {
        states = new TaskState[recording.tasks().size()];
        cpus = new int[states.length];
        waiting = new int[recording.interval().cpus()];
        for (TaskAtStart each : recording.start()) {
            become(each.task(), each.state(), each.cpu());
        }
    }

    /// How many tasks are runnable on a CPU and do not run.
    int waiting(int cpu) {
        return waiting[cpu];
    }

    /// Null before its first event.
    @Nullable
    TaskState of(RecordedTask task) {
        return states[task.number()];
    }

    /// Becomes what is after an event.
    void take(SchedEvent event) {
        switch (event) {
            case SchedEvent.Switch at -> {
                become(at.prev(), TaskState.after(at.state()), at.cpu());
                become(at.next(), TaskState.RUNNING, at.cpu());
            }
            case SchedEvent.Wakeup at -> wake(at.task(), at.targetCpu());
            case SchedEvent.WakeupNew at -> wake(at.task(), at.targetCpu());
            case SchedEvent.Migrated at -> {
                if (of(at.task()) == TaskState.RUNNABLE) {
                    become(at.task(), TaskState.RUNNABLE, at.to());
                }
            }
            default -> {}
        }
    }

    /// A task that is woken while it is still on its CPU runs on.
    private void wake(RecordedTask task, int cpu) {
        TaskState now = of(task);
        if (now != TaskState.RUNNING && now != TaskState.RUNNABLE) {
            become(task, TaskState.RUNNABLE, cpu);
        }
    }

    private void become(RecordedTask task, TaskState state, int cpu) {
        count(task, -1);
        states[task.number()] = state;
        cpus[task.number()] = cpu;
        count(task, 1);
    }

    private void count(RecordedTask task, int change) {
        if (of(task) == TaskState.RUNNABLE && !task.idle()) {
            waiting[cpus[task.number()]] += change;
        }
    }
}

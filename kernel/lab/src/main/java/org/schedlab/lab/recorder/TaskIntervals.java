package org.schedlab.lab.recorder;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/// Makes intervals of states out of events. The intervals of a task follow each other without a gap, from the
/// recording's beginning, or the task's, to its end; those in which a CPU's tasks run, its idle task too, fill
/// all of its time.
public final class TaskIntervals {
    private final Recording recording;
    private final Consumer<? super TaskInterval> consumer;
    private final @Nullable Open[] open;

    /// What a task is doing.
    private record Open(TaskState state, long from, int cpu, boolean cutAtStart) {}

    private TaskIntervals(Recording recording, Consumer<? super TaskInterval> consumer) {
        this.recording = recording;
        this.consumer = consumer;
        open = new Open[recording.tasks().size()];
    }

    /// Gives all of them, each when it has ended.
    public static void forEach(Recording recording, Consumer<? super TaskInterval> consumer) {
        new TaskIntervals(recording, consumer).walk();
    }

    /// All of them, by when they ended.
    public static List<TaskInterval> of(Recording recording) {
        List<TaskInterval> all = new ArrayList<>();
        forEach(recording, all::add);
        return all;
    }

    private void walk() {
        for (TaskAtStart each : recording.start()) {
            open[each.task().number()] =
                    new Open(each.state(), recording.interval().from(), each.cpu(), true);
        }
        recording.forEach(this::take);
        for (RecordedTask task : recording.tasks()) {
            end(task, recording.interval().to(), true);
        }
    }

    private void take(SchedEvent event) {
        switch (event) {
            case SchedEvent.Switch at -> {
                become(at.prev(), TaskState.after(at.state()), at.nanos(), at.cpu());
                become(at.next(), TaskState.RUNNING, at.nanos(), at.cpu());
            }
            case SchedEvent.Wakeup at -> wake(at.task(), at.nanos(), at.targetCpu());
            case SchedEvent.WakeupNew at -> wake(at.task(), at.nanos(), at.targetCpu());
            case SchedEvent.Migrated at -> move(at.task(), at.nanos(), at.to());
            default -> {}
        }
    }

    /// A task that is woken while it is still on its CPU runs on.
    private void wake(RecordedTask task, long nanos, int cpu) {
        Open now = open[task.number()];
        boolean wants = now != null && (now.state == TaskState.RUNNING || now.state == TaskState.RUNNABLE);
        if (!wants) {
            become(task, TaskState.RUNNABLE, nanos, cpu);
        }
    }

    /// A task that waits goes on waiting elsewhere: that is another interval of the same wait.
    private void move(RecordedTask task, long nanos, int cpu) {
        Open now = open[task.number()];
        if (now != null && now.state == TaskState.RUNNABLE && now.cpu != cpu) {
            become(task, TaskState.RUNNABLE, nanos, cpu);
        }
    }

    private void become(RecordedTask task, TaskState state, long nanos, int cpu) {
        end(task, nanos, false);
        open[task.number()] = new Open(state, nanos, cpu, false);
    }

    private void end(RecordedTask task, long nanos, boolean cut) {
        Open was = open[task.number()];
        if (was != null && was.state != TaskState.DEAD) {
            consumer.accept(new TaskInterval(task, was.state, was.from, nanos, was.cpu, was.cutAtStart, cut));
        }
        open[task.number()] = null;
    }
}

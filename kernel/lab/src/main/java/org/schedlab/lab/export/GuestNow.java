package org.schedlab.lab.export;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.schedlab.lab.recorder.RecordedTask;
import org.schedlab.lab.recorder.Recording;
import org.schedlab.lab.recorder.SchedEvent;
import org.schedlab.lab.recorder.TaskAtStart;
import org.schedlab.lab.recorder.TaskState;

/// Who runs on each CPU, what every task is called and which CPUs handle interrupts, at one event after the other.
/// Not thread-safe.
final class GuestNow {
    private final @Nullable RecordedTask[] running;
    private final int[] interrupts;
    private final String[] names;

    /// As it is when a recording begins. Reads the whole recording: a task's name before its first
    /// renaming stands in that event.
    static GuestNow atStartOf(Recording recording) {
        Map<Integer, String> before = new HashMap<>();
        recording.forEach(event -> {
            if (event instanceof SchedEvent.Renamed renamed) {
                before.putIfAbsent(renamed.task().number(), renamed.before());
            }
        });
        return new GuestNow(recording, before);
    }

    private GuestNow(Recording recording, Map<Integer, String> before) {
        running = new RecordedTask[recording.interval().cpus()];
        interrupts = new int[running.length];
        names = new String[recording.tasks().size()];
        for (RecordedTask task : recording.tasks()) {
            names[task.number()] = before.getOrDefault(task.number(), task.name());
        }
        for (TaskAtStart each : recording.start()) {
            if (each.state() == TaskState.RUNNING) {
                running[each.cpu()] = each.task();
            }
        }
    }

    /// Whom a CPU runs; null if nobody has been seen there yet.
    @Nullable
    RecordedTask running(int cpu) {
        return running[cpu];
    }

    boolean inInterrupt(int cpu) {
        return interrupts[cpu] > 0;
    }

    String name(RecordedTask task) {
        return names[task.number()];
    }

    /// Becomes what is after an event.
    void take(SchedEvent event) {
        switch (event) {
            case SchedEvent.Switch at -> running[at.cpu()] = at.next();
            case SchedEvent.Renamed at -> names[at.task().number()] = at.after();
            case SchedEvent.InterruptEntered at -> interrupts[at.cpu()]++;
            case SchedEvent.InterruptLeft at -> interrupts[at.cpu()] = Math.max(0, interrupts[at.cpu()] - 1);
            default -> {}
        }
    }
}

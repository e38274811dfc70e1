package org.schedlab.lab.trace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.schedlab.lab.recorder.RecordedTask;
import org.schedlab.lab.recorder.Recording;
import org.schedlab.lab.recorder.TaskInterval;
import org.schedlab.lab.recorder.TaskIntervals;
import org.schedlab.lab.recorder.TaskState;

/// The intervals of a recording by task, and by the CPU that a task ran on, each in order.
final class Lanes {
    private final Map<RecordedTask, List<TaskInterval>> ofTask = new HashMap<>();
    private final List<List<TaskInterval>> ofCpu = new ArrayList<>();

    Lanes(Recording recording) {
        for (int cpu = 0; cpu < recording.interval().cpus(); cpu++) {
            ofCpu.add(new ArrayList<>());
        }
        TaskIntervals.forEach(recording, each -> {
            ofTask.computeIfAbsent(each.task(), _ -> new ArrayList<>()).add(each);
            if (each.state() == TaskState.RUNNING) {
                ofCpu.get(each.cpu()).add(each);
            }
        });
        ofCpu.forEach(lane -> lane.sort(Comparator.comparingLong(TaskInterval::from)));
    }

    /// Gives what a task does from one instant to another, cut to that.
    void ofTask(RecordedTask task, long from, long to, Consumer<TaskInterval> consumer) {
        cut(ofTask.getOrDefault(task, List.of()), from, to, consumer);
    }

    /// Gives who runs on a CPU from one instant to another, cut to that.
    void ofCpu(int cpu, long from, long to, Consumer<TaskInterval> consumer) {
        cut(ofCpu.get(cpu), from, to, consumer);
    }

    private static void cut(List<TaskInterval> lane, long from, long to, Consumer<TaskInterval> consumer) {
        for (int at = Math.max(0, place(lane, from));
                at < lane.size() && lane.get(at).from() < to;
                at++) {
            TaskInterval each = lane.get(at);
            long begin = Math.max(from, each.from());
            long end = Math.min(to, each.to());
            if (begin < end) {
                consumer.accept(new TaskInterval(each.task(), each.state(), begin, end, each.cpu(), false, false));
            }
        }
    }

    /// The last that has begun at an instant; -1 if none has.
    private static int place(List<TaskInterval> lane, long nanos) {
        int low = 0;
        int high = lane.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (lane.get(middle).from() <= nanos) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high;
    }
}

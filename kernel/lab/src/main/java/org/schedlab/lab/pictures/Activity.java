package org.schedlab.lab.pictures;

import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import org.schedlab.lab.recorder.RecordedTask;
import org.schedlab.lab.recorder.Recording;
import org.schedlab.lab.recorder.SchedEvent;
import org.schedlab.lab.recorder.TaskInterval;
import org.schedlab.lab.recorder.TaskIntervals;
import org.schedlab.lab.recorder.TaskState;

/// How long each task ran, and how long it waited for a CPU, within an interval.
final class Activity {
    private static final Comparator<RecordedTask> BY_PID =
            Comparator.comparingInt(RecordedTask::pid).thenComparingInt(RecordedTask::number);

    private final Recording recording;
    private final long[] ran;
    private final long[] waited;
    private final int[] intervals;
    private final int[] turns;
    private final int[] interrupts;
    private int wakes;

    private Activity(Recording recording) {
        this.recording = recording;
        this.ran = new long[recording.tasks().size()];
        this.waited = new long[recording.tasks().size()];
        this.intervals = new int[recording.tasks().size()];
        this.turns = new int[recording.interval().cpus()];
        this.interrupts = new int[turns.length];
    }

    static Activity of(Recording recording, long from, long to) {
        Activity activity = new Activity(recording);
        Recording seen = watched(recording, event -> activity.count(event, from, to));
        TaskIntervals.forEach(seen, each -> {
            long length = Math.min(to, each.to()) - Math.max(from, each.from());
            activity.count(each, length);
            if (length > 0 && each.state() == TaskState.RUNNING) {
                activity.ran[each.task().number()] += length;
            } else if (length > 0 && each.state() == TaskState.RUNNABLE) {
                activity.waited[each.task().number()] += length;
            }
        });
        return activity;
    }

    /// The same recording; somebody gets its events too, each before whoever asks for them.
    static Recording watched(Recording recording, Consumer<SchedEvent> watcher) {
        return new Recording(
                recording.interval(),
                recording.tasks(),
                recording.start(),
                recording.marks(),
                consumer -> recording.forEach(event -> {
                    watcher.accept(event);
                    consumer.accept(event);
                }),
                recording.times());
    }

    private void count(SchedEvent event, long from, long to) {
        boolean inside = event.nanos() >= from && event.nanos() <= to;
        if (inside && event instanceof SchedEvent.InterruptEntered) {
            interrupts[event.cpu()]++;
        } else if (inside && event instanceof SchedEvent.Waking) {
            wakes++;
        }
    }

    private void count(TaskInterval each, long length) {
        if (length > 0 && !each.task().idle()) {
            intervals[each.task().number()]++;
            turns[each.cpu()] += each.state() == TaskState.RUNNING ? 1 : 0;
        }
    }

    /// How many wake-ups there are.
    int wakes() {
        return wakes;
    }

    /// How many intervals all lanes have together, but at most so many each.
    long intervals(TimelineOptions options, long most) {
        long sum = 0;
        for (int cpu = 0; cpu < turns.length; cpu++) {
            sum += Math.min(most, turns[cpu]) + Math.min(most, interrupts[cpu]);
        }
        for (RecordedTask task : mostActive(options)) {
            sum += Math.min(most, intervals[task.number()]);
        }
        return sum;
    }

    /// Those of the wanted tasks that ran or waited at all, without idle tasks.
    List<RecordedTask> active(TimelineOptions options) {
        return recording.tasks().stream()
                .filter(task -> !task.idle() && ran[task.number()] + waited[task.number()] > 0)
                .filter(options.tasks())
                .toList();
    }

    /// Of [#active], so many as may be shown, by pid: by turns the one that ran longest of those left, and the one
    /// that waited longest. So neither who has the CPUs nor who starves is missing.
    List<RecordedTask> mostActive(TimelineOptions options) {
        Set<RecordedTask> most = new LinkedHashSet<>();
        Iterator<RecordedTask> runners = longest(options, ran);
        Iterator<RecordedTask> waiters = longest(options, waited);
        while (most.size() < options.mostTasks() && (runners.hasNext() || waiters.hasNext())) {
            addNext(runners, most);
            if (most.size() < options.mostTasks()) {
                addNext(waiters, most);
            }
        }
        return most.stream().sorted(BY_PID).toList();
    }

    private static void addNext(Iterator<RecordedTask> from, Set<RecordedTask> most) {
        boolean added = false;
        while (!added && from.hasNext()) {
            added = most.add(from.next());
        }
    }

    private Iterator<RecordedTask> longest(TimelineOptions options, long[] times) {
        return active(options).stream()
                .filter(task -> times[task.number()] > 0)
                .sorted(Comparator.comparingLong((RecordedTask task) -> -times[task.number()])
                        .thenComparing(BY_PID))
                .iterator();
    }
}

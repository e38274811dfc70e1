package org.schedlab.lab.pictures;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;

import org.schedlab.lab.recorder.LeavingState;
import org.schedlab.lab.recorder.Mark;
import org.schedlab.lab.recorder.RecordedTask;
import org.schedlab.lab.recorder.Recording;
import org.schedlab.lab.recorder.SchedEvent;
import org.schedlab.lab.recorder.TaskAtStart;
import org.schedlab.lab.recorder.TaskState;

/// A recording made by a small simulation: CPUs with a queue each, tasks that run, sleep and wake each other, load
/// that is pulled by idle CPUs, ticks. The same numbers give the same events.
final class DemoRecording {
    private static final long START = 3_089_000_000L;
    private static final long TICK = 4_000_000;
    private static final String[] NAMES = {"spin", "pipe", "futex", "kworker", "io", "web"};

    private final int cpus;
    private final long length;
    private final long burst;
    private final Random random = new Random(7);
    private final List<RecordedTask> tasks = new ArrayList<>();
    private final List<TaskAtStart> start = new ArrayList<>();
    private final List<SchedEvent> events = new ArrayList<>();
    private final List<Deque<RecordedTask>> queues = new ArrayList<>();
    private final RecordedTask[] current;
    private final PriorityQueue<Timer> timers = new PriorityQueue<>();
    private final int[] turns;
    private final Set<RecordedTask> awake = new HashSet<>();
    private final Set<RecordedTask> inDsq = new HashSet<>();
    private int sequence;
    private long now;

    private record Timer(long at, int order, Runnable what) implements Comparable<Timer> {
        @Override
        public int compareTo(Timer other) {
            return at == other.at ? Integer.compare(order, other.order) : Long.compare(at, other.at);
        }
    }

    /// @param burst how long a task runs at a time, in ns, on the average
    DemoRecording(int cpus, int workers, long length, long burst) {
        this.cpus = cpus;
        this.length = length;
        this.burst = burst;
        current = new RecordedTask[cpus];
        turns = new int[cpus];
        for (int cpu = 0; cpu < cpus; cpu++) {
            RecordedTask idle = new RecordedTask(cpu, 0, 0, "swapper/" + cpu, 120, true, "/");
            tasks.add(idle);
            start.add(new TaskAtStart(idle, TaskState.RUNNING, cpu));
            current[cpu] = idle;
            queues.add(new ArrayDeque<>());
        }
        for (int worker = 0; worker < workers; worker++) {
            String name = NAMES[worker % NAMES.length] + worker / NAMES.length;
            RecordedTask task = new RecordedTask(cpus + worker, 200 + worker, 200 + worker, name, 120, false, "/");
            tasks.add(task);
            start.add(new TaskAtStart(task, TaskState.SLEEPING, worker % cpus));
        }
    }

    Recording make() {
        for (int task = cpus; task < tasks.size(); task++) {
            RecordedTask each = tasks.get(task);
            later(START + random.nextLong(burst * 20), () -> wake(each, each.pid() % cpus));
        }
        for (int cpu = 0; cpu < cpus; cpu++) {
            int which = cpu;
            later(START + TICK / cpus * cpu + 1, () -> tick(which));
        }
        while (!timers.isEmpty() && timers.peek().at() < START + length) {
            Timer timer = timers.remove();
            now = timer.at();
            timer.what().run();
        }
        var interval =
                new Recording.Interval(START, START + length, cpus, 0, "vtime", "6.18.15+deb13-cloud-amd64", List.of());
        List<Mark> marks = List.of(
                new Mark(START + length / 10, Mark.Kind.CELL, "7"),
                new Mark(START + length / 2, Mark.Kind.COLD_OPERATION, "dsq_vtime of 231 = 5"),
                new Mark(START + length * 8 / 10, Mark.Kind.NOTE, "here it begins"));
        return new Recording(interval, tasks, start, marks, events::forEach);
    }

    private void later(long at, Runnable what) {
        timers.add(new Timer(at, sequence++, what));
    }

    private void tick(int cpu) {
        events.add(new SchedEvent.InterruptEntered(now, cpu, "local timer"));
        long end = now + 1_500 + random.nextLong(2_000);
        later(end, () -> {
            events.add(new SchedEvent.InterruptLeft(now, cpu, "local timer"));
            if (!queues.get(cpu).isEmpty() && !current[cpu].idle()) {
                queues.get(cpu).add(current[cpu]);
                next(cpu, LeavingState.PREEMPTED);
            }
        });
        later(now + TICK, () -> tick(cpu));
    }

    /// @param by the CPU that does it
    private void wake(RecordedTask task, int by) {
        if (awake.add(task)) {
            int last = task.pid() * 7 / 3 % cpus;
            int target = random.nextInt(4) == 0 ? random.nextInt(cpus) : last;
            events.add(new SchedEvent.Waking(now, by, task, current[by], last));
            if (target != last) {
                events.add(new SchedEvent.Migrated(now, by, task, last, target, "wake-up"));
            }
            later(now + 400, () -> wakeup(task, by, target));
        }
    }

    private void wakeup(RecordedTask task, int by, int target) {
        events.add(new SchedEvent.Wakeup(now, by, task, target));
        events.add(new SchedEvent.DsqInserted(now, by, task, target / 4, -1, 5_000_000, 0, 0));
        inDsq.add(task);
        queues.get(target).add(task);
        if (current[target].idle()) {
            next(target, LeavingState.RUNNABLE);
        }
    }

    /// A timer wakes.
    private void alarm(RecordedTask task, int cpu) {
        events.add(new SchedEvent.InterruptEntered(now, cpu, "local timer"));
        wake(task, cpu);
        later(now + 500, () -> events.add(new SchedEvent.InterruptLeft(now, cpu, "local timer")));
    }

    private void next(int cpu, LeavingState left) {
        RecordedTask leaving = current[cpu];
        RecordedTask coming =
                queues.get(cpu).isEmpty() ? tasks.get(cpu) : queues.get(cpu).remove();
        if (inDsq.remove(coming)) {
            events.add(new SchedEvent.DsqRemoved(now, cpu, coming, cpu / 4, -1));
        }
        if (leaving != coming) {
            events.add(new SchedEvent.Switch(now, cpu, leaving, left, coming));
            current[cpu] = coming;
            int turn = ++turns[cpu];
            if (!coming.idle()) {
                later(now + work(coming), () -> leave(cpu, turn));
            }
        }
    }

    private long work(RecordedTask task) {
        double drawn = -Math.log(1 - random.nextDouble());
        return task.name().startsWith("spin") ? burst * 6 : 1 + (long) (burst * drawn);
    }

    /// A task has done its work, unless it was preempted meanwhile.
    private void leave(int cpu, int turn) {
        if (turn != turns[cpu]) {
            return;
        }
        RecordedTask task = current[cpu];
        boolean passesOn = task.name().startsWith("pipe") || task.name().startsWith("futex");
        if (passesOn) {
            wake(tasks.get(cpus + (task.number() - cpus + NAMES.length) % (tasks.size() - cpus)), cpu);
        }
        awake.remove(task);
        later(now + burst * (passesOn ? 60 : 2 + random.nextInt(45)), () -> alarm(task, task.pid() % cpus));
        next(cpu, task.name().startsWith("io") ? LeavingState.BLOCKED : LeavingState.SLEEPING);
    }
}

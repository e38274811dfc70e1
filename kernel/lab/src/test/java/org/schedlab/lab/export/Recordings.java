package org.schedlab.lab.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.schedlab.lab.recorder.CpuMask;
import org.schedlab.lab.recorder.LeavingState;
import org.schedlab.lab.recorder.Mark;
import org.schedlab.lab.recorder.RecordedTask;
import org.schedlab.lab.recorder.Recording;
import org.schedlab.lab.recorder.SchedEvent;
import org.schedlab.lab.recorder.TaskAtStart;
import org.schedlab.lab.recorder.TaskState;

/// Recordings made by hand.
final class Recordings {
    static final RecordedTask IDLE_0 = new RecordedTask(0, 0, 0, "swapper/0", 120, true, "/");
    static final RecordedTask IDLE_1 = new RecordedTask(1, 0, 0, "swapper/1", 120, true, "/");
    static final RecordedTask ALICE = new RecordedTask(2, 101, 101, "alice-late", 120, false, "/work");
    static final RecordedTask BOB = new RecordedTask(3, 102, 101, "bob", 98, false, "/work");
    static final RecordedTask CHILD = new RecordedTask(4, 103, 103, "child", 139, false, "/work");

    static final long FROM = 3_000_000_001L;
    static final long TO = 3_000_900_000L;
    static final long OWN_DSQ = 5;
    static final long LOCAL_DSQ = 0x8000_0000_0000_0002L;
    /// Another id of the same queue: `SCX_DSQ_LOCAL_ON | 1`.
    static final long LOCAL_ON_1 = 0xc000_0000_0000_0001L;

    private Recordings() {}

    /// Two CPUs, every kind of event. Alice runs on CPU 0 and is called `alice` until she changes her name; Bob
    /// sleeps; CPU 1 is idle.
    static Recording ofEveryKind() {
        List<SchedEvent> events = List.of(
                new SchedEvent.DsqRemoved(FROM, 1, BOB, OWN_DSQ, -1),
                new SchedEvent.Waking(FROM + 1_000, 0, BOB, ALICE, 1),
                new SchedEvent.Migrated(FROM + 1_100, 0, BOB, 1, 0, "wake-up"),
                new SchedEvent.DsqInserted(FROM + 1_200, 0, BOB, OWN_DSQ, -1, 20_000_000, -7, 1),
                new SchedEvent.OpCalled(FROM + 1_594, 0, "enqueue", BOB, FROM + 1_150, 222),
                new SchedEvent.Enqueued(FROM + 1_700, 0, BOB, 0, 9_000, 0x9, new CpuMask(List.of(3L))),
                new SchedEvent.Wakeup(FROM + 2_000, 0, BOB, 0),
                new SchedEvent.Eevdf(FROM + 2_100, 0, SchedEvent.Eevdf.Step.PLACED, BOB, 77, 99, -5, 3_000_000),
                new SchedEvent.InterruptEntered(FROM + 3_000, 0, "local timer"),
                new SchedEvent.InterruptLeft(FROM + 4_000, 0, "local timer"),
                new SchedEvent.DsqRemoved(FROM + 4_900, 0, BOB, OWN_DSQ, -1),
                new SchedEvent.RunQueueClock(FROM + 5_000, 0, 10_000, 9_500),
                new SchedEvent.Switch(FROM + 5_000, 0, ALICE, LeavingState.PREEMPTED, BOB),
                new SchedEvent.Forked(FROM + 6_000, 0, BOB, CHILD),
                new SchedEvent.WakeupNew(FROM + 6_500, 0, CHILD, 1),
                new SchedEvent.DsqInserted(FROM + 6_600, 0, CHILD, LOCAL_ON_1, 1, 5, 0, 0),
                new SchedEvent.Executed(FROM + 7_000, 0, BOB, "/bin/bob"),
                new SchedEvent.DsqRemoved(FROM + 7_900, 1, CHILD, LOCAL_DSQ, 1),
                new SchedEvent.Switch(FROM + 8_000, 1, IDLE_1, LeavingState.RUNNABLE, CHILD),
                new SchedEvent.Throttled(FROM + 9_000, 0, "/work", 0, true),
                new SchedEvent.OpCalled(FROM + 9_100, 1, "dispatch", null, FROM + 9_000, 50),
                new SchedEvent.Exited(FROM + 10_000, 1, CHILD),
                new SchedEvent.Dequeued(FROM + 10_400, 1, CHILD, 11_000, 1),
                new SchedEvent.Switch(FROM + 10_500, 1, CHILD, LeavingState.DEAD, IDLE_1),
                new SchedEvent.Throttled(FROM + 11_000, 0, "/work", 0, false),
                new SchedEvent.Switch(FROM + 300_000_000, 0, BOB, LeavingState.SLEEPING, ALICE),
                new SchedEvent.Renamed(FROM + 300_000_100, 0, ALICE, "alice", "alice-late"),
                new SchedEvent.Waking(FROM + 300_000_200, 1, BOB, IDLE_1, 0),
                new SchedEvent.Wakeup(FROM + 300_000_300, 1, BOB, 1),
                new SchedEvent.Switch(FROM + 300_000_400, 1, IDLE_1, LeavingState.RUNNABLE, BOB),
                new SchedEvent.SchedExtChanged(
                        FROM + 300_000_500, 1, SchedEvent.SchedExtChanged.Change.BYPASS_BEGINS, "vtime"));
        return new Recording(
                new Recording.Interval(FROM, TO, 2, 3, "vtime", "6.18.15+deb13-cloud-amd64", List.of("no ticks")),
                List.of(IDLE_0, IDLE_1, ALICE, BOB, CHILD),
                List.of(
                        new TaskAtStart(IDLE_0, TaskState.RUNNABLE, 0),
                        new TaskAtStart(IDLE_1, TaskState.RUNNING, 1),
                        new TaskAtStart(ALICE, TaskState.RUNNING, 0),
                        new TaskAtStart(BOB, TaskState.SLEEPING, 1)),
                List.of(
                        new Mark(FROM + 1_100, Mark.Kind.CELL, "cell 3\nsecond line"),
                        new Mark(TO, Mark.Kind.NOTE, "the end")),
                events::forEach);
    }

    /// Switches, wake-ups and migrations as they can be, of `tasks` tasks on `cpus` CPUs.
    static Recording busy(int cpus, int tasks, int events, long seed) {
        return new BusyGuest(cpus, tasks, new Random(seed)).run(events);
    }

    private static final class BusyGuest {
        private final Random random;
        private final List<RecordedTask> all = new ArrayList<>();
        private final List<TaskAtStart> start = new ArrayList<>();
        private final List<SchedEvent> events = new ArrayList<>();
        private final RecordedTask[] running;
        private final List<List<RecordedTask>> waiting = new ArrayList<>();
        private final List<RecordedTask> sleeping = new ArrayList<>();
        private long nanos = FROM;

        BusyGuest(int cpus, int tasks, Random random) {
            this.random = random;
            running = new RecordedTask[cpus];
            for (int cpu = 0; cpu < cpus; cpu++) {
                running[cpu] = new RecordedTask(cpu, 0, 0, "swapper/" + cpu, 120, true, "/");
                all.add(running[cpu]);
                start.add(new TaskAtStart(running[cpu], TaskState.RUNNING, cpu));
                waiting.add(new ArrayList<>());
            }
            for (int i = 0; i < tasks; i++) {
                RecordedTask task = new RecordedTask(cpus + i, 200 + i, 200 + i, "worker-" + i, 120, false, "/");
                all.add(task);
                sleeping.add(task);
                start.add(new TaskAtStart(task, TaskState.SLEEPING, i % cpus));
            }
        }

        Recording run(int count) {
            while (events.size() < count) {
                nanos += 2 + 2L * random.nextInt(5_000);
                int cpu = random.nextInt(running.length);
                if (!sleeping.isEmpty() && random.nextBoolean()) {
                    wake(cpu);
                } else if (!waiting.get(cpu).isEmpty() && random.nextInt(4) == 0) {
                    migrate(cpu);
                } else {
                    schedule(cpu);
                }
            }
            return new Recording(
                    new Recording.Interval(FROM, nanos + 2, running.length, 0, "EEVDF", "7.3.4", List.of()),
                    all,
                    start,
                    List.of(),
                    events::forEach);
        }

        private void wake(int cpu) {
            RecordedTask task = sleeping.remove(random.nextInt(sleeping.size()));
            int target = random.nextInt(running.length);
            events.add(new SchedEvent.Waking(nanos, cpu, task, running[cpu], target));
            events.add(new SchedEvent.Wakeup(nanos + 2, cpu, task, target));
            nanos += 2;
            waiting.get(target).add(task);
        }

        private void migrate(int cpu) {
            RecordedTask task = waiting.get(cpu).removeLast();
            int to = random.nextInt(running.length);
            events.add(new SchedEvent.Migrated(nanos, cpu, task, cpu, to, ""));
            waiting.get(to).add(task);
        }

        private void schedule(int cpu) {
            RecordedTask prev = running[cpu];
            RecordedTask idle = all.get(cpu);
            boolean sleeps = !prev.idle() && random.nextBoolean();
            RecordedTask next =
                    waiting.get(cpu).isEmpty() ? idle : waiting.get(cpu).removeFirst();
            if (next == prev) {
                return;
            }
            if (sleeps) {
                sleeping.add(prev);
            } else if (!prev.idle()) {
                waiting.get(cpu).add(prev);
            }
            LeavingState state = sleeps ? LeavingState.SLEEPING : LeavingState.RUNNABLE;
            events.add(new SchedEvent.Switch(nanos, cpu, prev, state, next));
            running[cpu] = next;
        }
    }
}

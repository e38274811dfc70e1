package org.schedlab.hunt.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.schedlab.hunt.scenario.Scenario;
import org.schedlab.hunt.scenario.Timed;
import org.schedlab.lab.recorder.CpuMask;
import org.schedlab.lab.recorder.LeavingState;
import org.schedlab.lab.recorder.RecordedTask;
import org.schedlab.lab.recorder.Recording;
import org.schedlab.lab.recorder.SchedEvent;
import org.schedlab.lab.recorder.TaskAtStart;
import org.schedlab.lab.recorder.TaskState;
import org.schedlab.lab.schedulers.ExitReport;
import org.schedlab.lab.trace.Trace;

/// Recordings for tests, told event by event, in ms. Two CPUs that idle when it begins.
final class Recorded {
    private static final CpuMask BOTH = new CpuMask(List.of(3L));
    private final List<RecordedTask> tasks = new ArrayList<>();
    private final List<TaskAtStart> start = new ArrayList<>();
    private final List<SchedEvent> events = new ArrayList<>();
    private final List<Observed.Done> done = new ArrayList<>();

    Recorded() {
        for (int cpu = 0; cpu < 2; cpu++) {
            start.add(new TaskAtStart(task(0, "swapper/" + cpu), TaskState.RUNNING, cpu, BOTH));
        }
    }

    private RecordedTask task(int pid, String name) {
        RecordedTask task = new RecordedTask(tasks.size(), pid, pid, name, 120, false, "/");
        tasks.add(task);
        return task;
    }

    /// A worker that sleeps.
    RecordedTask worker(String name, CpuMask allowed) {
        RecordedTask task = task(100 + tasks.size(), name);
        start.add(new TaskAtStart(task, TaskState.SLEEPING, 0, allowed));
        return task;
    }

    RecordedTask worker(String name) {
        return worker(name, BOTH);
    }

    RecordedTask idle(int cpu) {
        return tasks.get(cpu);
    }

    Recorded wakes(long millis, RecordedTask task, int cpu) {
        events.add(new SchedEvent.Wakeup(nanos(millis), cpu, task, cpu));
        return this;
    }

    Recorded switches(long millis, int cpu, RecordedTask prev, LeavingState state, RecordedTask next) {
        events.add(new SchedEvent.Switch(nanos(millis), cpu, prev, state, next));
        return this;
    }

    Recorded does(long millis, org.schedlab.hunt.scenario.Step step) {
        done.add(new Observed.Done(step, nanos(millis)));
        return this;
    }

    /// All of it, up to an instant.
    Observed upTo(long millis, ExitReport... ends) {
        var interval = new Recording.Interval(0, nanos(millis), 2, 0, "test", "6.18", List.of());
        Recording recording = new Recording(interval, tasks, start, List.of(), events::forEach);
        Scenario scenario = new Scenario(
                "1n1l2c1t",
                List.of(),
                done.stream().map(each -> new Timed(Duration.ZERO, each.step())).toList(),
                Duration.ofMillis(millis));
        return new Observed(
                scenario,
                () -> {
                    throw new IllegalStateException("no machine");
                },
                new Trace(recording, (_, _) -> recording, (_, _) -> ""),
                done,
                List.of(ends));
    }

    private static long nanos(long millis) {
        return millis * 1_000_000;
    }
}

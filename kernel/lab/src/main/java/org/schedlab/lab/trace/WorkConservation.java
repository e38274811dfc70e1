package org.schedlab.lab.trace;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.schedlab.lab.recorder.CpuMask;
import org.schedlab.lab.recorder.RecordedTask;
import org.schedlab.lab.recorder.Recording;
import org.schedlab.lab.recorder.SchedEvent;
import org.schedlab.lab.recorder.TaskAtStart;
import org.schedlab.lab.recorder.TaskState;
import org.schedlab.lab.tables.CaptionedTable;
import org.schedlab.lab.tables.Tabular;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// Intervals in which a CPU was idle while a task waited that may run on it: work was not conserved.
///
/// A task on its way to an idle CPU counts too: from its wake-up until the CPU has left its idle task. So short
/// intervals are usual; see [#atLeast]. A CPU that is offline is not idle.
///
/// @param violations by when they began
/// @param unknown how many waits there were of tasks of which it is not known where they may run
public record WorkConservation(Recording recording, List<Violation> violations, long unknown) implements Tabular {
    public WorkConservation {
        violations = List.copyOf(violations);
    }

    /// A CPU was idle, and all the time some task waited that may run on it.
    ///
    /// @param cpu the idle one
    /// @param task the one that had waited longest when this began
    /// @param waitedOn for which CPU's run queue
    /// @param from the guest's clock of QEMU, in ns from power-on
    /// @param to the same
    public record Violation(int cpu, RecordedTask task, int waitedOn, long from, long to) {
        /// In ns.
        public long length() {
            return to - from;
        }
    }

    /// Those of a recording.
    public static WorkConservation of(Recording recording) {
        return new Walk(recording).walk();
    }

    /// Only those that last so long.
    public WorkConservation atLeast(Duration length) {
        return new WorkConservation(
                recording,
                violations.stream()
                        .filter(each -> each.length() >= length.toNanos())
                        .toList(),
                unknown);
    }

    /// CPU time lost: the sum of all their lengths, in ns.
    public long lostNanos() {
        return violations.stream().mapToLong(Violation::length).sum();
    }

    @Override
    public Table table() {
        var from = LongColumn.create("guest time [ns]");
        var length = LongColumn.create("length [ns]");
        var cpu = IntColumn.create("idle CPU");
        var task = StringColumn.create("waiting task");
        var on = IntColumn.create("waited on CPU");
        for (Violation each : violations) {
            from.append(recording.guestTime(each.from));
            length.append(each.length());
            cpu.append(each.cpu);
            task.append(each.task.label());
            on.append(each.waitedOn);
        }
        return CaptionedTable.titled(
                        "idle while work waited, over "
                                + recording.interval().caption()
                                + " · a CPU's idle task ran though a task waited whose cpus_ptr has that CPU; "
                                + violations.size() + " intervals, " + lostNanos() + " ns of CPU time; not known of "
                                + unknown
                                + " waits where their task may run",
                        from,
                        length,
                        cpu,
                        task,
                        on)
                .sortDescendingOn("length [ns]");
    }

    /// Once over the events.
    private static final class Walk {
        private final Recording recording;
        private final Map<RecordedTask, Waiting> waiting = new LinkedHashMap<>();
        private final @Nullable CpuMask[] allowed;
        private final boolean[] running;
        private final boolean[] idle;
        private final boolean[] offline;
        private final @Nullable Open[] open;
        private final List<Violation> found = new ArrayList<>();
        private long unknown;

        private record Waiting(int cpu, @Nullable CpuMask allowed) {}

        private record Open(RecordedTask task, int waitedOn, long from) {}

        Walk(Recording recording) {
            this.recording = recording;
            int tasks = recording.tasks().size();
            allowed = new CpuMask[tasks];
            running = new boolean[tasks];
            idle = new boolean[recording.interval().cpus()];
            offline = new boolean[idle.length];
            open = new Open[idle.length];
        }

        WorkConservation walk() {
            for (TaskAtStart each : recording.start()) {
                int number = each.task().number();
                allowed[number] = each.allowed().words().isEmpty() ? null : each.allowed();
                running[number] = each.state() == TaskState.RUNNING;
                if (each.isOfflineCpu()) {
                    idle[each.cpu()] = true;
                    offline[each.cpu()] = true;
                } else if (running[number]) {
                    idle[each.cpu()] = each.task().idle();
                } else if (each.state() == TaskState.RUNNABLE) {
                    begin(each.task(), each.cpu());
                }
            }
            look(recording.interval().from());
            recording.forEach(event -> {
                if (take(event)) {
                    look(event.nanos());
                }
            });
            for (int cpu = 0; cpu < idle.length; cpu++) {
                close(cpu, recording.interval().to());
            }
            found.sort(Comparator.comparingLong(Violation::from));
            return new WorkConservation(recording, found, unknown);
        }

        /// Whether something has changed.
        private boolean take(SchedEvent event) {
            switch (event) {
                case SchedEvent.Switch at -> {
                    running[at.prev().number()] = false;
                    running[at.next().number()] = true;
                    idle[at.cpu()] = at.next().idle();
                    waiting.remove(at.next());
                    waiting.remove(at.prev());
                    if (at.state().runnable()) {
                        begin(at.prev(), at.cpu());
                    }
                }
                case SchedEvent.Enqueued at -> {
                    allowed[at.task().number()] = at.allowed();
                    Waiting now = waiting.get(at.task());
                    if (now == null) {
                        return false;
                    }
                    waiting.put(at.task(), new Waiting(at.ofCpu(), at.allowed()));
                }
                case SchedEvent.CpuChanged at -> offline[at.ofCpu()] = !at.active();
                case SchedEvent.Wakeup at -> begin(at.task(), at.targetCpu());
                case SchedEvent.WakeupNew at -> begin(at.task(), at.targetCpu());
                default -> {
                    return false;
                }
            }
            return true;
        }

        private void begin(RecordedTask task, int cpu) {
            if (task.idle() || running[task.number()] || waiting.containsKey(task)) {
                return;
            }
            CpuMask mask = allowed[task.number()];
            unknown += mask == null ? 1 : 0;
            waiting.put(task, new Waiting(cpu, mask));
        }

        private void look(long now) {
            for (int cpu = 0; cpu < idle.length; cpu++) {
                Map.Entry<RecordedTask, Waiting> first = idle[cpu] && !offline[cpu] ? whoCould(cpu) : null;
                if (first == null) {
                    close(cpu, now);
                } else if (open[cpu] == null) {
                    open[cpu] = new Open(first.getKey(), first.getValue().cpu, now);
                }
            }
        }

        private Map.@Nullable Entry<RecordedTask, Waiting> whoCould(int cpu) {
            for (Map.Entry<RecordedTask, Waiting> each : waiting.entrySet()) {
                CpuMask mask = each.getValue().allowed;
                if (mask != null && mask.has(cpu)) {
                    return each;
                }
            }
            return null;
        }

        private void close(int cpu, long now) {
            Open was = open[cpu];
            if (was != null && was.from < now) {
                found.add(new Violation(cpu, was.task, was.waitedOn, was.from, now));
            }
            open[cpu] = null;
        }
    }
}

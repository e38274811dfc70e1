package org.schedlab.lab.trace;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

import org.schedlab.lab.recorder.RecordedTask;
import org.schedlab.lab.recorder.Recording;
import org.schedlab.lab.tables.Tabular;
import org.schedlab.vm.LabException;
import tech.tablesaw.api.Table;

/// What happened in the guest: tables of an interval that the flight recorder has kept. Shown by itself, it is
/// the table of tasks. A value; thread-safe.
///
/// All tasks of the guest are in it, not only workers. Intervals that begin or end outside are counted apart,
/// under `cut`.
public final class Trace implements Tabular {
    private final Recording recording;
    private final Source source;
    private final BiFunction<Integer, Integer, String> distance;

    /// Gives the recording of another interval.
    public interface Source {
        /// Of one interval.
        ///
        /// @param from the guest's clock of QEMU, in ns; the oldest that is kept if empty
        /// @param to the same; the newest if empty
        Recording recording(Optional<Long> from, Optional<Long> to);
    }

    /// @param distance how far one CPU is from another, in words such as `same LLC`
    public Trace(Recording recording, Source source, BiFunction<Integer, Integer, String> distance) {
        this.recording = recording;
        this.source = source;
        this.distance = distance;
    }

    /// The events themselves, to be walked by a program.
    public Recording recording() {
        return recording;
    }

    /// The last so much of it.
    ///
    /// @throws LabException it is not above zero
    public Trace last(Duration length) {
        if (!length.isPositive()) {
            throw LabException.asked("a trace cannot be of the last " + length)
                    .available("durations above zero, up to "
                            + Duration.ofNanos(recording.interval().length()))
                    .exception();
        }
        long from = Math.max(recording.interval().from(), recording.interval().to() - length.toNanos());
        return between(from, recording.interval().to());
    }

    /// An interval of it.
    ///
    /// @param from guest time (CLOCK_MONOTONIC) in ns, as tables have it
    /// @param to the same
    /// @throws LabException it is not within what is kept
    public Trace during(long from, long to) {
        long offset = recording.guestTime(0);
        return between(from - offset, to - offset);
    }

    private Trace between(long from, long to) {
        return new Trace(source.recording(Optional.of(from), Optional.of(to)), source, distance);
    }

    /// What each task did: run, wait, sleep, switches, wake-ups, migrations, by whom it was preempted.
    public Table tasks() {
        return TaskSums.table(recording);
    }

    @Override
    public Table table() {
        return tasks();
    }

    /// Waits for a CPU in percentiles: for each task, after a wake-up, after a preemption, and all.
    public Table latency() {
        return latencyBy("task", wait -> wait.task().label());
    }

    /// The same for each CPU: the one that the task got.
    public Table latencyByCpu() {
        return latencyBy("cpu", wait -> "CPU " + wait.cpu());
    }

    /// The same for each cgroup.
    public Table latencyByCgroup() {
        return latencyBy("cgroup", wait -> wait.task().cgroup());
    }

    private Table latencyBy(String group, Function<Wait, String> by) {
        return LatencySums.table(recording, waits(), group, by);
    }

    /// All waits for a CPU, by when they ended.
    public List<Wait> waits() {
        return Waits.of(recording);
    }

    /// The longest waits, and who ran on that CPU meanwhile.
    public WorstWaits worst(int count) {
        return new WorstWaits(
                recording,
                waits().stream()
                        .filter(wait -> !wait.censored())
                        .sorted(Comparator.comparingLong(Wait::length)
                                .reversed()
                                .thenComparingLong(Wait::from))
                        .limit(count)
                        .toList());
    }

    /// The longest waits of some tasks.
    ///
    /// @param name of the tasks, or what it begins with
    public WorstWaits worst(int count, String name) {
        return new WorstWaits(
                recording,
                waits().stream()
                        .filter(wait -> !wait.censored() && wait.task().label().startsWith(name))
                        .sorted(Comparator.comparingLong(Wait::length)
                                .reversed()
                                .thenComparingLong(Wait::from))
                        .limit(count)
                        .toList());
    }

    /// Why the longest of some waits took so long: parts that sum to all of it.
    public Why why(WorstWaits waits) {
        return why(waits.first());
    }

    /// Why a wait took so long: parts that sum to all of it.
    public Why why(Wait wait) {
        return new WhyFinder(recording).of(wait.task(), wait.from(), wait.to());
    }

    /// What a task did, or what kept it, over an interval: parts that sum to all of it.
    ///
    /// @param from guest time in ns, as tables have it
    /// @param to the same
    public Why why(RecordedTask task, long from, long to) {
        long offset = recording.guestTime(0);
        return new WhyFinder(recording).of(task, from - offset, to - offset);
    }

    /// The task whose name, or name and pid with a colon between, this is.
    ///
    /// @throws LabException there is none, or more than one
    public RecordedTask task(String name) {
        List<RecordedTask> found = recording.tasks().stream()
                .filter(task -> task.name().equals(name) || task.label().equals(name))
                .toList();
        if (found.size() != 1) {
            throw LabException.asked("no one task of the trace is called '" + name + "'")
                    .found(
                            found.isEmpty()
                                    ? "none"
                                    : found.stream().map(RecordedTask::label).toList() + "")
                    .remedy("name it with its pid, such as spin-0:139; tasks() lists them")
                    .exception();
        }
        return found.getFirst();
    }

    /// Stretches on a CPU: slices granted and used, for each task.
    public Table slices() {
        return Slices.table(recording);
    }

    /// Migrations from CPU to CPU, with distance and reason.
    public Table migrations() {
        return MigrationSums.table(recording, distance::apply);
    }

    /// Where each CPU's time went: busy, idle, interrupts; they sum to the interval.
    public Table cpus() {
        return CpuSums.table(recording);
    }

    /// How many tasks waited for each CPU, weighted with time.
    public Table runQueues() {
        return RunQueues.table(recording);
    }

    /// Intervals in which a CPU was idle while a task waited that may run on it.
    public WorkConservation workConservation() {
        return WorkConservation.of(recording);
    }

    /// Dispatch queues: depth over time, insert to run, spread of vtime.
    public Table dispatchQueues() {
        return DispatchQueues.table(recording);
    }

    /// The scheduler's operations: calls and instructions.
    public Table operations() {
        return Operations.table(recording);
    }

    /// The events themselves, a row each.
    public Table events() {
        return EventRows.table(recording);
    }

    /// What this kernel does not let the recorder see, a sentence each.
    public List<String> missing() {
        return recording.interval().missing();
    }
}

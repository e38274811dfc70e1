package org.schedlab.lab.trace;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.jfree.chart.JFreeChart;
import org.schedlab.lab.export.FtraceText;
import org.schedlab.lab.export.PerfettoTrace;
import org.schedlab.lab.export.Sql;
import org.schedlab.lab.export.TraceDat;
import org.schedlab.lab.pictures.Delays;
import org.schedlab.lab.pictures.DsqDepthChart;
import org.schedlab.lab.pictures.LatencyDistributionChart;
import org.schedlab.lab.pictures.MigrationChart;
import org.schedlab.lab.pictures.QueueLengthChart;
import org.schedlab.lab.pictures.TimelineOptions;
import org.schedlab.lab.pictures.TimelinePicture;
import org.schedlab.lab.pictures.WakeGraph;
import org.schedlab.lab.recorder.FieldHistory;
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
    private static final long CLOCKS_APART = 1_000; // ns

    private final Recording recording;
    private final Source source;
    private final BiFunction<Integer, Integer, String> distance;
    private final List<FieldHistory> fields;

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
        this(recording, source, distance, List.of());
    }

    private Trace(
            Recording recording,
            Source source,
            BiFunction<Integer, Integer, String> distance,
            List<FieldHistory> fields) {
        this.recording = recording;
        this.source = source;
        this.distance = distance;
        this.fields = fields;
    }

    /// The same with the values of a field over guest time, which a `.pftrace` has as a counter:
    /// `trace().with(changes(perCpu("runqueues", "nr_running", 1))).write("a.pftrace")`.
    public Trace with(FieldHistory field) {
        return new Trace(
                recording,
                source,
                distance,
                Stream.concat(fields.stream(), Stream.of(field)).toList());
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
        Recording.Interval whole = recording.interval();
        return between(near(whole.from(), recording.clock(from)), near(whole.to(), recording.clock(to)));
    }

    /// What the guest's clock says is asked once in a millisecond at most and told from there on, so an end of the
    /// recording may come out some ns outside of it.
    private static long near(long end, long clock) {
        return Math.abs(end - clock) < CLOCKS_APART ? end : clock;
    }

    private Trace between(long from, long to) {
        return new Trace(source.recording(Optional.of(from), Optional.of(to)), source, distance, fields);
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
        return latencyBy("task", wait -> LatencySums.Group.of(wait.task()));
    }

    /// The same for each CPU: the one that the task got.
    public Table latencyByCpu() {
        return latencyBy("cpu", wait -> LatencySums.Group.ofCpu(wait.cpu()));
    }

    /// The same for each cgroup.
    public Table latencyByCgroup() {
        return latencyBy("cgroup", wait -> LatencySums.Group.named(wait.task().cgroup()));
    }

    private Table latencyBy(String group, Function<Wait, LatencySums.Group> by) {
        return LatencySums.table(recording, waits(), group, by);
    }

    /// All waits for a CPU, by when they ended.
    public List<Wait> waits() {
        return Waits.of(recording);
    }

    /// The longest waits, and who ran on that CPU meanwhile.
    public WorstWaits worst(int count) {
        return worst(count, "");
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
        return new WhyFinder(recording).of(task, recording.clock(from), recording.clock(to));
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

    /// SQL over its tables: `events`, `tasks`, `latency`, `slices`, `migrations`, `cpus`, `run_queues`,
    /// `dispatch_queues`, `operations`, `work_conservation`. Names with a space or a bracket stand in
    /// double quotes, such as `"run [ns]"`.
    ///
    /// @throws LabException DuckDB is not there (`./schedlab sql fetch`), or it does not take the query
    public Table sql(String query) {
        try (Sql sql = Sql.over(Map.of(
                "events", events(),
                "tasks", tasks(),
                "latency", latency(),
                "slices", slices(),
                "migrations", migrations(),
                "cpus", cpus(),
                "run_queues", runQueues(),
                "dispatch_queues", dispatchQueues(),
                "operations", operations(),
                "work_conservation", workConservation().table()))) {
            return sql.query(query);
        }
    }

    /// Who ran where: CPUs and tasks over guest time, wake-ups as arrows. In a trusted notebook it zooms.
    public TimelinePicture timeline() {
        return TimelinePicture.of(recording);
    }

    /// The same with some tasks only.
    ///
    /// @param names of tasks, or what they begin with
    public TimelinePicture timeline(String... names) {
        return TimelinePicture.of(
                recording,
                TimelineOptions.of(recording)
                        .withTasks(task -> Arrays.stream(names)
                                .anyMatch(name -> task.label().startsWith(name))));
    }

    /// Waits for a CPU as histogram and cumulative distribution, after a wake-up and after a preemption.
    public JFreeChart latencyChart() {
        List<Delays> samples = new ArrayList<>();
        for (Wait.Cause cause : List.of(Wait.Cause.WOKEN, Wait.Cause.PREEMPTED)) {
            samples.add(Delays.of("after " + cause.text(), lengths(wait -> wait.cause() == cause)));
        }
        return latencyChart("after a wake-up, or a preemption", samples);
    }

    /// All waits for a CPU beside those of another trace, such as of a fork.
    public JFreeChart latencyChart(Trace other) {
        return latencyChart(
                "after a wake-up or a preemption, or of a new task",
                List.of(
                        Delays.of(recording.interval().scheduler(), lengths(_ -> true)),
                        Delays.of(other.recording.interval().scheduler() + ", the other", other.lengths(_ -> true))));
    }

    private JFreeChart latencyChart(String what, List<Delays> samples) {
        return LatencyDistributionChart.of(new LatencyDistributionChart.Content(
                "waits for a CPU",
                what + ", to getting a CPU, over " + recording.interval().caption(),
                samples));
    }

    private long[] lengths(Predicate<Wait> which) {
        return waits().stream()
                .filter(wait -> !wait.censored())
                .filter(which)
                .mapToLong(Wait::length)
                .toArray();
    }

    /// How many tasks waited for each CPU over guest time.
    public JFreeChart runQueueChart() {
        return QueueLengthChart.of(recording);
    }

    /// How many tasks were in each DSQ over guest time.
    public JFreeChart dispatchQueueChart() {
        return DsqDepthChart.of(recording);
    }

    /// Migrations from CPU to CPU as a heat map.
    public JFreeChart migrationChart() {
        return MigrationChart.of(recording);
    }

    /// Who woke whom, and how often.
    public WakeGraph wakeGraph() {
        return WakeGraph.of(recording);
    }

    /// Writes it for Perfetto's viewer (`.pftrace`), for trace-cmd, KernelShark and LISA (`.dat`), or as ftrace's
    /// text (`.txt`).
    ///
    /// @param file a new file, or one to be replaced; how its name ends says which
    /// @throws LabException the name ends otherwise, or it cannot be written
    public Path write(String file) {
        Path path = Path.of(file);
        if (file.endsWith(".pftrace")) {
            return PerfettoTrace.write(recording, fields, path);
        }
        if (file.endsWith(".dat")) {
            return TraceDat.write(recording, path);
        }
        if (file.endsWith(".txt")) {
            return FtraceText.write(recording, path);
        }
        throw LabException.asked("a trace cannot be written to '" + file + "'")
                .available(
                        "names that end with .pftrace (Perfetto), .dat (trace-cmd, KernelShark, LISA) or .txt (ftrace's text)")
                .remedy("for a table of it, TableFiles.write(trace().tasks(), Path.of(\"tasks.csv\"))")
                .exception();
    }

    /// Its length and what it holds.
    @Override
    public String toString() {
        return "trace of " + Duration.ofNanos(recording.interval().length()) + ", "
                + recording.tasks().size() + " tasks";
    }

    /// What this kernel does not let the recorder see, a sentence each.
    public List<String> missing() {
        return recording.interval().missing();
    }
}

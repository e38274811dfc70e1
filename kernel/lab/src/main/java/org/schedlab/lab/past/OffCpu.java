package org.schedlab.lab.past;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.schedlab.lab.pictures.FlameGraph;
import org.schedlab.lab.pictures.Pictured;
import org.schedlab.lab.pictures.Theme;
import org.schedlab.lab.tables.Tabular;
import org.schedlab.vm.freeze.TaskState;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// Where tasks spent the time of an interval in which they did not run, by the stacks with which they had left their
/// CPU: every time is measured, none is a sample. Of a task that slept, what it waited for a CPU after its wake-up is
/// in it. A value.
///
/// @param parts one task's time with one stack
/// @param asleep `name:pid` of those that never ran in the interval: their time is in no part
/// @param stretch when
public record OffCpu(List<Part> parts, List<String> asleep, Stretch stretch) implements Tabular, Pictured {
    private static final double MILLION = 1e6;

    /// A task's time off the CPU with one stack.
    ///
    /// @param task `name:pid`
    /// @param state in which it left its CPU; [TaskState#RUNNING] if it could run on: preempted, or it yielded
    /// @param stack the outermost function first, without the scheduler's own; empty if nobody could tell
    /// @param nanos guest time, in ns
    /// @param times how often
    /// @param longestNanos the longest of them
    public record Part(String task, TaskState state, List<String> stack, long nanos, long times, long longestNanos) {
        public Part {
            stack = List.copyOf(stack);
        }

        private String kind() {
            return state == TaskState.RUNNING
                    ? "preempted"
                    : state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    public OffCpu {
        parts = List.copyOf(parts);
        asleep = List.copyOf(asleep);
    }

    /// A row for each state and stack, the one with the most time first; the innermost function is named first.
    @Override
    public Table table() {
        var stack = StringColumn.create("stack");
        return grouped("stacks", part -> String.join(" ← ", part.stack().reversed()), stack);
    }

    /// A row for each task and state, the one with the most time first.
    public Table byTask() {
        return grouped("tasks", Part::task, StringColumn.create("task"));
    }

    private Table grouped(String what, Function<Part, String> name, StringColumn names) {
        record Row(String name, String kind) {}
        Map<Row, List<Part>> rows =
                parts.stream().collect(Collectors.groupingBy(part -> new Row(name.apply(part), part.kind())));
        var kind = StringColumn.create("state");
        var time = DoubleColumn.create("off CPU [ms]");
        var times = LongColumn.create("times");
        var longest = DoubleColumn.create("longest [ms]");
        rows.entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<Row, List<Part>> each) -> -sum(each.getValue()))
                        .thenComparing(each -> each.getKey().name()))
                .forEach(each -> {
                    names.append(each.getKey().name());
                    kind.append(each.getKey().kind());
                    time.append(sum(each.getValue()) / MILLION);
                    times.append(each.getValue().stream().mapToLong(Part::times).sum());
                    longest.append(each.getValue().stream()
                                    .mapToLong(Part::longestNanos)
                                    .max()
                                    .orElse(0)
                            / MILLION);
                });
        return Table.create(caption(what)).addColumns(names, kind, time, times, longest);
    }

    private static long sum(List<Part> some) {
        return some.stream().mapToLong(Part::nanos).sum();
    }

    /// Lines for a flame graph, as `flamegraph.pl`, speedscope and inferno read them: the task, the state in which
    /// it left its CPU and its stack, the outermost function first, and the time in ns.
    public String folded() {
        return folds().entrySet().stream()
                .map(each -> each.getKey() + " " + each.getValue())
                .collect(Collectors.joining("\n"));
    }

    private Map<String, Long> folds() {
        return parts.stream()
                .collect(Collectors.groupingBy(
                        part -> String.join(";", part.task(), part.kind())
                                + part.stack().stream().map(each -> ";" + each).collect(Collectors.joining()),
                        TreeMap::new,
                        Collectors.summingLong(Part::nanos)));
    }

    /// A flame graph: a box is as wide as the time.
    @Override
    public FlameGraph picture() {
        return flameGraph(Theme.PAGE);
    }

    /// The same on another ground.
    public FlameGraph flameGraph(Theme theme) {
        return FlameGraph.of(
                "Where tasks were off the CPU",
                List.of(definition(), stretch.when(), stretch.machine()),
                folds(),
                "ns",
                theme);
    }

    private String definition() {
        return String.format(
                Locale.ROOT,
                "%.3f ms of time off the CPU of all tasks that ran, in ns of guest time; run delay is in it. %d tasks slept through.",
                sum(parts) / MILLION,
                asleep.size());
    }

    private String caption(String what) {
        return what + " by time off the CPU: " + definition() + " " + stretch.text();
    }
}

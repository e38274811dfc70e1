package org.schedlab.lab.past;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.schedlab.lab.pictures.FlameGraph;
import org.schedlab.lab.pictures.Pictured;
import org.schedlab.lab.pictures.Theme;
import org.schedlab.lab.tables.Tabular;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// Where the instructions of an interval went: every one is counted. Samples of the stacks, a flame graph,
/// say by which way. A value.
///
/// @param parts a task's instructions in one function
/// @param samples of stacks: `task;outermost;…;innermost` and how often
/// @param each so many instructions of a CPU lie between two samples
/// @param lost instructions of which is not known where
/// @param stretch when
public record Profile(List<Part> parts, SortedMap<String, Long> samples, long each, long lost, Stretch stretch)
        implements Tabular, Pictured {
    /// What code is.
    public enum Kind {
        /// The kernel's own, modules too.
        KERNEL,
        /// A BPF program's, trampolines too.
        BPF,
        /// A process's.
        USER
    }

    /// What one task has executed of one function.
    ///
    /// @param task `name:pid` of the CPU's current task, also in interrupts
    /// @param kind of code
    /// @param function empty for a process's code, which has no names here
    /// @param instructions of the function itself, not of what it calls
    /// @param calls how often its first instruction was executed; 0 for a process's code
    public record Part(String task, Kind kind, String function, long instructions, long calls) {}

    public Profile {
        parts = List.copyOf(parts);
        samples = new TreeMap<>(samples);
    }

    /// All instructions of all CPUs.
    public long instructions() {
        return lost + parts.stream().mapToLong(Part::instructions).sum();
    }

    /// A row for each function, the one with the most instructions first; all code of processes is one row.
    @Override
    public Table table() {
        record Code(Kind kind, String function) {}
        Map<Code, List<Part>> byCode =
                parts.stream().collect(Collectors.groupingBy(part -> new Code(part.kind(), part.function())));
        var kind = StringColumn.create("code");
        var function = StringColumn.create("function");
        var instructions = LongColumn.create("instructions");
        var share = DoubleColumn.create("share [%]");
        var calls = LongColumn.create("calls");
        byCode.entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<Code, List<Part>> each) -> -sum(each.getValue()))
                        .thenComparing(each -> each.getKey().function()))
                .forEach(each -> {
                    kind.append(text(each.getKey().kind()));
                    function.append(each.getKey().function());
                    instructions.append(sum(each.getValue()));
                    share.append(share(sum(each.getValue())));
                    if (each.getKey().kind() == Kind.USER) {
                        calls.appendMissing();
                    } else {
                        calls.append(
                                each.getValue().stream().mapToLong(Part::calls).sum());
                    }
                });
        return Table.create(caption("functions")).addColumns(kind, function, instructions, share, calls);
    }

    /// A row for each task and kind of code, the one with the most instructions first.
    public Table byTask() {
        record Whose(String task, Kind kind) {}
        Map<Whose, List<Part>> byTask =
                parts.stream().collect(Collectors.groupingBy(part -> new Whose(part.task(), part.kind())));
        var task = StringColumn.create("task");
        var kind = StringColumn.create("code");
        var instructions = LongColumn.create("instructions");
        var share = DoubleColumn.create("share [%]");
        byTask.entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<Whose, List<Part>> each) -> -sum(each.getValue()))
                        .thenComparing(each -> each.getKey().task()))
                .forEach(each -> {
                    task.append(each.getKey().task());
                    kind.append(text(each.getKey().kind()));
                    instructions.append(sum(each.getValue()));
                    share.append(share(sum(each.getValue())));
                });
        return Table.create(caption("tasks")).addColumns(task, kind, instructions, share);
    }

    /// Lines for a flame graph, as `flamegraph.pl`, speedscope and inferno read them: the task and its stack, the
    /// outermost function first, and how many samples have it. Unlike the tables, these are samples.
    public String folded() {
        return samples.entrySet().stream()
                .map(sample -> sample.getKey() + " " + sample.getValue())
                .collect(Collectors.joining("\n"));
    }

    /// A flame graph of the samples.
    @Override
    public FlameGraph picture() {
        return flameGraph(Theme.PAGE);
    }

    /// The same on another ground.
    public FlameGraph flameGraph(Theme theme) {
        return FlameGraph.of(
                "Where the instructions went",
                List.of(
                        String.format(
                                Locale.ROOT,
                                "A sample of the stack after each %,d instructions of a CPU; %,d instructions in all.",
                                each,
                                instructions()),
                        stretch.when(),
                        stretch.machine()),
                samples,
                theme);
    }

    private static long sum(List<Part> some) {
        return some.stream().mapToLong(Part::instructions).sum();
    }

    private double share(long some) {
        return instructions() == 0 ? 0 : Math.round(1e4 * some / instructions()) / 100.0;
    }

    private static String text(Kind kind) {
        return switch (kind) {
            case KERNEL -> "kernel";
            case BPF -> "BPF";
            case USER -> "user space";
        };
    }

    private String caption(String what) {
        String missing = lost == 0 ? "" : String.format(Locale.ROOT, ", of %,d not known where", lost);
        return String.format(
                Locale.ROOT,
                "%s by instructions, every one counted: %,d in all%s; a function's are its own, without what it calls;"
                        + " %s",
                what,
                instructions(),
                missing,
                stretch.text());
    }
}

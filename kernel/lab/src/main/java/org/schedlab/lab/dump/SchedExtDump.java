package org.schedlab.lab.dump;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.schedlab.lab.tables.CaptionedTable;
import org.schedlab.lab.tables.Tabular;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/// What the kernel tells when a sched_ext scheduler fails: why, where, who could run, what was counted. Shown by
/// itself, it is the table of tasks. A value.
///
/// @param scheduler its name; empty before 7.1, where the dump does not say it
/// @param trigger `name:pid` of who noticed; empty for a dump that somebody has asked for
/// @param exitCpu on which CPU, from 7.1 on
/// @param kind `enum scx_exit_kind`; 0 for a dump that somebody has asked for
/// @param reason such as `runnable task stall`
/// @param message the words in brackets behind it
/// @param backtrace functions that led to it, innermost first
/// @param own what the scheduler's `dump` says
/// @param truncated whether the kernel says that it had no more room
/// @param unknown lines that were not understood
public record SchedExtDump(
        String scheduler,
        String trigger,
        OptionalInt exitCpu,
        int kind,
        String reason,
        String message,
        List<String> backtrace,
        List<String> own,
        List<DumpedCpu> cpus,
        List<DumpedTask> tasks,
        Map<String, Long> events,
        boolean truncated,
        List<UnknownLine> unknown)
        implements Tabular {
    /// A line that is none of those which the kernel writes.
    ///
    /// @param number in the text, from 1
    public record UnknownLine(int number, String text) {}

    /// Names of the kinds that mean a failure. Source: enum scx_exit_kind, kernel/sched/ext_internal.h, Linux 6.16 to
    /// 7.3.
    private static final Map<Integer, String> KINDS = Map.of(
            0, "asked for",
            64, "SCX_EXIT_UNREG",
            65, "SCX_EXIT_UNREG_BPF",
            66, "SCX_EXIT_UNREG_KERN",
            67, "SCX_EXIT_SYSRQ",
            1024, "SCX_EXIT_ERROR",
            1025, "SCX_EXIT_ERROR_BPF",
            1026, "SCX_EXIT_ERROR_STALL");

    public SchedExtDump {
        backtrace = List.copyOf(backtrace);
        own = List.copyOf(own);
        cpus = List.copyOf(cpus);
        tasks = List.copyOf(tasks);
        unknown = List.copyOf(unknown);
    }

    /// Reads a dump out of a log, or out of what a scheduler's program prints. Other lines of the log, before and
    /// behind the dump, are no part of it.
    ///
    /// Source: `scx_dump_state`, `scx_dump_task`, kernel/sched/ext.c, Linux 6.16 to 7.3 (there also
    /// `scx_rescue_dump`, kernel/sched/ext/sub.c).
    ///
    /// @param text with or without what dmesg, journalctl or ftrace put before each line
    /// @throws org.schedlab.vm.LabException there is no dump in it, or more than one
    public static SchedExtDump of(String text) {
        return new DumpReader(text).read();
    }

    /// The kernel's name of the kind; its number if none is known.
    public String kindName() {
        return KINDS.getOrDefault(kind, Integer.toString(kind));
    }

    /// Who has waited longest, of those that could run and did not.
    public java.util.Optional<DumpedTask> longestWaiting() {
        return tasks.stream()
                .filter(task -> !task.running())
                .max(java.util.Comparator.comparingLong(DumpedTask::runnableMillis));
    }

    /// What happened, in a line.
    public String headline() {
        String said = message.isEmpty() ? reason : reason + ": " + message;
        return "%s (%s)%s".formatted(said, kindName(), trigger.isEmpty() ? "" : ", noticed by " + trigger);
    }

    private String caption(String things) {
        String missing = unknown.isEmpty() ? "" : " · " + unknown.size() + " lines were not understood: unknownLines()";
        return things + " of a sched_ext dump: " + headline() + (truncated ? " · cut short by the kernel" : "")
                + missing;
    }

    /// A row for each task: who could run, for how long already, where it was queued, its stack.
    @Override
    public Table table() {
        var cpu = IntColumn.create("cpu");
        var task = StringColumn.create("task");
        var state = StringColumn.create("state");
        var running = BooleanColumn.create("on cpu");
        var waiting = LongColumn.create("runnable [ms]");
        var queue = StringColumn.create("queue");
        var stack = StringColumn.create("stack");
        var said = StringColumn.create("dump_task");
        for (DumpedTask each : tasks) {
            cpu.append(each.cpu());
            task.append(each.label());
            state.append(each.state());
            running.append(each.running());
            waiting.append(each.runnableMillis());
            queue.append(each.queue());
            stack.append(functions(each.stack()));
            said.append(String.join("\n", each.own()));
        }
        List<Column<?>> columns = new java.util.ArrayList<>(List.of(cpu, task, state, running, waiting, queue, stack));
        columns.addAll(fields(tasks, DumpedTask::fields));
        if (tasks.stream().anyMatch(each -> !each.own().isEmpty())) {
            columns.add(said);
        }
        return CaptionedTable.titled(caption("tasks"), columns);
    }

    /// A row for each CPU that was not idle.
    public Table cpuTable() {
        var cpu = IntColumn.create("cpu");
        var running = StringColumn.create("running");
        var schedClass = StringColumn.create("class");
        for (DumpedCpu each : cpus) {
            cpu.append(each.cpu());
            running.append(each.running());
            schedClass.append(each.schedClass());
        }
        List<Column<?>> columns = new java.util.ArrayList<>(List.of(cpu, running, schedClass));
        columns.addAll(fields(cpus, DumpedCpu::fields));
        return CaptionedTable.titled(caption("CPUs"), columns);
    }

    /// What the kernel has counted since the scheduler came into charge.
    public Table eventTable() {
        var event = StringColumn.create("event");
        var count = LongColumn.create("count");
        events.forEach((name, number) -> {
            event.append(name);
            count.append(number);
        });
        return CaptionedTable.titled(caption("event counters"), event, count);
    }

    /// The functions that led to it, innermost first.
    public Table backtraceTable() {
        return CaptionedTable.titled(caption("backtrace"), StringColumn.create("function", backtrace));
    }

    /// The lines that are none of those which the kernel writes.
    public Table unknownLines() {
        return CaptionedTable.titled(
                "lines of the text that were not understood: " + unknown.size(),
                IntColumn.create(
                        "line", unknown.stream().mapToInt(UnknownLine::number).toArray()),
                StringColumn.create(
                        "text", unknown.stream().map(UnknownLine::text).toList()));
    }

    private static <T> List<Column<?>> fields(List<T> rows, Function<T, Map<String, String>> of) {
        TreeSet<String> names = rows.stream()
                .flatMap(row -> of.apply(row).keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        return names.stream()
                .<Column<?>>map(name -> StringColumn.create(
                        name,
                        rows.stream()
                                .map(row -> of.apply(row).getOrDefault(name, ""))
                                .toList()))
                .toList();
    }

    private static String functions(List<String> stack) {
        return stack.stream().map(frame -> frame.replaceAll("\\+0x.*", "")).collect(Collectors.joining(" ← "));
    }

    @Override
    public String toString() {
        return headline();
    }
}

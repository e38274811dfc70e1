package org.schedlab.mcp.tools;

import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.schedlab.lab.queues.Queues;
import org.schedlab.lab.stacks.TaskStack;
import org.schedlab.lab.tables.TaskTable;
import org.schedlab.lab.trace.Trace;
import org.schedlab.lab.trace.Wait;
import org.schedlab.lab.trace.Why;
import org.schedlab.lab.trace.WorstWaits;
import org.schedlab.vm.LabException;
import org.schedlab.vm.freeze.TaskView;

/// What stands where, and what has happened. Not a bit of the guest changes.
final class LookTools {
    private static final String LAST =
            "only the last so many milliseconds of guest time; without this all since the boot";
    private static final double LONGEST_MILLIS = 1e7;

    private LookTools() {}

    static List<LabTool> all() {
        return List.of(
                LabTool.looks(
                        "tasks",
                        "Tasks of the guest",
                        "Every task at this instant: pid, name, state, CPU, policy, scheduling class.",
                        Schema.none()
                                .textIf("name", "only tasks whose name begins with this")
                                .limit(100),
                        LookTools::tasks),
                LabTool.looks(
                        "queues",
                        "Run queues",
                        "What stands in the kernel's queues at this instant: CPUs with who runs and how many wait,"
                                + " EEVDF's entities, and DSQs of sched_ext with who waits in which order.",
                        Schema.none().limit(100),
                        (session, given) -> {
                            Queues queues = session.vm().queues();
                            return Answer.of(
                                    List.of(queues.cpus(), queues.fair(), queues.dispatch()), given.limit(100));
                        }),
                LabTool.looks(
                        "stack",
                        "Stack of a task",
                        "The kernel's part of a task's stack at this instant: where in the kernel it is.",
                        Schema.none().text("task", "its name or its pid"),
                        (session, given) -> {
                            TaskView task = task(session, given.text("task"));
                            TaskStack stack =
                                    session.vm().stacks(List.of(task)).stacks().getFirst();
                            return Answer.of(stack.text());
                        }),
                LabTool.looks(
                        "timeline",
                        "Who ran where",
                        "A picture in letters: for each CPU who had it over guest time, for each task when it ran,"
                                + " waited and slept. Recorded always, unnoticed by the guest.",
                        Schema.none()
                                .numberIf("last_ms", 0.001, LONGEST_MILLIS, LAST)
                                .wholeIf("columns", 20, 400, "how wide it is; 100 without this"),
                        (session, given) -> TimelineText.of(
                                trace(session, given).recording(), Math.toIntExact(given.whole("columns", 100)))),
                LabTool.looks(
                        "latency",
                        "Waits for a CPU in percentiles",
                        "For each task: waits for a CPU in percentiles (ns), after a wake-up, after a preemption, and"
                                + " all. A wait goes from wake-up, or from leaving a CPU though it could run on, to"
                                + " getting one.",
                        Schema.none()
                                .numberIf("last_ms", 0.001, LONGEST_MILLIS, LAST)
                                .limit(100),
                        (session, given) -> Answer.of(trace(session, given).latency(), given.limit(100))),
                LabTool.looks(
                        "task_times",
                        "What each task did",
                        "For each task: time it ran, waited and slept (ns), switches, wake-ups, migrations.",
                        Schema.none()
                                .numberIf("last_ms", 0.001, LONGEST_MILLIS, LAST)
                                .limit(100),
                        (session, given) -> Answer.of(trace(session, given).tasks(), given.limit(100))),
                LabTool.looks(
                        "waits",
                        "The longest waits",
                        "The longest waits for a CPU (ns), and who ran there meanwhile. A task that waits still has no"
                                + " end of its wait and is not among them: queues and task_times show it.",
                        Schema.none()
                                .textIf("task", "only tasks whose name begins with this")
                                .wholeIf("count", 1, 1_000, "how many; 10 without this")
                                .numberIf("last_ms", 0.001, LONGEST_MILLIS, LAST),
                        (session, given) -> {
                            int count = Math.toIntExact(given.whole("count", 10));
                            return Answer.of(
                                    trace(session, given)
                                            .worst(count, given.textIf("task").orElse("")),
                                    count);
                        }),
                LabTool.looks(
                        "why",
                        "Why a task did not run",
                        "Splits a wait into parts that sum to it, to the nanosecond: who ran instead, how long it stood"
                                + " in a DSQ, affinity, throttling, an idle CPU that had not noticed. Of the longest wait"
                                + " (rank 1, 2, …) that ended; or, with from_ns and to_ns, of any stretch of one task,"
                                + " also of one that waits still.",
                        Schema.none()
                                .textIf(
                                        "task",
                                        "its name, or what it begins with; with from_ns its whole name, or name:pid")
                                .wholeIf("rank", 1, 1_000, "which of the longest waits; 1 without this")
                                .wholeIf("from_ns", 0, Long.MAX_VALUE, "guest time where the stretch begins")
                                .wholeIf("to_ns", 0, Long.MAX_VALUE, "guest time where it ends")
                                .limit(50),
                        LookTools::why));
    }

    private static Trace trace(LabSession session, Arguments given) {
        Trace trace = session.vm().trace();
        Duration last = given.millis("last_ms", Duration.ZERO);
        return last.isZero() ? trace : trace.last(last);
    }

    private static Answer tasks(LabSession session, Arguments given) {
        String name = given.textIf("name").orElse("");
        return Answer.of(
                TaskTable.of(
                        session.vm().tasks().stream()
                                .filter(task -> task.comm().startsWith(name))
                                .toList(),
                        session.vm().instant().caption()),
                given.limit(100));
    }

    /// The one task of a name or pid.
    static TaskView task(LabSession session, String name) {
        List<TaskView> found = session.vm().tasks().stream()
                .filter(task ->
                        task.comm().equals(name) || Integer.toString(task.pid()).equals(name))
                .toList();
        if (found.size() != 1) {
            throw LabException.asked("no one task is called '%s'".formatted(name))
                    .found(
                            found.isEmpty()
                                    ? "none"
                                    : "the pids "
                                            + found.stream().map(TaskView::pid).toList())
                    .remedy("give its pid; tasks lists them")
                    .exception();
        }
        return found.getFirst();
    }

    private static Answer why(LabSession session, Arguments given) {
        Trace trace = session.vm().trace();
        if (given.numberIf("from_ns").isPresent() || given.numberIf("to_ns").isPresent()) {
            return told(
                    trace.why(trace.task(given.text("task")), given.whole("from_ns"), given.whole("to_ns")),
                    given.limit(50));
        }
        int rank = Math.toIntExact(given.whole("rank", 1));
        WorstWaits worst = trace.worst(rank, given.textIf("task").orElse(""));
        if (worst.waits().size() < rank) {
            throw LabException.asked("there is no wait number " + rank)
                    .found(worst.waits().size() + " waits from beginning to end")
                    .remedy("run for longer; or ask with from_ns and to_ns about a task that waits still")
                    .exception();
        }
        Wait wait = worst.waits().get(rank - 1);
        return told(trace.why(wait), given.limit(50));
    }

    /// The kinds of its parts, the longest first: `another ran 3000000 ns, in a DSQ 200 ns`.
    private static String sums(Why why) {
        return Arrays.stream(Why.Kind.values())
                .filter(kind -> why.nanos(kind) > 0)
                .sorted(Comparator.comparingLong(why::nanos).reversed())
                .map(kind -> kind.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " " + why.nanos(kind) + " ns")
                .collect(Collectors.joining(", "));
    }

    private static Answer told(Why why, int limit) {
        return Answer.of(why.table(), limit)
                .above(why.task().label() + ", " + why.length() + " ns: " + sums(why))
                .with("task", why.task().label())
                .with("length_ns", why.length())
                .with(
                        "parts",
                        why.parts().stream()
                                .map(part -> Map.of(
                                        "kind",
                                        part.kind().name(),
                                        "what",
                                        part.text(),
                                        "length_ns",
                                        part.to() - part.from()))
                                .toList());
    }
}

package org.schedlab.mcp.tools;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.schedlab.lab.past.Write;
import org.schedlab.lab.report.FailureReport;
import org.schedlab.lab.report.Section;
import org.schedlab.vm.LabException;
import org.schedlab.vm.freeze.PerCpuField;
import org.schedlab.vm.freeze.SymbolTarget;
import org.schedlab.vm.freeze.Target;
import org.schedlab.vm.freeze.TaskField;
import org.schedlab.vm.freeze.TaskView;

/// Questions about what has happened that a second machine answers, which goes through the journal again.
final class PastTools {
    private PastTools() {}

    static List<LabTool> all() {
        return List.of(
                LabTool.looks(
                                "who_wrote",
                                "Who wrote a field",
                                "The last write to a field of the kernel: value before and after, task, CPU, guest time,"
                                        + " the function and, of a BPF program, the line. Of a task (task and field), a"
                                        + " per-CPU variable (variable, cpu and field) or a global (symbol). Another"
                                        + " machine goes through the session again with an observer: a few seconds of"
                                        + " host time, and nothing changes in this one.",
                                Schema.none()
                                        .textIf("task", "its name or pid")
                                        .textIf("field", "such as scx.dsq_vtime, se.vruntime or nr_running")
                                        .textIf("variable", "a per-CPU variable, such as runqueues")
                                        .wholeIf("cpu", 0, 1_023, "of the per-CPU variable")
                                        .textIf("symbol", "a global, such as jiffies_64")
                                        .wholeIf(
                                                "before_ns",
                                                1,
                                                Long.MAX_VALUE,
                                                "only writes before this guest time; for the one before the last"),
                                PastTools::whoWrote)
                        .within(Duration.ofMinutes(10)),
                LabTool.looks(
                                "report",
                                "What led to a failure",
                                "What led to the last failure (a scheduler that stalled or raised an error, a panic), the"
                                        + " cause first: another machine goes back to before it and looks. With"
                                        + " guest_time_ns the same of any instant. With section, one part of it:"
                                        + " ops, tasks, queues, stacks, knobs, …",
                                Schema.none()
                                        .wholeIf("guest_time_ns", 1, Long.MAX_VALUE, "an instant of the past")
                                        .textIf("section", "the id of a part")
                                        .limit(50),
                                PastTools::report)
                        .within(Duration.ofMinutes(10)));
    }

    private static Answer whoWrote(LabSession session, Arguments given) {
        Target target = target(session, given);
        Optional<Write> write = given.numberIf("before_ns").isPresent()
                ? session.vm().past().whoWrote(target, given.whole("before_ns"))
                : session.vm().past().whoWrote(target);
        return write.map(found -> new Answer(found.text(), data(found)))
                .orElseGet(() -> new Answer(
                        "nobody wrote %s since the session began".formatted(target.text()), Map.of("found", false)));
    }

    private static Map<String, Object> data(Write write) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("found", true);
        data.put("before", write.beforeText());
        data.put("after", write.afterText());
        data.put("guest_time_ns", write.guestTimeNanos());
        return data;
    }

    private static Target target(LabSession session, Arguments given) {
        if (given.textIf("task").isPresent() && given.textIf("field").isPresent()) {
            TaskView task = LookTools.task(session, given.text("task"));
            return new TaskField(task.pid(), task.startTimeTicks(), given.text("field"));
        }
        if (given.textIf("variable").isPresent()) {
            return new PerCpuField(
                    given.text("variable"), given.textIf("field").orElse(""), Math.toIntExact(given.whole("cpu", 0)));
        }
        if (given.textIf("symbol").isPresent()) {
            return new SymbolTarget(given.text("symbol"));
        }
        throw LabException.asked("who_wrote was not told which field")
                .available("task and field; variable, cpu and field; symbol")
                .remedy("for example {\"task\": \"victim-0\", \"field\": \"scx.dsq_vtime\"}")
                .exception();
    }

    private static Answer report(LabSession session, Arguments given) {
        FailureReport report = given.numberIf("guest_time_ns").isPresent()
                ? session.vm().report(given.whole("guest_time_ns"))
                : session.vm().report();
        if (given.textIf("section").isPresent()) {
            return section(report.section(given.text("section")), given.limit(50));
        }
        List<String> parts = new ArrayList<>();
        for (Section each : report.sections()) {
            parts.add("%s: %s".formatted(each.id(), each.title()));
        }
        return new Answer(
                report + "\nSECTIONS  " + String.join("; ", parts),
                Map.of(
                        "cause",
                        report.cause(),
                        "path",
                        report.path().stream().map(Object::toString).toList(),
                        "sections",
                        parts));
    }

    private static Answer section(Section section, int limit) {
        Answer content = switch (section.content()) {
            case Section.Rows rows -> Answer.of(rows.table(), limit);
            case Section.Lines lines -> Answer.of(lines.text());
            case Section.Drawn drawn -> Answer.of(drawn.picture().words());
            case Section.Nothing _ -> Answer.of("nothing");
        };
        return content.above(section.title() + ": " + section.note());
    }
}

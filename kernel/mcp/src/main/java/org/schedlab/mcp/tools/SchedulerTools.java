package org.schedlab.mcp.tools;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.schedlab.guest.agent.Attachment;
import org.schedlab.guest.scheduler.SchedulerObject;
import org.schedlab.guest.scheduler.SchedulerSource;
import org.schedlab.lab.dump.SchedExtDump;
import org.schedlab.lab.schedulers.ExitReport;
import org.schedlab.vm.LabException;
import tech.tablesaw.api.Table;

/// Who is in charge, and with which knobs.
final class SchedulerTools {
    private SchedulerTools() {}

    static List<LabTool> all() {
        return List.of(
                LabTool.looks(
                        "schedulers",
                        "Schedulers there are",
                        "The sched_ext schedulers by name: those that come with schedlab and those that were attached as"
                                + " source. With a name: its C source and its knobs, a good start for one's own. Needs"
                                + " no machine.",
                        Schema.none().textIf("name", "whose source is shown"),
                        SchedulerTools::schedulers),
                LabTool.moves(
                        "scheduler_attach",
                        "Put a scheduler in charge",
                        "Puts a sched_ext scheduler in charge, in place of the one that is. With source: BPF C, compiled"
                                + " by clang; schedlab/scx.bpf.h is included already; it ends with SCX_OPS_DEFINE(…, .name"
                                + " = \"…\"). Errors of the compiler and the verifier come as text with the lines of the"
                                + " source, and the scheduler before stays in charge. It counts as attached when the"
                                + " kernel says enabled and it has dispatched a task. Answers guest time that attaching"
                                + " took (ns) and how many instructions the verifier went through.",
                        Schema.none()
                                .text(
                                        "name",
                                        "of the scheduler: a shipped one, one attached before, or a new one with source")
                                .textIf("source", "BPF C of a new one; its name must not be a shipped one's")
                                .valuesIf("knobs", "values by knob, such as {\"slice_ns\": 5000000}"),
                        SchedulerTools::attach),
                LabTool.moves(
                        "detach",
                        "Take the scheduler out of charge",
                        "The kernel's own scheduler, EEVDF, takes over.",
                        Schema.none(),
                        (session, _) -> {
                            var state = session.vm().detach();
                            return Answer.of("sched_ext is " + state.state());
                        }),
                LabTool.looks(
                        "knobs",
                        "Variables of the scheduler",
                        "The global variables of the scheduler in charge, with types and present values.",
                        Schema.none().limit(100),
                        (session, given) -> Answer.of(session.vm().schedulers().knobs(), given.limit(100))),
                LabTool.moves(
                        "set_knob",
                        "Set a variable of the scheduler",
                        "Writes a variable of the scheduler in charge while it runs. Constants (const volatile) are set"
                                + " with scheduler_attach instead.",
                        Schema.none()
                                .text("name", "of the variable, or of a part of it: turns[1].now")
                                .value("value", "a number, true or false, or a text such as 0x10 or an enum's name"),
                        (session, given) -> Answer.of(
                                session.vm().schedulers().setKnobs(Map.of(given.text("name"), given.value("value"))),
                                10)),
                LabTool.looks(
                        "maps",
                        "BPF maps of the scheduler",
                        "The maps of the scheduler in charge; with a name, what stands in that map.",
                        Schema.none().textIf("name", "of a map").limit(100),
                        (session, given) -> Answer.of(
                                given.textIf("name")
                                        .map(name -> session.vm().schedulers().map(name))
                                        .orElseGet(
                                                () -> session.vm().schedulers().maps()),
                                given.limit(100))),
                LabTool.looks(
                        "dump",
                        "How the last scheduler ended",
                        "Why the last scheduler ended, its exit code and message, and the kernel's own dump of that"
                                + " instant as tables: tasks, CPUs, events.",
                        Schema.none().limit(50),
                        SchedulerTools::dump));
    }

    private static Answer schedulers(LabSession session, Arguments given) {
        List<String> names = session.schedulers().names();
        return given.textIf("name")
                .map(name -> source(session.schedulers().named(name)))
                .orElseGet(() -> new Answer(String.join("\n", names), Map.of("schedulers", names)));
    }

    private static Answer source(SchedulerObject scheduler) {
        List<String> knobs = scheduler.knobs().all().stream()
                .map(knob -> "%s %s".formatted(knob.type(), knob.name()))
                .toList();
        return new Answer(
                scheduler.source() + "\n\nknobs: " + String.join("; ", knobs),
                Map.of("name", scheduler.name(), "source", scheduler.source(), "knobs", knobs));
    }

    private static Answer attach(LabSession session, Arguments given) {
        String name = given.text("name");
        var _ = session.vm();
        SchedulerObject scheduler = given.textIf("source")
                .map(text -> session.schedulers().compile(SchedulerSource.of(name, text)))
                .orElseGet(() -> session.schedulers().named(name));
        List<String> warnings = scheduler.warnings();
        for (Map.Entry<String, Object> knob : given.map("knobs").entrySet()) {
            scheduler = scheduler.with(knob.getKey(), knob.getValue());
        }
        Attachment attached = session.vm().attach(scheduler);
        String text = String.format(
                Locale.ROOT,
                "%s is in charge; attaching took %d ns of guest time, the verifier went through %d instructions",
                attached.opsName(),
                attached.loadNanos(),
                attached.verifiedInstructions());
        return new Answer(
                warnings.isEmpty() ? text : text + "\nwarnings:\n" + String.join("\n", warnings),
                Map.of(
                        "ops_name",
                        attached.opsName(),
                        "load_ns",
                        attached.loadNanos(),
                        "verified_instructions",
                        attached.verifiedInstructions(),
                        "warnings",
                        warnings));
    }

    private static Answer dump(LabSession session, Arguments given) {
        ExitReport report = session.vm().schedulers().exitReport();
        List<Table> tables = new ArrayList<>();
        if (!report.dump().isBlank()) {
            SchedExtDump dump = dump(report);
            tables.add(dump.table());
            tables.add(dump.cpuTable());
            tables.add(dump.eventTable());
        }
        Answer answer = Answer.of(tables, given.limit(50));
        return new Answer(report + "\n" + answer.text(), answer.data())
                .with("scheduler", report.title())
                .with("kind", report.kindText())
                .with("reason", report.line());
    }

    private static SchedExtDump dump(ExitReport report) {
        try {
            return SchedExtDump.of(report.dump());
        } catch (LabException e) {
            throw LabException.asked("the kernel's dump cannot be read")
                    .found(e.getMessage())
                    .remedy("report tells what led to the end")
                    .exception();
        }
    }
}

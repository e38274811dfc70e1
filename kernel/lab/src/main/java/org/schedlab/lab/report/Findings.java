package org.schedlab.lab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import org.schedlab.lab.MeasuredAt;
import org.schedlab.lab.dump.SchedExtDump;
import org.schedlab.lab.schedulers.ExitReport;
import org.schedlab.lab.tables.CaptionedTable;
import org.schedlab.lab.trace.Trace;
import org.schedlab.vm.LabException;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// Makes a report of what was found. Used once.
final class Findings {
    private static final Pattern PRINTED = Pattern.compile("\\[ *\\d+\\.\\d{6}].*");

    private final Failure failure;
    private final Scene scene;
    private final ReportMaker.Past past;
    private final ReportMaker.OpCalls calls;
    private final List<Section> sections = new ArrayList<>();

    Findings(Failure failure, Scene scene, ReportMaker.Past past, ReportMaker.OpCalls calls) {
        this.failure = failure;
        this.scene = scene;
        this.past = past;
        this.calls = calls;
    }

    FailureReport report() {
        Optional<OpCall> call = fatal();
        past.last()
                .ifPresentOrElse(
                        recording -> sections.add(new Section(
                                "timeline",
                                "The last %s ms".formatted(ReportMaker.BEFORE.toMillis()),
                                "who ran where, up to the failure: "
                                        + recording.interval().caption(),
                                new Section.Drawn(new Trace(recording, (_, _) -> recording, (_, _) -> "").timeline()),
                                true)),
                        () -> sections.add(
                                Section.missing("timeline", "The last 50 ms", "not recorded: " + past.why())));
        operations();
        calls.waits().ifPresent(this::story);
        failure.exit().ifPresent(this::dump);
        queues();
        stacks();
        knobs();
        log();
        if (!scene.failures().isEmpty()) {
            sections.add(Section.missing("unread", "What could not be read", String.join("; ", scene.failures())));
        }
        return new FailureReport(
                failure,
                Cause.sentences(failure, scene, calls, call),
                call.map(this::path).orElse(List.of()),
                scene.instant().caption(),
                past.last().map(recording -> new Trace(recording, (_, _) -> recording, (_, _) -> "")),
                sections);
    }

    /// Of a stall, the call in which the scheduler was given the task; of an error, the last one of the program that
    /// the kernel names, or else the last one on that CPU.
    private Optional<OpCall> fatal() {
        return switch (failure.kind()) {
            case STALL -> calls.ofTask();
            case ERROR_EXIT -> {
                int cpu = scene.stop().map(stop -> stop.cpu()).orElse(-1);
                List<OpCall> there = calls.calls().reversed().stream()
                        .filter(each -> each.cpu() == cpu)
                        .toList();
                yield there.stream()
                        .filter(each -> scene.backtrace().stream()
                                .anyMatch(place -> place.function().equals(each.function())))
                        .findFirst()
                        .or(() -> there.stream().findFirst());
            }
            case PANIC, CLAIM, DEATH, ASKED -> Optional.empty();
        };
    }

    /// Up to the line that the kernel names, if it names one: a scheduler may go on behind an error.
    private List<String> path(OpCall call) {
        List<String> lines = call.path().stream().map(OpCall::text).toList();
        return scene.backtrace().stream()
                .filter(place -> place.function().equals(call.function()) && lines.contains(place.line()))
                .findFirst()
                .map(place -> lines.subList(0, lines.lastIndexOf(place.line()) + 1))
                .orElse(lines);
    }

    private void operations() {
        var time = LongColumn.create("guest time [ns]");
        var before = LongColumn.create("before [µs]");
        var cpu = IntColumn.create("cpu");
        var op = StringColumn.create("operation");
        var arguments = StringColumn.create("arguments");
        var task = StringColumn.create("on the cpu");
        var last = StringColumn.create("last line");
        for (OpCall each : calls.calls().reversed()) {
            time.append(each.guestTimeNanos());
            before.append((scene.clock() - each.nanos()) / 1000);
            cpu.append(each.cpu());
            op.append(each.op());
            arguments.append(each.arguments());
            task.append(each.task());
            last.append(each.lastLine());
        }
        Table table = CaptionedTable.titled(
                "the scheduler's last calls, the latest first, "
                        + scene.instant().caption(),
                time,
                before,
                cpu,
                op,
                arguments,
                task,
                last);
        sections.add(Section.rows(
                "ops",
                "Calls of the scheduler",
                "%s calls of the last %s ms%s, the latest first, each with the line that it went through last"
                        .formatted(
                                table.rowCount(),
                                ReportMaker.BEFORE.toMillis(),
                                calls.ofTask().isEmpty() ? "" : " and the one in which the task was given to it"),
                table,
                true));
    }

    private void story(WaitStory waits) {
        Table table = CaptionedTable.titled(
                "the task that waited, since it had a CPU last",
                LongColumn.create(
                        "guest time [ns]",
                        waits.events().stream()
                                .mapToLong(WaitStory.Event::guestTimeNanos)
                                .toArray()),
                IntColumn.create(
                        "cpu",
                        waits.events().stream().mapToInt(WaitStory.Event::cpu).toArray()),
                StringColumn.create(
                        "what",
                        waits.events().stream().map(WaitStory.Event::what).toList()));
        sections.add(Section.rows(
                "waited", "The task that waited", "what happened to it since it had a CPU last", table, true));
    }

    private void dump(ExitReport exit) {
        if (exit.dump().isBlank()) {
            sections.add(Section.missing("dump", "The kernel's dump", "the kernel has made none"));
            return;
        }
        try {
            SchedExtDump dump = SchedExtDump.of(exit.dump());
            sections.add(Section.rows(
                    "tasks",
                    "The kernel's dump: tasks",
                    "who could run, by the kernel's own dump: " + dump.headline(),
                    dump.table(),
                    true));
            sections.add(Section.rows(
                    "cpus",
                    "The kernel's dump: CPUs",
                    "run queues of CPUs that were not idle",
                    dump.cpuTable(),
                    false));
            sections.add(Section.rows(
                    "events",
                    "The kernel's dump: events",
                    "what the kernel has counted of sched_ext",
                    dump.eventTable(),
                    false));
            if (!dump.unknown().isEmpty()) {
                sections.add(Section.rows(
                        "unknown",
                        "The kernel's dump: not understood",
                        "lines that are none of those known",
                        dump.unknownLines(),
                        true));
            }
        } catch (LabException e) {
            sections.add(Section.missing("tasks", "The kernel's dump: tasks", e.getMessage()));
        }
        sections.add(new Section(
                "dump",
                "The kernel's dump: text",
                "as the kernel wrote it",
                new Section.Lines(exit.dump().strip()),
                false));
    }

    private void queues() {
        scene.queues().ifPresent(found -> {
            sections.add(new Section(
                    "queues",
                    "Queues",
                    "every queue of the kernel's scheduler at that instant",
                    new Section.Drawn(found.picture()),
                    true));
            sections.add(Section.rows(
                    "dispatch",
                    "Queues: DSQs",
                    "tasks in dispatch queues, in the order in which they would be taken",
                    found.dispatch(),
                    false));
        });
    }

    private void stacks() {
        scene.stacks().ifPresent(found -> {
            sections.add(Section.rows(
                    "stacks",
                    "Stacks",
                    "the kernel's part of each task's stack, innermost first",
                    found.table(),
                    false));
            sections.add(new Section(
                    "folded",
                    "Stacks: folded",
                    "for flamegraph.pl and speedscope",
                    new Section.Lines(found.folded()),
                    false));
        });
    }

    private void knobs() {
        scene.knobs()
                .ifPresent(table -> sections.add(
                        Section.rows("knobs", "Knobs", "the scheduler's variables at that instant", table, true)));
        int number = 0;
        for (Table map : scene.maps()) {
            number++;
            sections.add(Section.rows(
                    "map-" + number,
                    "Map " + number,
                    map.name() + ": the guest's agent was asked, behind that instant",
                    map,
                    false));
        }
    }

    private void log() {
        List<String> lines = new ArrayList<>(scene.console().stream()
                .filter(line -> PRINTED.matcher(line).find())
                .toList());
        failure.exit()
                .ifPresent(exit -> lines.add("(behind it) scheduler %s ended at %s: %s"
                        .formatted(
                                exit.scheduler(),
                                MeasuredAt.seconds(exit.atNanos()),
                                exit.exit().reason())));
        sections.add(new Section(
                "log",
                "The kernel's log",
                "its last %s lines before that instant"
                        .formatted(scene.console().size()),
                new Section.Lines(String.join("\n", lines)),
                false));
    }
}

package org.schedlab.lab.schedulers;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.schedlab.guest.agent.SchedulerExit;
import org.schedlab.lab.MeasuredAt;
import org.schedlab.vm.LabException;

/// Why a scheduler ended, as the kernel tells it; or why it did not come into charge.
///
/// Source: struct scx_exit_info and enum scx_exit_kind, kernel/sched/ext_internal.h (Linux 6.18);
/// names of kinds are those of the kernel that runs.
///
/// @param scheduler its name
/// @param atNanos when, on the guest's clock
/// @param kindName the name of the exit kind, such as `SCX_EXIT_ERROR_STALL`; its number if the
///     kernel has no name; empty for one that was refused and never was in charge
/// @param exit kind, code, reason and message
/// @param backtrace the functions that led to an error, innermost first, as `name+0x1f`; else empty
/// @param dump what each CPU was doing; empty unless it was an error
/// @param source who tells it
public record ExitReport(
        String scheduler,
        long atNanos,
        String kindName,
        SchedulerExit exit,
        List<String> backtrace,
        String dump,
        Source source) {
    private static final String BACKTRACE = "Backtrace";
    private static final int MOST_TOLD = 4000;

    private static final Map<String, String> VERDICTS = Map.of(
            "SCX_EXIT_ERROR_STALL",
            "the watchdog ended it: a task that could run was left alone for longer than the scheduler's timeout_ms",
            "SCX_EXIT_ERROR",
            "the kernel ended it: it did something that a scheduler must not do",
            "SCX_EXIT_ERROR_BPF",
            "it ended itself with scx_bpf_error",
            "SCX_EXIT_UNREG_BPF",
            "it ended itself in good order, with scx_bpf_exit",
            "SCX_EXIT_UNREG_KERN",
            "the kernel ended it in good order",
            "SCX_EXIT_SYSRQ",
            "somebody ended it with SysRq S",
            "SCX_EXIT_UNREG",
            "it was taken away");

    public ExitReport {
        backtrace = List.copyOf(backtrace);
    }

    /// Who tells how a scheduler ended.
    public enum Source {
        RECORD("what it recorded itself"),
        KERNEL("the kernel's struct scx_exit_info"),
        /// It does not tell exit code, backtrace and dump.
        CONSOLE("the kernel's lines on the console"),
        REFUSAL("whoever refused it"),
        NOBODY("nobody");

        private final String text;

        Source(String text) {
            this.text = text;
        }

        /// In words.
        public String text() {
            return text;
        }
    }

    /// For one that was not taken.
    ///
    /// @param why what the user was told
    public static ExitReport refused(String scheduler, long atNanos, LabException why) {
        String told = shortened(
                why.getMessage().split("\n {2}(try|available): ", 2)[0].replace("\n  found: ", ": "));
        return new ExitReport(
                scheduler,
                atNanos,
                "",
                new SchedulerExit(0, 0, "it was not taken", told),
                List.of(),
                "",
                Source.REFUSAL);
    }

    private static String shortened(String text) {
        return text.length() <= MOST_TOLD ? text : text.substring(0, MOST_TOLD) + " …";
    }

    /// Whether it was refused and never was in charge.
    public boolean wasRefused() {
        return source == Source.REFUSAL;
    }

    /// Whether it was in charge and ended with an error, the kernel's or its own.
    public boolean isFailure() {
        return kindName.startsWith("SCX_EXIT_ERROR");
    }

    /// Whether the scheduler's own exit code is known.
    public boolean knowsCode() {
        return source == Source.RECORD || source == Source.KERNEL;
    }

    /// A part of the kernel's dump.
    ///
    /// @param heading the kernel's, such as `CPU states` or `CPU 1`; empty for what stands before the
    ///     first
    /// @param text the lines below it
    public record Section(String heading, String text) {}

    /// The same with more to its message.
    ExitReport saying(String words) {
        String message = exit.message().isEmpty() ? words : exit.message() + "; " + words;
        return new ExitReport(
                scheduler,
                atNanos,
                kindName,
                new SchedulerExit(exit.kind(), exit.code(), exit.reason(), message),
                backtrace,
                dump,
                source);
    }

    /// The same of a scheduler by another name.
    ExitReport called(String name) {
        return new ExitReport(name, atNanos, kindName, exit, backtrace, dump, source);
    }

    /// What happened, in a sentence.
    public String verdict() {
        return wasRefused() ? "it did not come into charge" : VERDICTS.getOrDefault(kindName, "it ended");
    }

    /// One line, for a cell that ran when it happened.
    public String line() {
        return "%s: %s; EEVDF is in charge (%s)"
                .formatted(
                        title(),
                        summary(),
                        isFailure() ? "%report tells what led to it, %exit how it ended" : "%exit tells more");
    }

    /// `scheduler NAME ended at 1.234 s`, or that it was refused.
    public String title() {
        return "scheduler %s %s at %s"
                .formatted(scheduler, wasRefused() ? "was refused" : "ended", MeasuredAt.seconds(atNanos));
    }

    /// Kind and exit code, as far as they are known; empty for one that was refused.
    public String kindText() {
        if (wasRefused()) {
            return "";
        }
        return String.format(
                Locale.ROOT,
                "%s (%d), exit code %s",
                kindName,
                exit.kind(),
                knowsCode() ? ExitCode.text(exit.code()) : "not known");
    }

    private String summary() {
        String message = exit.message().isEmpty() ? "" : ": " + exit.message();
        return exit.reason() + message + (wasRefused() ? "" : " (%s)".formatted(kindName));
    }

    /// The dump, cut at the kernel's headings. Its format differs from release to release, so only
    /// headings are looked for: lines underlined with dashes, and `CPU N`.
    public List<Section> sections() {
        List<Section> sections = new ArrayList<>();
        String heading = "";
        List<String> lines = new ArrayList<>();
        List<String> all = dump.lines().toList();
        for (int i = 0; i < all.size(); i++) {
            boolean underlined = i + 1 < all.size() && isRule(all.get(i + 1));
            boolean cpu = all.get(i).matches("CPU \\d+ .*");
            if (underlined || cpu || all.get(i).equals(BACKTRACE + ":")) {
                add(sections, heading, lines);
                heading = cpu
                        ? all.get(i).split("\\s*:", 2)[0].strip()
                        : all.get(i).replace(":", "");
                lines = new ArrayList<>(cpu ? List.of(all.get(i)) : List.of());
            } else if (!isRule(all.get(i))) {
                lines.add(all.get(i));
            }
        }
        add(sections, heading, lines);
        return sections;
    }

    private static boolean isRule(String line) {
        return line.matches("-{4,}");
    }

    private static void add(List<Section> sections, String heading, List<String> lines) {
        String text = String.join("\n", lines).strip();
        if (!heading.isEmpty() || !text.isEmpty()) {
            sections.add(new Section(heading, String.join("\n", lines).stripTrailing()));
        }
    }

    /// Whether the dump tells the backtrace too, with the names of BPF programs.
    public boolean dumpHasBacktrace() {
        return sections().stream().anyMatch(section -> section.heading().equals(BACKTRACE));
    }

    /// The whole report as text.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("""
                %s of guest time
                  verdict:   %s
                  kind:      %s
                  reason:    %s
                  message:   %s
                  told by:   %s""".formatted(
                        title(),
                        verdict(),
                        wasRefused() ? "none" : kindText(),
                        exit.reason(),
                        exit.message().isEmpty() ? "none" : exit.message(),
                        source.text()));
        if (!backtrace.isEmpty() && !dumpHasBacktrace()) {
            text.append("\n  backtrace:");
            backtrace.forEach(frame -> text.append("\n    ").append(frame));
        }
        for (Section section : sections()) {
            text.append(section.heading().isEmpty() ? "\n" : "\n\n  " + section.heading());
            text.append(
                    section.text().isEmpty()
                            ? ""
                            : "\n" + section.text().indent(4).stripTrailing());
        }
        return text.toString();
    }
}

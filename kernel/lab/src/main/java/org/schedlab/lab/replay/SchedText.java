package org.schedlab.lab.replay;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.schedlab.vm.LabException;

/// Reads the text of ftrace, of `trace-cmd report`, and of `perf script` and `perf sched script`. Stateless.
final class SchedText {
    private static final Pattern LINE = Pattern.compile(
            "\\s*(\\S.*?)[-\\s]+(\\d+)(?:/\\d+)?\\s+(?:\\([^)]*\\)\\s+)?\\[(\\d+)\\]"
                    + "\\s+(?:(\\S+)\\s+)?(\\d+)\\.(\\d+):\\s+(?:\\w+:)?(sched_\\w+|\\w+_entry|\\w+_exit):\\s*(.*?)\\s*");
    private static final Pattern SWITCH =
            Pattern.compile("prev_comm=(.*?) prev_pid=(\\d+) prev_prio=(-?\\d+) prev_state=(\\S+) ==>"
                    + " next_comm=(.*?) next_pid=(\\d+) next_prio=(-?\\d+).*");
    private static final Pattern SHORT_SWITCH =
            Pattern.compile("(.*?):(\\d+) \\[(-?\\d+)\\] (\\S+) ==> (.*):(\\d+) \\[(-?\\d+)\\].*");
    private static final Pattern WAKE = Pattern.compile("comm=(.*?) pid=(\\d+) prio=(-?\\d+).*");
    private static final Pattern SHORT_WAKE = Pattern.compile("(.*?):(\\d+) \\[(-?\\d+)\\].*");
    private static final Pattern INTERRUPT =
            Pattern.compile("(irq_handler|softirq|local_timer|reschedule|call_function|"
                    + "call_function_single|irq_work)_(entry|exit)");
    private static final String IN_INTERRUPT = "hHs";
    private static final int CONTEXT = 2;

    private SchedText() {}

    private record Line(SeenEvent event, String kind) {}

    /// Switches and wake-ups by time. Of wake-ups `sched_waking`, which is told where it happens, if the text has it.
    ///
    /// @param from where the text comes from, for messages
    /// @throws LabException there is no switch in it, or one that cannot be read: says which line
    static List<SeenEvent> read(List<String> lines, String from) {
        List<Line> found = new ArrayList<>();
        Set<Integer> inInterrupt = new HashSet<>();
        for (int i = 0; i < lines.size(); i++) {
            Matcher line = LINE.matcher(lines.get(i));
            if (lines.get(i).contains(": ") && line.matches()) {
                int number = i + 1;
                Matcher interrupt = INTERRUPT.matcher(line.group(7));
                if (interrupt.matches()) {
                    boolean _ = interrupt.group(2).equals("entry")
                            ? inInterrupt.add(cpu(line))
                            : inInterrupt.remove(cpu(line));
                } else {
                    event(line, inInterrupt.contains(cpu(line)))
                            .ifPresentOrElse(found::add, () -> requireOther(line, number, from));
                }
            }
        }
        boolean hasWaking = found.stream().anyMatch(each -> each.kind().equals("sched_waking"));
        List<SeenEvent> events = found.stream()
                .filter(each -> !each.kind().equals(hasWaking ? "sched_wakeup" : "sched_waking"))
                .map(Line::event)
                .sorted(Comparator.comparingLong(SeenEvent::nanos))
                .toList();
        return requireSwitches(events, String.format(Locale.ROOT, "%,d lines", lines.size()), from);
    }

    /// Throws unless there is a switch among events.
    ///
    /// @param what was looked through
    static List<SeenEvent> requireSwitches(List<SeenEvent> events, String what, String from) {
        if (events.stream().noneMatch(SeenEvent.Switched.class::isInstance)) {
            throw LabException.asked("%s cannot be replayed".formatted(from))
                    .found(what + ", none of them a sched_switch")
                    .available(
                            "the text of ftrace, trace-cmd report, perf script or perf sched script; trace.dat; a Perfetto"
                                    + " trace (.pftrace, .perfetto-trace)")
                    .remedy(
                            "record sched_switch and sched_waking (or sched_wakeup), for example with: perf sched record,"
                                    + " then perf sched script; or trace-cmd record -e sched_switch -e sched_waking")
                    .exception();
        }
        return events;
    }

    private static void requireOther(Matcher line, int number, String from) {
        if (List.of("sched_switch", "sched_waking", "sched_wakeup", "sched_wakeup_new")
                .contains(line.group(7))) {
            throw LabException.asked(String.format(Locale.ROOT, "line %d of %s cannot be read", number, from))
                    .found(line.group().strip())
                    .available("prev_comm=… prev_pid=… as ftrace prints it, or NAME:PID [PRIO] as trace-cmd does")
                    .exception();
        }
    }

    private static Optional<Line> event(Matcher line, boolean inInterrupt) {
        String kind = line.group(7);
        return switch (kind) {
            case "sched_switch" -> switched(line);
            case "sched_waking", "sched_wakeup", "sched_wakeup_new" -> woken(line, kind, inInterrupt);
            default -> Optional.empty();
        };
    }

    private static Optional<Line> switched(Matcher line) {
        Matcher at = matching(line.group(8), SWITCH, SHORT_SWITCH);
        if (!at.matches()) {
            return Optional.empty();
        }
        return Optional.of(new Line(
                new SeenEvent.Switched(
                        nanos(line), cpu(line), who(at, 1), at.group(4).startsWith("R"), who(at, 5)),
                "sched_switch"));
    }

    private static Optional<Line> woken(Matcher line, String kind, boolean inInterrupt) {
        Matcher at = matching(line.group(8), WAKE, SHORT_WAKE);
        if (!at.matches()) {
            return Optional.empty();
        }
        String flags = line.group(4);
        boolean interrupt = inInterrupt
                || (flags != null && flags.length() > CONTEXT && IN_INTERRUPT.indexOf(flags.charAt(CONTEXT)) >= 0);
        int waker = interrupt ? 0 : Integer.parseInt(line.group(2));
        return Optional.of(new Line(new SeenEvent.Woken(nanos(line), cpu(line), waker, who(at, 1)), kind));
    }

    private static Matcher matching(String text, Pattern whole, Pattern brief) {
        Matcher matcher = whole.matcher(text);
        return matcher.matches() ? matcher : brief.matcher(text);
    }

    private static SeenEvent.Who who(Matcher at, int group) {
        int pid = group == 1 ? 2 : 6;
        int prio = group == 1 ? 3 : 7;
        return new SeenEvent.Who(Integer.parseInt(at.group(pid)), at.group(group), Integer.parseInt(at.group(prio)));
    }

    private static int cpu(Matcher line) {
        return Integer.parseInt(line.group(3));
    }

    private static long nanos(Matcher line) {
        String fraction = (line.group(6) + "000000000").substring(0, 9);
        return Long.parseLong(line.group(5)) * 1_000_000_000L + Long.parseLong(fraction);
    }
}

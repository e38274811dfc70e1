package org.schedlab.lab.dump;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.schedlab.vm.LabException;

/// Reads one dump, line by line. Used once.
///
/// Source: as [SchedExtDump#of].
final class DumpReader {
    private static final Pattern ROOT = Pattern.compile("(\\S+): (?:root|sub\\d+-\\d+ .*)");
    private static final Pattern TRIGGER =
            Pattern.compile("(.+)\\[(\\d+)] triggered exit kind (\\d+)(?: on CPU (\\d+))?:");
    private static final Pattern ASKED = Pattern.compile("Debug dump triggered by (.*)");
    private static final Pattern REASON = Pattern.compile(" *([^(]+) \\((.*)\\)");
    private static final Pattern EVENT = Pattern.compile(" *(SCX_EV_\\w+): +(-?\\d+)");
    private static final Pattern FRAME =
            Pattern.compile(" *([\\w.$]+\\+0x[0-9a-f]+/0x[0-9a-f]+(?: \\[\\S+])?|0x[0-9a-f]+)");
    private static final Pattern RULE = Pattern.compile("-{4,}|={4,}");
    private static final Pattern END = Pattern.compile("~~~~ TRUNCATED ~~~~|={4,}|EXIT: .*|sched_ext: .*");

    private final List<String> lines;
    private final List<SchedExtDump.UnknownLine> unknown = new ArrayList<>();
    private final List<String> backtrace = new ArrayList<>();
    private final List<String> own = new ArrayList<>();
    private final Map<String, Long> events = new LinkedHashMap<>();
    private final DumpedRows rows = new DumpedRows();
    private Part part = Part.REASON;
    private String scheduler = "";
    private String trigger = "";
    private OptionalInt exitCpu = OptionalInt.empty();
    private int kind;
    private String reason = "";
    private String message = "";
    private boolean truncated;

    private enum Part {
        REASON,
        HEAD,
        BACKTRACE,
        CPUS,
        EVENTS,
        /// The last counter was read: what follows is the log's.
        BEHIND
    }

    DumpReader(String text) {
        lines = text.lines().map(LogPrefix::off).map(String::stripTrailing).toList();
    }

    SchedExtDump read() {
        int first = header();
        for (int at = first + 1; at < lines.size() && part != Part.BEHIND; at++) {
            String line = lines.get(at);
            if (line.isBlank()) {
                rows.blank();
            } else if (END.matcher(line.strip()).matches()) {
                truncated |= line.contains("TRUNCATED");
                break;
            } else if (!understood(line)) {
                unknown.add(new SchedExtDump.UnknownLine(at + 1, line));
            }
        }
        return new SchedExtDump(
                scheduler,
                trigger,
                exitCpu,
                kind,
                reason,
                message,
                backtrace,
                own,
                rows.cpus(),
                rows.tasks(),
                java.util.Collections.unmodifiableMap(events),
                truncated,
                unknown);
    }

    /// Where the dump begins.
    private int header() {
        List<Integer> found = new ArrayList<>();
        for (int at = 0; at < lines.size(); at++) {
            if (TRIGGER.matcher(lines.get(at).strip()).matches()
                    || ASKED.matcher(lines.get(at).strip()).matches()) {
                found.add(at);
            }
        }
        if (found.size() != 1) {
            throw LabException.asked("this text cannot be read as a sched_ext dump")
                    .found(
                            found.isEmpty()
                                    ? "none of its %s lines begins one".formatted(lines.size())
                                    : "it holds %s, which begin in the lines %s"
                                            .formatted(
                                                    found.size(),
                                                    String.join(
                                                            ", ",
                                                            found.stream()
                                                                    .map(at -> Integer.toString(at + 1))
                                                                    .toList())))
                    .available("one that begins with 'NAME[PID] triggered exit kind N:' or 'Debug dump triggered by …'")
                    .remedy("paste one dump, from that line to the last of its event counters")
                    .exception();
        }
        int at = found.getFirst();
        Matcher before = ROOT.matcher(at == 0 ? "" : lines.get(at - 1).strip());
        scheduler = before.matches() ? before.group(1) : "";
        Matcher asked = ASKED.matcher(lines.get(at).strip());
        if (asked.matches()) {
            reason = asked.group(1);
            part = Part.HEAD;
            return at;
        }
        Matcher header = TRIGGER.matcher(lines.get(at).strip());
        if (header.matches()) {
            trigger = header.group(1) + ":" + header.group(2);
            kind = Integer.parseInt(header.group(3));
            exitCpu = header.group(4) == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(header.group(4)));
        }
        return at;
    }

    private boolean understood(String line) {
        String bare = line.strip();
        if (bare.equals("Backtrace:")) {
            part = Part.BACKTRACE;
            return true;
        }
        if (bare.equals("CPU states")) {
            part = Part.CPUS;
            return true;
        }
        if (bare.equals("Event counters")) {
            part = Part.EVENTS;
            rows.end();
            return true;
        }
        if (RULE.matcher(bare).matches()) {
            return true;
        }
        return switch (part) {
            case REASON -> reason(line);
            case BACKTRACE -> frame(line) || own.add(line);
            case HEAD -> own.add(line);
            case CPUS -> rows.understood(line);
            case EVENTS -> event(line);
            case BEHIND -> true;
        };
    }

    private boolean reason(String line) {
        Matcher found = REASON.matcher(line);
        if (!found.matches()) {
            return false;
        }
        reason = found.group(1);
        message = found.group(2);
        part = Part.HEAD;
        return true;
    }

    private boolean frame(String line) {
        @Nullable String found = frameOf(line);
        return found != null && backtrace.add(found);
    }

    /// A function and what is behind it; null if the line is none.
    static @Nullable String frameOf(String line) {
        Matcher frame = FRAME.matcher(line);
        return frame.matches() ? frame.group(1) : null;
    }

    private boolean event(String line) {
        Matcher found = EVENT.matcher(line);
        if (found.matches()) {
            events.put(found.group(1), Long.parseLong(found.group(2)));
            return true;
        }
        // A line of the log behind the dump, which has as many counters as its kernel.
        boolean behind = !events.isEmpty() && !line.contains("SCX_EV");
        part = behind ? Part.BEHIND : part;
        return behind;
    }
}

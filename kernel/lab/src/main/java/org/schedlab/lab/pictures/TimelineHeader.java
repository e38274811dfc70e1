package org.schedlab.lab.pictures;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.schedlab.lab.recorder.RecordedTask;

/// What the script of a timeline must know besides its pieces, as JSON: names, colours, places of lanes.
final class TimelineHeader {
    /// Where the lanes begin on the canvas, below the texts of marks.
    private static final int TOP = 24;

    private final StringBuilder json = new StringBuilder("{");

    private TimelineHeader() {}

    /// @param packed the pieces, wake-ups and numbers of waiting tasks, in base64
    static String of(TimelineContent content, String packed) {
        TimelineHeader header = new TimelineHeader();
        TimelineWords words = new TimelineWords(content);
        header.add("title", quoted(words.title()));
        header.add("words", quoted("timeline: " + words.title()));
        header.add("captions", strings(words.sentences()));
        header.add("notes", strings(words.interactiveNotes()));
        header.add(
                "from",
                String.valueOf(content.options().from() + content.options().ahead()));
        header.add(
                "length",
                String.valueOf(content.options().to() - content.options().from()));
        header.add("cpus", String.valueOf(content.cpus()));
        header.add("left", String.valueOf(TimelineArranger.LEFT));
        header.add("waitingHeight", String.valueOf(TimelineArranger.WAITING - 1));
        header.add("mostWaiting", String.valueOf(content.waiting().most()));
        header.add("lanes", lanes(content));
        header.add("tasks", tasks(content));
        header.add("interrupts", strings(content.interruptKinds()));
        header.add("marks", marks(content));
        header.add("themes", "{\"light\":" + theme(Theme.LIGHT) + ",\"dark\":" + theme(Theme.DARK) + "}");
        header.add("data", "\"" + packed + "\"");
        return header.json.append('}').toString();
    }

    private void add(String name, String value) {
        json.append(json.length() > 1 ? ",\n" : "")
                .append(quoted(name))
                .append(':')
                .append(value);
    }

    private static String lanes(TimelineContent content) {
        return TimelineArranger.lanes(content, TOP).stream()
                .map(lane -> String.format(
                        Locale.ROOT,
                        "[\"%s\",%d,%.0f,%.0f]",
                        lane.kind().name().toLowerCase(Locale.ROOT),
                        lane.number(),
                        lane.top(),
                        lane.height()))
                .collect(Collectors.joining(",", "[", "]"));
    }

    /// Those that the pieces and wake-ups name: number, label, colour.
    private static String tasks(TimelineContent content) {
        TreeSet<Integer> named = new TreeSet<>();
        content.shown().forEach(task -> named.add(task.number()));
        content.wakes().forEach(wake -> named.add(wake.waker()));
        content.pieces().stream()
                .filter(piece -> piece.kind() == Piece.Kind.RUNNING)
                .forEach(piece -> named.add(piece.subject()));
        return named.stream()
                .filter(number -> number >= 0)
                .map(number -> {
                    RecordedTask task = content.tasks().get(number);
                    return "\"" + number + "\":[" + quoted(task.label()) + ","
                            + quoted(SvgPen.hex(TaskColours.of(task))) + "]";
                })
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String marks(TimelineContent content) {
        return content.marks().stream()
                .map(mark -> "[" + (mark.nanos() - content.options().from()) + ","
                        + quoted(TimelineArranger.word(mark.kind()) + mark.text()) + "]")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String theme(Theme theme) {
        StringBuilder colours = new StringBuilder("{\"kinds\":");
        colours.append(strings(Stream.of(Piece.Kind.values())
                .sorted(Comparator.comparingInt(Piece.Kind::code))
                .map(kind -> SvgPen.hex(theme.of(kind)))
                .toList()));
        return colours.append(",\"ground\":")
                .append(quoted(SvgPen.hex(theme.ground())))
                .append(",\"text\":")
                .append(quoted(SvgPen.hex(theme.text())))
                .append(",\"faint\":")
                .append(quoted(SvgPen.hex(theme.faint())))
                .append(",\"rule\":")
                .append(quoted(SvgPen.hex(theme.rule())))
                .append(",\"arrow\":")
                .append(quoted(SvgPen.hex(theme.arrow())))
                .append(",\"several\":")
                .append(quoted(SvgPen.hex(TaskColours.SEVERAL)))
                .append(",\"named\":")
                .append(quoted(SvgPen.hex(TaskColours.TEXT)))
                .append('}')
                .toString();
    }

    private static String strings(List<String> texts) {
        return texts.stream().map(TimelineHeader::quoted).collect(Collectors.joining(",", "[", "]"));
    }

    /// A string of JSON that is safe inside a script element, whatever a task is called.
    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(each -> {
            boolean plain = each >= ' ' && each != '"' && each != '\\' && each != '<' && each != '>' && each != '&';
            if (plain && each < 0x2028) {
                quoted.append((char) each);
            } else {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", each));
            }
        });
        return quoted.append('"').toString();
    }
}

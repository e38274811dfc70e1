package org.schedlab.lab.pictures;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.schedlab.lab.recorder.Recording;

/// Why something took so long: parts of an interval, one after the other, a colour for each cause; below,
/// the longest of them in words. A value; thread-safe.
public final class CausePicture implements Picture {
    private static final int WIDTH = 900;
    private static final int MOST_WORDS = 12;

    private final String title;
    private final String place;
    private final TimeAxis axis;
    private final List<Part> parts;
    private final Theme theme;

    /// What it was for some time.
    ///
    /// @param from the guest's clock of QEMU, in ns from power-on
    /// @param to the same
    /// @param cause in a word or two, the same for parts of one kind
    /// @param text in a sentence
    public record Part(long from, long to, String cause, String text) {
        /// In ns.
        public long length() {
            return to - from;
        }
    }

    private CausePicture(String title, String place, TimeAxis axis, List<Part> parts, Theme theme) {
        this.title = title;
        this.place = place;
        this.axis = axis;
        this.parts = parts;
        this.theme = theme;
    }

    /// Of parts of a recording, light. Without parts it says so.
    ///
    /// @param what such as `Why spin-0:139 waited 4.2 ms`; who was in charge is added
    /// @param parts by time, without a gap
    public static CausePicture of(String what, Recording recording, List<Part> parts) {
        return of(what, recording, parts, Theme.PAGE);
    }

    /// The same in other colours.
    public static CausePicture of(String what, Recording recording, List<Part> parts, Theme theme) {
        long from =
                parts.isEmpty() ? recording.interval().from() : parts.getFirst().from();
        long to = parts.isEmpty() ? from : parts.getLast().to();
        TimeAxis axis = new TimeAxis(from, to, 24, WIDTH - 24, recording.ahead());
        return new CausePicture(
                Titles.of(what, recording.interval()),
                Titles.place(recording, from, to),
                axis,
                List.copyOf(parts),
                theme);
    }

    /// How many ns each cause has, the one with the most first. They sum to the whole interval.
    public Map<String, Long> causes() {
        Map<String, Long> sums = new LinkedHashMap<>();
        parts.forEach(part -> sums.merge(part.cause(), part.length(), Long::sum));
        Map<String, Long> sorted = new LinkedHashMap<>();
        sums.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .forEach(each -> sorted.put(each.getKey(), each.getValue()));
        return sorted;
    }

    List<Part> parts() {
        return parts;
    }

    TimeAxis axis() {
        return axis;
    }

    String title() {
        return title;
    }

    String place() {
        return place;
    }

    /// Of a cause, with its share: `another ran 1.5 ms (40.0 %)`.
    String legend(String cause, long nanos) {
        double share = 100.0 * nanos / Math.max(1, axis.to() - axis.from());
        return String.format(Locale.ROOT, "%s %s (%.1f %%)", cause, TimeText.length(nanos), share);
    }

    /// The longest parts by time, each in a line, and how many are not told.
    List<String> told() {
        if (parts.isEmpty()) {
            return List.of("nothing: the interval is empty");
        }
        List<String> lines = new ArrayList<>();
        parts.stream()
                .sorted(Comparator.comparingLong((Part part) -> -part.length()).thenComparingLong(Part::from))
                .limit(MOST_WORDS)
                .sorted(Comparator.comparingLong(Part::from))
                .map(part -> TimeText.instant(part.from() + axis.ahead()) + " " + TimeText.length(part.length()) + ": "
                        + part.text())
                .forEach(lines::add);
        if (parts.size() > MOST_WORDS) {
            lines.add("the " + MOST_WORDS + " longest of " + parts.size() + " parts are told in words");
        }
        return lines;
    }

    @Override
    public String words() {
        List<String> lines = new ArrayList<>(List.of(title, place));
        causes().forEach((cause, nanos) -> lines.add(legend(cause, nanos)));
        lines.addAll(told());
        return String.join("\n", lines);
    }

    @Override
    public String svg() {
        return Images.svg(this, theme, pen -> new CauseDrawing(this, theme, pen).draw());
    }

    @Override
    public byte[] png() {
        return Images.png(this, theme, pen -> new CauseDrawing(this, theme, pen).draw());
    }

    @Override
    public String html() {
        return Images.svgHtml(this);
    }

    @Override
    public int width() {
        return WIDTH;
    }

    @Override
    public int height() {
        return CauseDrawing.height(causes().size(), told().size());
    }

    @Override
    public String toString() {
        return words();
    }
}

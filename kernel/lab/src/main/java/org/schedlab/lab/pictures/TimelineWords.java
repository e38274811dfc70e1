package org.schedlab.lab.pictures;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What a timeline says of itself.
final class TimelineWords {
    /// How wide a character of small text is, in pixels, on the average.
    private static final double CHARACTER = 6.2;

    private final TimelineContent content;
    private final TimelineOptions options;

    TimelineWords(TimelineContent content) {
        this.content = content;
        this.options = content.options();
    }

    String title() {
        return Titles.of("Who ran where", content.source());
    }

    /// In lines that fit the picture's width.
    List<String> captions() {
        return wrapped(sentences());
    }

    /// Where and when, and what the parts mean.
    List<String> sentences() {
        return List.of(
                Titles.place(content.source(), options),
                "CPUs: a colour for each task, empty when idle"
                        + (content.offline().isEmpty() ? "" : ", grey when offline")
                        + "; below: handling interrupts; above: tasks that wait for it (runnable, not running), "
                        + most() + ".",
                "Tasks: running with the CPU's number, waiting for a CPU, blocked (D), sleeping (S, I). "
                        + "Arrows: who woke whom.");
    }

    private String most() {
        double most = content.waiting().most();
        return most == 0 ? "none in this interval" : String.format(Locale.ROOT, "full height: a mean of %.3g", most);
    }

    /// What a static picture leaves out.
    List<String> notes() {
        TimelineContent.Counts counts = content.counts();
        List<String> notes = new ArrayList<>();
        lanes(notes);
        if (content.wakes().size() < counts.wakes()) {
            notes.add(String.format(
                    Locale.ROOT,
                    "%,d of %,d wake-ups have an arrow: those after which a task waited longest",
                    content.wakes().size(),
                    counts.wakes()));
        }
        events(notes);
        return wrapped(notes);
    }

    /// What the interactive form leaves out.
    List<String> interactiveNotes() {
        TimelineContent.Counts counts = content.counts();
        List<String> notes = new ArrayList<>();
        lanes(notes);
        if (counts.merged() > 0) {
            notes.add("a timeline of a shorter interval shows them one by one");
        }
        if (content.wakes().size() < counts.wakes()) {
            notes.add(String.format(
                    Locale.ROOT,
                    "%,d of %,d wake-ups are in this picture: those after which a task waited longest",
                    content.wakes().size(),
                    counts.wakes()));
        }
        events(notes);
        return notes;
    }

    private void lanes(List<String> notes) {
        TimelineContent.Counts counts = content.counts();
        if (options.from() == options.to() || counts.events() == 0) {
            notes.add("no events in this interval");
        }
        int hidden = counts.active() - content.shown().size();
        if (hidden > 0) {
            notes.add(String.format(
                    Locale.ROOT,
                    "%d of %d tasks that ran or waited have a lane: those that ran longest and those that waited "
                            + "longest; %d are not shown",
                    content.shown().size(),
                    counts.active(),
                    hidden));
        }
        if (counts.merged() > 0) {
            notes.add(String.format(
                    Locale.ROOT,
                    "%,d of %,d intervals are shorter than %s and merged into columns: a part's height is its share "
                            + "of the column's time, grey is several tasks",
                    counts.merged(),
                    counts.intervals(),
                    TimeText.length(content.grain().shortest())));
        }
    }

    private void events(List<String> notes) {
        if (content.counts().freezes() > 0) {
            notes.add(String.format(
                    Locale.ROOT,
                    "the machine stood %,d times in this interval: so many are not marked",
                    content.counts().freezes()));
        }
        if (content.source().lost() > 0) {
            notes.add(String.format(
                    Locale.ROOT,
                    "%,d events were lost in the recording: what lies around them may be wrong",
                    content.source().lost()));
        }
        notes.addAll(content.source().missing());
    }

    private List<String> wrapped(List<String> texts) {
        int most = (int) ((options.width() - 20) / CHARACTER);
        List<String> lines = new ArrayList<>();
        for (String text : texts) {
            StringBuilder line = new StringBuilder();
            for (String word : text.split(" ", -1)) {
                if (!line.isEmpty() && line.length() + 1 + word.length() > most) {
                    lines.add(line.toString());
                    line.setLength(0);
                }
                line.append(line.isEmpty() ? "" : " ").append(word);
            }
            lines.add(line.toString());
        }
        return lines;
    }
}

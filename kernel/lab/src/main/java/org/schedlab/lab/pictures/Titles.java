package org.schedlab.lab.pictures;

import org.schedlab.lab.recorder.Recording;

/// What every picture of a recording is called: what it shows, of whom and when.
final class Titles {
    private Titles() {}

    /// The title of a chart that has a caption.
    static String of(String what, Recording.Interval interval) {
        return what + ": " + interval.scheduler();
    }

    /// The first line of a caption: which kernel, when.
    static String place(Recording.Interval interval) {
        return place(interval, interval.from(), interval.to());
    }

    private static String place(Recording.Interval interval, long from, long to) {
        return "Linux " + interval.kernel() + " · " + TimeText.length(to - from) + " of guest time from "
                + TimeText.instant(from);
    }

    /// A title of a part.
    ///
    /// @param from in ns from power-on
    /// @param to in ns from power-on
    static String of(String what, Recording.Interval interval, long from, long to) {
        return of(what, interval) + " · " + place(interval, from, to);
    }

    /// What the recording does not know, as lines of a caption, each with a line break before it.
    static String missing(Recording.Interval interval) {
        StringBuilder text = new StringBuilder();
        if (interval.lost() > 0) {
            text.append('\n').append(interval.lost()).append(" events were lost in the recording");
        }
        interval.missing().forEach(each -> text.append('\n').append(each));
        return text.toString();
    }
}

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
    static String place(Recording recording) {
        return place(
                recording, recording.interval().from(), recording.interval().to());
    }

    /// The same of a part.
    ///
    /// @param from the guest's clock of QEMU, in ns from power-on
    /// @param to the same
    static String place(Recording recording, long from, long to) {
        return place(recording.interval(), from, to, recording.ahead());
    }

    /// The same of a part.
    static String place(Recording.Interval interval, TimelineOptions part) {
        return place(interval, part.from(), part.to(), part.ahead());
    }

    private static String place(Recording.Interval interval, long from, long to, long ahead) {
        return "Linux " + interval.kernel() + " · " + TimeText.length(to - from) + " of guest time from "
                + TimeText.instant(from + ahead);
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

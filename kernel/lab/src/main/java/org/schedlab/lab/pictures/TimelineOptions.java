package org.schedlab.lab.pictures;

import java.util.function.Predicate;

import org.schedlab.lab.recorder.RecordedTask;
import org.schedlab.lab.recorder.Recording;

/// What a timeline shows of a recording, and how. A value.
///
/// @param from the left end: the guest's clock of QEMU, in ns from power-on
/// @param to the right end
/// @param ahead what guest time (CLOCK_MONOTONIC) is ahead of that clock, in ns
/// @param width of the whole picture, in pixels; at least 300
/// @param tasks which tasks may have lanes
/// @param mostTasks of those, at most so many have one: those that ran longest and those that waited longest
/// @param mostArrows of the wake-ups, only so many after which a task waited longest have an arrow
/// @param theme the colours of the static forms; the interactive one follows its page
public record TimelineOptions(
        long from,
        long to,
        long ahead,
        int width,
        Predicate<RecordedTask> tasks,
        int mostTasks,
        int mostArrows,
        Theme theme) {
    private static final int NARROWEST = 300;

    public TimelineOptions {
        width = Math.max(NARROWEST, width);
        to = Math.max(from, to);
    }

    /// All of a recording, 1000 pixels wide, light, 30 tasks and 100 arrows.
    public static TimelineOptions of(Recording recording) {
        Recording.Interval all = recording.interval();
        return new TimelineOptions(all.from(), all.to(), recording.ahead(), 1000, task -> true, 30, 100, Theme.PAGE);
    }

    /// Only an interval; what lies outside the recording is left out.
    ///
    /// @param newFrom guest time in ns, as tables have it
    /// @param newTo the same
    public TimelineOptions between(long newFrom, long newTo) {
        return new TimelineOptions(
                Math.clamp(newFrom - ahead, from, to),
                Math.clamp(newTo - ahead, from, to),
                ahead,
                width,
                tasks,
                mostTasks,
                mostArrows,
                theme);
    }

    public TimelineOptions withWidth(int pixels) {
        return new TimelineOptions(from, to, ahead, pixels, tasks, mostTasks, mostArrows, theme);
    }

    /// Lanes only for these tasks; the CPUs' lanes show all.
    public TimelineOptions withTasks(Predicate<RecordedTask> which) {
        return new TimelineOptions(from, to, ahead, width, which, mostTasks, mostArrows, theme);
    }

    public TimelineOptions withMostTasks(int most) {
        return new TimelineOptions(from, to, ahead, width, tasks, most, mostArrows, theme);
    }

    public TimelineOptions withMostArrows(int most) {
        return new TimelineOptions(from, to, ahead, width, tasks, mostTasks, most, theme);
    }

    public TimelineOptions withTheme(Theme colours) {
        return new TimelineOptions(from, to, ahead, width, tasks, mostTasks, mostArrows, colours);
    }
}

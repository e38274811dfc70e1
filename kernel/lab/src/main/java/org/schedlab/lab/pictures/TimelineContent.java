package org.schedlab.lab.pictures;

import java.util.List;

import org.schedlab.lab.recorder.Mark;
import org.schedlab.lab.recorder.RecordedTask;
import org.schedlab.lab.recorder.Recording;

/// What a timeline is of, before anything has its place.
///
/// @param source the recording's own interval, with its scheduler and kernel
/// @param shown the tasks that have lanes, from top to bottom
/// @param pieces sorted by lane, then by time; their `lane` counts CPUs first, then each CPU's interrupts, then the
/// shown tasks
/// @param offline when CPUs were offline
/// @param wakes by time
/// @param interruptKinds by the index that pieces name
record TimelineContent(
        Recording.Interval source,
        List<RecordedTask> tasks,
        TimelineOptions options,
        LaneBuilder.Grain grain,
        List<RecordedTask> shown,
        List<Piece> pieces,
        WaitingLevels waiting,
        List<TimelineLayout.Offline> offline,
        List<Wake> wakes,
        List<Mark> marks,
        List<String> interruptKinds,
        Counts counts) {

    /// What was left out, counted.
    ///
    /// @param active tasks that ran or waited
    /// @param intervals of the lanes, before any were merged
    /// @param merged of those, how many share a column with others
    /// @param wakes wake-ups of shown tasks
    /// @param events in the interval
    /// @param freezes in it that are not among the marks, because there are too many
    record Counts(int active, long intervals, long merged, long wakes, long events, long freezes) {}

    int cpus() {
        return source.cpus();
    }

    int interruptLane(int cpu) {
        return cpus() + cpu;
    }

    int taskLane(int position) {
        return 2 * cpus() + position;
    }

    /// Lanes of all kinds.
    int lanes() {
        return taskLane(shown.size());
    }
}

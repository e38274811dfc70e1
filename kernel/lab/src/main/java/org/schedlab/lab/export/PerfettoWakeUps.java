package org.schedlab.lab.export;

import org.schedlab.lab.recorder.RecordedTask;
import org.schedlab.lab.recorder.Recording;
import org.schedlab.lab.recorder.SchedEvent;
import org.schedlab.lab.recorder.TaskState;

/// Arrows of a Perfetto trace: from where a task was woken to where it ran then. Not thread-safe.
final class PerfettoWakeUps {
    private final PerfettoTracks tracks;
    private final TaskStates states;
    /// By task: the arrow that ends where it runs next; 0 if none does.
    private final long[] arrows;

    private long last;

    /// @param states of the recording's tasks; the caller moves them on
    PerfettoWakeUps(Recording recording, TaskStates states, PerfettoTracks tracks) {
        this.tracks = tracks;
        this.states = states;
        arrows = new long[recording.tasks().size()];
    }

    /// Takes an event that the states have not yet taken.
    void take(SchedEvent event) {
        switch (event) {
            case SchedEvent.Waking at -> begin(at);
            // It was still on its CPU: it does not wait, and runs on.
            case SchedEvent.Wakeup at
            when states.of(at.task()) == TaskState.RUNNING -> arrows[at.task().number()] = 0;
            case SchedEvent.Switch at -> end(at);
            default -> {}
        }
    }

    private void begin(SchedEvent.Waking at) {
        RecordedTask waker = at.waker();
        long track = waker.idle()
                ? tracks.track(PerfettoTracks.Group.WAKERS, "CPU " + at.cpu(), at.cpu())
                : tracks.of(waker);
        long arrow = ++last;
        arrows[at.task().number()] = arrow;
        tracks.instant(
                at.nanos(), track, "wakes " + at.task().label(), body -> body.fixed64(PerfettoFields.FLOWS, arrow));
    }

    private void end(SchedEvent.Switch at) {
        RecordedTask next = at.next();
        long arrow = arrows[next.number()];
        if (arrow != 0) {
            arrows[next.number()] = 0;
            tracks.instant(
                    at.nanos(),
                    tracks.of(next),
                    "runs after a wake-up",
                    body -> body.fixed64(PerfettoFields.ENDING_FLOWS, arrow));
        }
    }
}

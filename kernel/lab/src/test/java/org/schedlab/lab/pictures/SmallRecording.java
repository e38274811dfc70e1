package org.schedlab.lab.pictures;

import java.util.ArrayList;
import java.util.List;

import org.schedlab.lab.recorder.GuestTimes;
import org.schedlab.lab.recorder.LeavingState;
import org.schedlab.lab.recorder.Mark;
import org.schedlab.lab.recorder.RecordedTask;
import org.schedlab.lab.recorder.Recording;
import org.schedlab.lab.recorder.SchedEvent;
import org.schedlab.lab.recorder.TaskAtStart;
import org.schedlab.lab.recorder.TaskState;

/// Two CPUs, three tasks and a few events, known by heart: 1 ms from 2 s on.
///
/// `a` runs on CPU 0, wakes `b` at 100 µs, which runs on CPU 1 from 150 µs on. At 400 µs `a` is preempted by `c`,
/// that an interrupt woke at 300 µs; `c` blocks at 500 µs, `a` goes on. `b` sleeps at 900 µs.
final class SmallRecording {
    static final long START = 2_000_000_000L;

    /// Guest time is so much ahead of the clock of events.
    private static final long AHEAD = -500_000_000;

    static final RecordedTask IDLE0 = new RecordedTask(0, 0, 0, "swapper/0", 120, true, "/");
    static final RecordedTask IDLE1 = new RecordedTask(1, 0, 0, "swapper/1", 120, true, "/");
    static final RecordedTask A = new RecordedTask(2, 101, 101, "a", 120, false, "/");
    static final RecordedTask B = new RecordedTask(3, 102, 102, "b", 120, false, "/");
    static final RecordedTask C = new RecordedTask(4, 103, 103, "c<&\u0001>", 120, false, "/");

    private SmallRecording() {}

    static long at(long micros) {
        return START + micros * 1_000;
    }

    /// Guest time, so many µs after the beginning.
    static long guest(long micros) {
        return at(micros) + AHEAD;
    }

    static Recording make() {
        List<SchedEvent> events = new ArrayList<>();
        events.add(new SchedEvent.Waking(at(100), 0, B, A, 1));
        events.add(new SchedEvent.Wakeup(at(110), 0, B, 1));
        events.add(new SchedEvent.Switch(at(150), 1, IDLE1, LeavingState.RUNNABLE, B));
        events.add(new SchedEvent.InterruptEntered(at(290), 1, "local timer"));
        events.add(new SchedEvent.Waking(at(300), 1, C, B, 0));
        events.add(new SchedEvent.Wakeup(at(300), 1, C, 0));
        events.add(new SchedEvent.InterruptLeft(at(310), 1, "local timer"));
        events.add(new SchedEvent.Switch(at(400), 0, A, LeavingState.PREEMPTED, C));
        events.add(new SchedEvent.Switch(at(500), 0, C, LeavingState.BLOCKED, A));
        events.add(new SchedEvent.Switch(at(900), 1, B, LeavingState.SLEEPING, IDLE1));
        return of(events, 0, List.of());
    }

    static Recording of(List<SchedEvent> events, long lost, List<String> missing) {
        var interval = new Recording.Interval(START, at(1_000), 2, lost, "vtime", "6.18.15", missing);
        List<TaskAtStart> start = List.of(
                new TaskAtStart(IDLE0, TaskState.RUNNABLE, 0),
                new TaskAtStart(IDLE1, TaskState.RUNNING, 1),
                new TaskAtStart(A, TaskState.RUNNING, 0),
                new TaskAtStart(B, TaskState.SLEEPING, 1),
                new TaskAtStart(C, TaskState.SLEEPING, 0));
        List<Mark> marks = List.of(
                new Mark(at(250), Mark.Kind.CELL, "3"),
                new Mark(at(251), Mark.Kind.FREEZE, "1"),
                new Mark(at(800), Mark.Kind.NOTE, "late"));
        return new Recording(
                interval, List.of(IDLE0, IDLE1, A, B, C), start, marks, events::forEach, GuestTimes.ahead(AHEAD));
    }
}

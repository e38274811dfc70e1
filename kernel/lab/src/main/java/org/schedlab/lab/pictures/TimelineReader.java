package org.schedlab.lab.pictures;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.schedlab.lab.recorder.LeavingState;
import org.schedlab.lab.recorder.Mark;
import org.schedlab.lab.recorder.RecordedTask;
import org.schedlab.lab.recorder.Recording;
import org.schedlab.lab.recorder.SchedEvent;
import org.schedlab.lab.recorder.TaskInterval;
import org.schedlab.lab.recorder.TaskIntervals;
import org.schedlab.lab.recorder.TaskState;

/// Reads a recording for a timeline, when it is known who was active. What it keeps is bounded by the picture's
/// fineness, not by the recording's length. Not thread-safe.
final class TimelineReader {
    /// More of them would hide what is below.
    private static final int MOST_FREEZES = 40;

    private final Recording recording;
    private final TimelineOptions options;
    private final Limits limits;
    private final List<RecordedTask> shown;
    private final int[] laneOfTask;
    private final @Nullable LeavingState[] left;
    private final LaneBuilder[] lanes;
    private final List<List<Piece>> pieces = new ArrayList<>();
    private int pieceCount;
    private final WaitingLevels waiting;
    private final Wakes.Longest longest;
    private final Wakes wakes;
    private final Interrupts interrupts;
    private final OfflineSpans offline;
    private final int active;
    private final int cpus;
    private final List<Mark> marks;
    private final long freezes;
    private long intervals;
    private long merged;
    private long wakeUps;
    private long events;

    /// What is kept at most.
    ///
    /// @param pieces of more there is no use
    /// @param columns of the numbers of waiting tasks
    /// @param wakes those with the longest waits
    record Limits(LaneBuilder.Grain grain, int pieces, int columns, int wakes) {}

    private TimelineReader(Recording recording, TimelineOptions options, Activity activity, Limits limits) {
        this.recording = recording;
        this.options = options;
        this.limits = limits;
        shown = activity.mostActive(options);
        active = activity.active(options).size();
        cpus = recording.interval().cpus();
        marks = recording.marks().stream()
                .filter(mark -> mark.nanos() >= options.from() && mark.nanos() <= options.to())
                .toList();
        freezes = marks.stream().filter(mark -> mark.kind() == Mark.Kind.FREEZE).count();
        laneOfTask = new int[recording.tasks().size()];
        Arrays.fill(laneOfTask, -1);
        left = new LeavingState[laneOfTask.length];
        for (int i = 0; i < shown.size(); i++) {
            laneOfTask[shown.get(i).number()] = 2 * cpus + i;
        }
        lanes = new LaneBuilder[2 * cpus + shown.size()];
        for (int lane = 0; lane < lanes.length; lane++) {
            pieces.add(new ArrayList<>());
            lanes[lane] = new LaneBuilder(lane, limits.grain(), this::take);
        }
        waiting = new WaitingLevels(cpus, options.from(), options.to(), limits.columns());
        longest = new Wakes.Longest(limits.wakes());
        wakes = new Wakes(laneOfTask.length, cpus, this::take);
        interrupts = new Interrupts(cpus, options.from(), this::interrupt);
        offline = new OfflineSpans(recording, options);
    }

    /// Nothing if there are more pieces than the limit.
    static Optional<TimelineContent> read(
            Recording recording, TimelineOptions options, Activity activity, Limits limits) {
        TimelineReader reader = new TimelineReader(recording, options, activity, limits);
        TimelineContent content = reader.read();
        return reader.pieceCount > limits.pieces() ? Optional.empty() : Optional.of(content);
    }

    private TimelineContent read() {
        TaskIntervals.forEach(Activity.watched(recording, this::take), this::take);
        wakes.end(recording.interval().to());
        interrupts.end(options.to());
        for (LaneBuilder lane : lanes) {
            lane.flush();
        }
        for (LaneBuilder lane : lanes) {
            merged += lane.merged();
        }
        return new TimelineContent(
                recording.interval(),
                recording.tasks(),
                options,
                limits.grain(),
                shown,
                pieces.stream().flatMap(List::stream).toList(),
                waiting,
                offline.all(),
                longest.byTime(),
                marks.stream().filter(mark -> !leftOut(mark)).toList(),
                interrupts.kinds(),
                new TimelineContent.Counts(
                        active, intervals, merged, wakeUps, events, freezes > MOST_FREEZES ? freezes : 0));
    }

    private boolean leftOut(Mark mark) {
        return freezes > MOST_FREEZES && mark.kind() == Mark.Kind.FREEZE;
    }

    private void take(Piece piece) {
        if (pieceCount++ < limits.pieces()) {
            pieces.get(piece.lane()).add(piece);
        }
    }

    private void take(SchedEvent event) {
        if (event instanceof SchedEvent.Switch at) {
            left[at.prev().number()] = at.state();
        }
        wakes.take(event);
        interrupts.take(event);
        offline.take(event);
        if (event.nanos() >= options.from() && event.nanos() <= options.to()) {
            events++;
        }
    }

    private void take(Wake wake) {
        boolean inside = wake.waking() >= options.from() && wake.wakeup() <= options.to();
        if (inside && laneOfTask[wake.wakee()] >= 0) {
            wakeUps++;
            longest.accept(wake);
        }
    }

    private void take(TaskInterval each) {
        if (each.task().idle()) {
            return;
        }
        if (each.state() == TaskState.RUNNING) {
            piece(each.cpu(), Piece.Kind.RUNNING, each.task().number(), each.cpu(), each.from(), each.to());
        }
        if (each.state() == TaskState.RUNNABLE && begin(each.from()) < end(each.to())) {
            waiting.add(each.cpu(), begin(each.from()), end(each.to()));
        }
        int lane = laneOfTask[each.task().number()];
        if (lane >= 0) {
            piece(lane, kind(each), each.task().number(), each.cpu(), each.from(), each.to());
        }
    }

    private Piece.Kind kind(TaskInterval each) {
        return switch (each.state()) {
            case RUNNING -> Piece.Kind.RUNNING;
            case RUNNABLE -> Piece.Kind.WAITING;
            case BLOCKED -> idle(each.task()) ? Piece.Kind.SLEEPING : Piece.Kind.BLOCKED;
            case SLEEPING, DEAD -> Piece.Kind.SLEEPING;
        };
    }

    /// A kernel thread that has nothing to do is not blocked: it left its CPU in the state `I`, or it has been away
    /// since before the recording, and then it is taken for one of those, which most are.
    private boolean idle(RecordedTask task) {
        LeavingState state = left[task.number()];
        return state == null ? task.kernelThread() : state == LeavingState.IDLE;
    }

    private void interrupt(int cpu, int kind, long from, long to) {
        piece(cpus + cpu, Piece.Kind.INTERRUPT, kind, cpu, from, to);
    }

    private void piece(int lane, Piece.Kind kind, int subject, int cpu, long from, long to) {
        if (begin(from) < end(to)) {
            intervals++;
            lanes[lane].take(kind, subject, cpu, begin(from), end(to));
        }
    }

    private long begin(long from) {
        return Math.max(from, options.from());
    }

    private long end(long to) {
        return Math.min(to, options.to());
    }
}

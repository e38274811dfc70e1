package org.schedlab.lab.pictures;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.schedlab.lab.recorder.Mark;
import org.schedlab.lab.recorder.RecordedTask;

/// Gives everything of a timeline its place.
final class TimelineArranger {
    static final int LEFT = 150;
    static final int RIGHT = 24;
    static final int LINE = 15;
    static final int AXIS = 34;
    static final int MARKS = 14;
    static final int WAITING = 8;
    static final int CPU = 16;
    static final int INTERRUPTS = 4;
    static final int TASK = 14;
    static final int GAP = 4;

    private static final int TITLE = 30;
    private static final double CHARACTER = 5.6;

    private final TimelineContent content;
    private final TimeAxis axis;
    private final List<TimelineLayout.Lane> lanes = new ArrayList<>();

    private TimelineArranger(TimelineContent content) {
        this.content = content;
        TimelineOptions options = content.options();
        axis = new TimeAxis(options.from(), options.to(), LEFT, options.width() - RIGHT, options.ahead());
    }

    static TimelineLayout arrange(TimelineContent content) {
        return new TimelineArranger(content).arrange();
    }

    /// Where the lanes begin: below title, captions and the row of marks.
    static int top(int captions) {
        return TITLE + captions * LINE + LINE + MARKS + GAP;
    }

    /// The lanes alone, the first of them below so many pixels.
    static List<TimelineLayout.Lane> lanes(TimelineContent content, double top) {
        TimelineArranger arranger = new TimelineArranger(content);
        arranger.lanes(top);
        return arranger.lanes;
    }

    private TimelineLayout arrange() {
        TimelineWords words = new TimelineWords(content);
        double bottom = lanes(top(words.captions().size()));
        return new TimelineLayout(
                words.title(),
                words.captions(),
                words.notes(),
                axis,
                List.copyOf(lanes),
                content.pieces(),
                waiting(),
                content.waiting().most(),
                content.offline(),
                arrows(),
                marks(),
                content.options().width(),
                (int) bottom + AXIS + words.notes().size() * LINE + GAP);
    }

    private double lanes(double top) {
        List<TimelineLayout.Lane> interrupts = new ArrayList<>();
        double at = top;
        for (int cpu = 0; cpu < content.cpus(); cpu++) {
            at += WAITING;
            lanes.add(new TimelineLayout.Lane(TimelineLayout.LaneKind.CPU, cpu, "CPU " + cpu, at, CPU));
            at += CPU;
            interrupts.add(new TimelineLayout.Lane(TimelineLayout.LaneKind.INTERRUPTS, cpu, "", at, INTERRUPTS));
            at += INTERRUPTS + GAP;
        }
        lanes.addAll(interrupts);
        at += GAP;
        for (RecordedTask task : content.shown()) {
            lanes.add(new TimelineLayout.Lane(TimelineLayout.LaneKind.TASK, task.number(), task.label(), at, TASK));
            at += TASK + GAP;
        }
        return at;
    }

    private List<TimelineLayout.Waiting> waiting() {
        WaitingLevels levels = content.waiting();
        List<TimelineLayout.Waiting> all = new ArrayList<>();
        for (int cpu = 0; cpu < content.cpus(); cpu++) {
            for (int column = 0; column < levels.columns(); column++) {
                double mean = levels.mean(cpu, column);
                if (mean > 0) {
                    all.add(new TimelineLayout.Waiting(cpu, levels.edge(column), levels.edge(column + 1), mean));
                }
            }
        }
        return all;
    }

    private List<TimelineLayout.Arrow> arrows() {
        Map<Integer, TimelineLayout.Lane> laneOfTask = new LinkedHashMap<>();
        lanes.stream()
                .filter(lane -> lane.kind() == TimelineLayout.LaneKind.TASK)
                .forEach(lane -> laneOfTask.put(lane.number(), lane));
        List<TimelineLayout.Arrow> all = new ArrayList<>();
        for (Wake wake : content.wakes()) {
            TimelineLayout.Lane from = laneOfTask.getOrDefault(wake.waker(), lanes.get(wake.cpu()));
            TimelineLayout.Lane to = laneOfTask.get(wake.wakee());
            if (to != null) {
                all.add(new TimelineLayout.Arrow(
                        wake.waker(),
                        wake.wakee(),
                        wake.waited(),
                        axis.x(wake.waking()),
                        from.middle(),
                        axis.x(wake.wakeup()),
                        from.top() < to.top() ? to.top() : to.bottom()));
            }
        }
        return all;
    }

    private List<TimelineLayout.MarkLine> marks() {
        Map<Long, List<String>> byPixel = new LinkedHashMap<>();
        for (Mark mark : content.marks()) {
            byPixel.computeIfAbsent(Math.round(axis.x(mark.nanos())), x -> new ArrayList<>())
                    .add(word(mark.kind()) + mark.text());
        }
        List<TimelineLayout.MarkLine> all = new ArrayList<>();
        double free = 0;
        for (Map.Entry<Long, List<String>> each : byPixel.entrySet()) {
            double width = String.join(", ", each.getValue()).length() * CHARACTER + GAP;
            boolean left = each.getKey() + width > content.options().width();
            double start = left ? each.getKey() - width : each.getKey();
            var side = start < free
                    ? TimelineLayout.Side.NEITHER
                    : left ? TimelineLayout.Side.LEFT : TimelineLayout.Side.RIGHT;
            free = start < free ? free : start + width;
            all.add(new TimelineLayout.MarkLine(each.getKey(), List.copyOf(each.getValue()), side));
        }
        return all;
    }

    static String word(Mark.Kind kind) {
        return switch (kind) {
            case CELL -> "cell ";
            case COLD_OPERATION -> "cold: ";
            case FREEZE -> "freeze ";
            case NOTE -> "";
        };
    }
}

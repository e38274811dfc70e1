package org.schedlab.lab.pictures;

import java.awt.Color;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.schedlab.lab.recorder.RecordedTask;

/// Draws a timeline with any pen.
final class TimelineDrawing {
    private static final double THINNEST = 0.7;
    private static final double LOWEST = 1.5;
    private static final double CHARACTER = 6;
    private static final double GROUP = 0.5;
    private static final String OFFLINE = "offline";

    private final TimelineLayout layout;
    private final List<RecordedTask> tasks;
    private final Theme theme;
    private final Pen pen;

    private TimelineDrawing(TimelineLayout layout, List<RecordedTask> tasks, Theme theme, Pen pen) {
        this.layout = layout;
        this.tasks = tasks;
        this.theme = theme;
        this.pen = pen;
    }

    /// @param tasks of the recording, each at the index that is its number
    static void draw(TimelineLayout layout, List<RecordedTask> tasks, Theme theme, Pen pen) {
        TimelineDrawing drawing = new TimelineDrawing(layout, tasks, theme, pen);
        new TimelineFrame(layout, theme, pen).draw();
        drawing.grounds();
        drawing.offline();
        drawing.waiting();
        drawing.pieces();
        drawing.names();
        new TimelineOverlay(layout, theme, pen).draw();
    }

    /// So that an idle CPU is seen as one.
    private void grounds() {
        List<Pen.Box> boxes = new ArrayList<>();
        for (TimelineLayout.Lane lane : layout.lanes()) {
            if (lane.kind() == TimelineLayout.LaneKind.CPU) {
                boxes.add(new Pen.Box(
                        layout.axis().left(),
                        lane.top(),
                        layout.axis().right() - layout.axis().left(),
                        lane.height() + TimelineArranger.INTERRUPTS));
            }
        }
        pen.boxes(theme.rule(), GROUP, boxes);
    }

    private void offline() {
        List<Pen.Box> boxes = new ArrayList<>();
        for (TimelineLayout.Offline each : layout.offline()) {
            TimelineLayout.Lane lane = layout.lanes().get(each.cpu());
            double left = layout.axis().x(each.from());
            double width = layout.axis().x(each.to()) - left;
            boxes.add(new Pen.Box(left, lane.top(), width, lane.height() + TimelineArranger.INTERRUPTS));
        }
        pen.boxes(theme.faint(), GROUP, boxes);
        for (Pen.Box box : boxes) {
            if (OFFLINE.length() * CHARACTER <= box.width()) {
                pen.text(
                        new Pen.Font(theme.text(), 10, false),
                        Pen.Anchor.MIDDLE,
                        box.x() + box.width() / 2,
                        box.y() + box.height() - TimelineArranger.INTERRUPTS - 4,
                        OFFLINE);
            }
        }
    }

    private void waiting() {
        List<Pen.Box> boxes = new ArrayList<>();
        for (TimelineLayout.Waiting each : layout.waiting()) {
            double left = layout.axis().x(each.from());
            double height = each.mean() / layout.mostWaiting() * (TimelineArranger.WAITING - 1);
            boxes.add(new Pen.Box(
                    left,
                    layout.lanes().get(each.cpu()).top() - height,
                    layout.axis().x(each.to()) - left,
                    height));
        }
        pen.boxes(theme.of(Piece.Kind.WAITING), 1, boxes);
    }

    private void pieces() {
        Map<Color, List<Pen.Box>> byColour = new LinkedHashMap<>();
        for (Piece piece : layout.pieces()) {
            byColour.computeIfAbsent(colour(piece), key -> new ArrayList<>()).add(box(piece));
        }
        byColour.forEach((colour, boxes) -> pen.boxes(colour, 1, boxes));
    }

    private Pen.Box box(Piece piece) {
        TimelineLayout.Lane lane = layout.lanes().get(piece.lane());
        double left = layout.axis().x(piece.from());
        double width = Math.max(THINNEST, layout.axis().x(piece.to()) - left);
        boolean band = lane.kind() == TimelineLayout.LaneKind.INTERRUPTS;
        double height = band ? lane.height() : Math.max(LOWEST, lane.height() * (piece.top() - piece.bottom()));
        double bottom = band ? lane.bottom() : lane.bottom() - lane.height() * piece.bottom();
        return new Pen.Box(left, Math.max(lane.top(), bottom - height), width, height);
    }

    private Color colour(Piece piece) {
        if (layout.lanes().get(piece.lane()).kind() != TimelineLayout.LaneKind.CPU) {
            return theme.of(piece.kind());
        }
        return piece.subject() < 0 ? TaskColours.SEVERAL : TaskColours.of(tasks.get(piece.subject()));
    }

    /// Of tasks in the CPUs' lanes, of CPUs in the tasks' lanes, where there is room.
    private void names() {
        Pen.Font font = new Pen.Font(TaskColours.TEXT, 10, false);
        for (Piece piece : layout.pieces()) {
            TimelineLayout.Lane lane = layout.lanes().get(piece.lane());
            double left = layout.axis().x(piece.from());
            double room = layout.axis().x(piece.to()) - left - 2;
            String name = piece.kind() == Piece.Kind.RUNNING && piece.merged() == 1 ? name(piece, lane, room) : "";
            if (!name.isEmpty()) {
                pen.text(font, Pen.Anchor.MIDDLE, left + 1 + room / 2, lane.bottom() - 4, name);
            }
        }
    }

    private String name(Piece piece, TimelineLayout.Lane lane, double room) {
        if (lane.kind() == TimelineLayout.LaneKind.TASK) {
            String cpu = String.valueOf(piece.cpu());
            return cpu.length() * CHARACTER <= room ? cpu : "";
        }
        RecordedTask task = tasks.get(piece.subject());
        if (task.label().length() * CHARACTER <= room) {
            return task.label();
        }
        return task.name().length() * CHARACTER <= room ? task.name() : "";
    }
}

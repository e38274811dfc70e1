package org.schedlab.lab.pictures;

import java.util.List;

/// Draws what lies over a timeline's lanes: arrows and marks.
final class TimelineOverlay {
    private static final double HEAD = 4;

    private final TimelineLayout layout;
    private final Theme theme;
    private final Pen pen;

    TimelineOverlay(TimelineLayout layout, Theme theme, Pen pen) {
        this.layout = layout;
        this.theme = theme;
        this.pen = pen;
    }

    void draw() {
        for (TimelineLayout.Arrow arrow : layout.arrows()) {
            arrow(arrow);
        }
        for (TimelineLayout.MarkLine mark : layout.marks()) {
            mark(mark);
        }
    }

    private void arrow(TimelineLayout.Arrow arrow) {
        double down = Math.signum(arrow.toY() - arrow.fromY());
        double neck = arrow.toY() - down * HEAD;
        pen.line(
                new Pen.Stroke(theme.arrow(), 0.75, 1, false),
                List.of(new Pen.Point(arrow.fromX(), arrow.fromY()), new Pen.Point(arrow.toX(), neck)));
        pen.area(
                theme.arrow(),
                1,
                List.of(
                        new Pen.Point(arrow.toX(), arrow.toY()),
                        new Pen.Point(arrow.toX() - HEAD * 0.6, neck),
                        new Pen.Point(arrow.toX() + HEAD * 0.6, neck)));
    }

    private void mark(TimelineLayout.MarkLine mark) {
        double top = TimelineArranger.top(layout.captions().size());
        double bottom = layout.lanes().stream()
                .mapToDouble(TimelineLayout.Lane::bottom)
                .max()
                .orElse(top);
        pen.line(
                new Pen.Stroke(theme.text(), 0.8, 1, true),
                List.of(new Pen.Point(mark.x(), top - 12), new Pen.Point(mark.x(), bottom)));
        if (mark.label() != TimelineLayout.Side.NEITHER) {
            boolean left = mark.label() == TimelineLayout.Side.LEFT;
            pen.text(
                    new Pen.Font(theme.text(), 10, false),
                    left ? Pen.Anchor.END : Pen.Anchor.START,
                    mark.x() + (left ? -3 : 3),
                    top - 4,
                    String.join(", ", mark.texts()));
        }
    }
}

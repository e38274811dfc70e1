package org.schedlab.lab.pictures;

import java.util.List;

/// Draws what stands around a timeline's lanes: words, labels, the axis.
final class TimelineFrame {
    private static final int MOST_LABEL = 24;

    private final TimelineLayout layout;
    private final Theme theme;
    private final Pen pen;
    private final Pen.Font small;

    TimelineFrame(TimelineLayout layout, Theme theme, Pen pen) {
        this.layout = layout;
        this.theme = theme;
        this.pen = pen;
        this.small = new Pen.Font(theme.faint(), 11, false);
    }

    void draw() {
        pen.text(new Pen.Font(theme.text(), 14, true), Pen.Anchor.START, 10, 20, layout.title());
        double y = 38;
        for (String caption : layout.captions()) {
            pen.text(small, Pen.Anchor.START, 10, y, caption);
            y += TimelineArranger.LINE;
        }
        legend(y);
        labels();
        axis();
    }

    private void legend(double y) {
        double x = 10;
        for (Piece.Kind kind : Piece.Kind.values()) {
            pen.boxes(theme.of(kind), 1, List.of(new Pen.Box(x, y - 9, 10, 10)));
            String word = switch (kind) {
                case RUNNING -> "running";
                case WAITING -> "waiting";
                case BLOCKED -> "blocked";
                case SLEEPING -> "sleeping";
                case INTERRUPT -> "interrupt";
            };
            pen.text(small, Pen.Anchor.START, x + 14, y, word);
            x += 80;
        }
    }

    private void labels() {
        for (TimelineLayout.Lane lane : layout.lanes()) {
            String label = lane.label();
            String cut = label.length() > MOST_LABEL ? label.substring(0, MOST_LABEL - 1) + "…" : label;
            if (!cut.isEmpty()) {
                pen.text(
                        new Pen.Font(theme.text(), 11, false),
                        Pen.Anchor.END,
                        layout.axis().left() - 6,
                        lane.bottom() - 3,
                        cut);
            }
        }
    }

    private void axis() {
        double bottom = bottom();
        Pen.Stroke rule = Pen.Stroke.of(theme.rule());
        for (TimeAxis.Tick tick : layout.axis().ticks()) {
            double x = layout.axis().x(tick.nanos());
            pen.line(rule, List.of(new Pen.Point(x, top()), new Pen.Point(x, bottom + 4)));
            pen.text(small, Pen.Anchor.MIDDLE, x, bottom + 15, tick.label());
        }
        pen.text(
                small,
                Pen.Anchor.END,
                layout.axis().right(),
                bottom + 29,
                layout.axis().title());
        double y = bottom + TimelineArranger.AXIS + 10;
        for (String note : layout.notes()) {
            pen.text(small, Pen.Anchor.START, 10, y, note);
            y += TimelineArranger.LINE;
        }
    }

    private double top() {
        return TimelineArranger.top(layout.captions().size());
    }

    private double bottom() {
        return layout.lanes().stream()
                .mapToDouble(TimelineLayout.Lane::bottom)
                .max()
                .orElse(top());
    }
}

package org.schedlab.lab.pictures;

import java.util.ArrayList;
import java.util.List;

/// Draws a wake graph with any pen: nodes on a circle, arrows bent so that those of both directions are apart.
final class WakeGraphDrawing {
    private static final double MIDDLE_X = 380;
    private static final double MIDDLE_Y = 368;
    private static final double RADIUS = 235;
    private static final double NODE = 7;
    private static final double WIDEST = 7;
    private static final int STEPS = 16;
    private static final int NUMBERED = 24;

    private final WakeGraph graph;
    private final Theme theme;
    private final Pen pen;

    private WakeGraphDrawing(WakeGraph graph, Theme theme, Pen pen) {
        this.graph = graph;
        this.theme = theme;
        this.pen = pen;
    }

    static void draw(WakeGraph graph, Theme theme, Pen pen) {
        new WakeGraphDrawing(graph, theme, pen).draw();
    }

    private void draw() {
        Pen.Font small = new Pen.Font(theme.faint(), 11, false);
        pen.text(new Pen.Font(theme.text(), 14, true), Pen.Anchor.START, 10, 20, graph.title());
        pen.text(small, Pen.Anchor.START, 10, 38, graph.place());
        pen.text(
                small,
                Pen.Anchor.START,
                10,
                38 + TimelineArranger.LINE,
                "An arrow leads from who woke to who was woken; its width and number: how often. To itself: a ring.");
        long most = graph.edges().isEmpty() ? 1 : graph.edges().getLast().count();
        for (WakeGraph.Edge edge : graph.edges()) {
            edge(edge, most);
        }
        int unnumbered = Math.max(0, graph.edges().size() - NUMBERED);
        for (WakeGraph.Edge edge :
                graph.edges().subList(unnumbered, graph.edges().size())) {
            Pen.Point middle = edge.waker() == edge.wakee() ? inside(edge.waker()) : bent(edge, 0.4);
            pen.text(
                    new Pen.Font(theme.text(), 10, false),
                    Pen.Anchor.MIDDLE,
                    middle.x(),
                    middle.y() + 3,
                    String.valueOf(edge.count()));
        }
        for (int i = 0; i < graph.nodes().size(); i++) {
            node(i);
        }
        double y = 672;
        for (String note : graph.notes()) {
            pen.text(small, Pen.Anchor.START, 10, y, note);
            y += TimelineArranger.LINE;
        }
    }

    private void node(int number) {
        Pen.Point at = place(number);
        pen.area(theme.text(), 1, circle(at, NODE));
        double cos = Math.cos(angle(number));
        Pen.Anchor anchor = cos > 0.2 ? Pen.Anchor.START : cos < -0.2 ? Pen.Anchor.END : Pen.Anchor.MIDDLE;
        pen.text(
                new Pen.Font(theme.text(), 11, false),
                anchor,
                MIDDLE_X + cos * (RADIUS + 14),
                MIDDLE_Y + Math.sin(angle(number)) * (RADIUS + 20) + 4,
                graph.nodes().get(number).label());
    }

    private void edge(WakeGraph.Edge edge, long most) {
        double width = 1 + (WIDEST - 1) * edge.count() / most;
        var stroke = new Pen.Stroke(theme.arrow(), 0.3 + 0.5 * edge.count() / most, width, false);
        if (edge.waker() == edge.wakee()) {
            List<Pen.Point> ring = circle(place(edge.waker()), NODE + 4);
            ring.add(ring.getFirst());
            pen.line(stroke, ring);
            return;
        }
        double tip = 1 - (NODE + 1) / length(edge);
        double neck = tip - (6 + width * 1.5) / length(edge);
        List<Pen.Point> line = new ArrayList<>();
        for (int step = 0; step <= STEPS; step++) {
            line.add(bent(edge, neck * step / STEPS));
        }
        pen.line(stroke, line);
        Pen.Point end = bent(edge, tip);
        Pen.Point start = bent(edge, neck);
        double across = (3 + width * 0.7) / Math.hypot(end.x() - start.x(), end.y() - start.y());
        double acrossX = -(end.y() - start.y()) * across;
        double acrossY = (end.x() - start.x()) * across;
        pen.area(
                theme.arrow(),
                0.8,
                List.of(
                        end,
                        new Pen.Point(start.x() + acrossX, start.y() + acrossY),
                        new Pen.Point(start.x() - acrossX, start.y() - acrossY)));
    }

    private double length(WakeGraph.Edge edge) {
        Pen.Point from = place(edge.waker());
        Pen.Point to = place(edge.wakee());
        return Math.max(4 * NODE, Math.hypot(to.x() - from.x(), to.y() - from.y()));
    }

    /// A place on the way of an arrow, from 0 to 1: a curve of second order, bent to its left.
    private Pen.Point bent(WakeGraph.Edge edge, double part) {
        Pen.Point from = place(edge.waker());
        Pen.Point to = place(edge.wakee());
        double viaX = (from.x() + to.x()) / 2 + (to.y() - from.y()) * 0.15;
        double viaY = (from.y() + to.y()) / 2 - (to.x() - from.x()) * 0.15;
        double rest = 1 - part;
        return new Pen.Point(
                rest * rest * from.x() + 2 * rest * part * viaX + part * part * to.x(),
                rest * rest * from.y() + 2 * rest * part * viaY + part * part * to.y());
    }

    private Pen.Point place(int number) {
        return new Pen.Point(MIDDLE_X + Math.cos(angle(number)) * RADIUS, MIDDLE_Y + Math.sin(angle(number)) * RADIUS);
    }

    /// Beside a node, towards the middle.
    private Pen.Point inside(int number) {
        return new Pen.Point(
                MIDDLE_X + Math.cos(angle(number)) * (RADIUS - 3 * NODE),
                MIDDLE_Y + Math.sin(angle(number)) * (RADIUS - 3 * NODE));
    }

    private double angle(int number) {
        return 2 * Math.PI * number / graph.nodes().size() - Math.PI / 2;
    }

    private static List<Pen.Point> circle(Pen.Point middle, double radius) {
        List<Pen.Point> corners = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            double angle = 2 * Math.PI * step / STEPS;
            corners.add(new Pen.Point(middle.x() + Math.cos(angle) * radius, middle.y() + Math.sin(angle) * radius));
        }
        return corners;
    }
}

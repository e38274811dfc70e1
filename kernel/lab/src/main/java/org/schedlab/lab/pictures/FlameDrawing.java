package org.schedlab.lab.pictures;

import java.awt.Color;
import java.util.List;
import java.util.Locale;

/// Draws a flame graph with any pen: whose stacks they are at the bottom, the innermost functions on top.
final class FlameDrawing {
    static final int WIDTH = 960;
    private static final int ROW = 17;
    private static final int TEXT = 11;
    private static final double MARGIN = 10;
    private static final double CHARACTER = 6.4;
    private static final double NARROWEST = 1;

    /// Of functions, by their names: warm, so that the text on them reads; that of processes' code is apart.
    private static final List<Color> FUNCTIONS = List.of(
            new Color(0xF3, 0xB6, 0x5F),
            new Color(0xEF, 0xA0, 0x6A),
            new Color(0xF0, 0xC9, 0x7A),
            new Color(0xE9, 0x92, 0x7C),
            new Color(0xF5, 0xC2, 0x5C));

    private static final Color USER = new Color(0x8F, 0xC9, 0xA8);
    private static final Color WHOSE = new Color(0x9F, 0xC4, 0xE8);
    private static final Color ON_BOXES = new Color(0x1F, 0x23, 0x28);

    private final FlameGraph graph;
    private final Theme theme;
    private final Pen pen;
    private final double bottom;
    private final double scale;

    FlameDrawing(FlameGraph graph, Theme theme, Pen pen) {
        this.graph = graph;
        this.theme = theme;
        this.pen = pen;
        bottom = height(graph.captions().size(), graph.depth()) - MARGIN;
        scale = (WIDTH - 2 * MARGIN) / Math.max(1, graph.root().samples());
    }

    static int height(int captions, int depth) {
        return 34 + captions * TimelineArranger.LINE + depth * ROW + (int) MARGIN;
    }

    void draw() {
        pen.text(new Pen.Font(theme.text(), 14, true), Pen.Anchor.START, MARGIN, 20, graph.title());
        double y = 38;
        for (String caption : graph.captions()) {
            pen.text(new Pen.Font(theme.faint(), TEXT, false), Pen.Anchor.START, MARGIN, y, caption);
            y += TimelineArranger.LINE;
        }
        if (graph.root().samples() > 0) {
            draw(graph.root(), MARGIN, 0);
        }
    }

    private void draw(FlameGraph.Node node, double x, int level) {
        double width = node.samples() * scale;
        if (width < NARROWEST) {
            return;
        }
        double top = bottom - (level + 1) * ROW;
        pen.boxes(colour(node, level), 1, List.of(new Pen.Box(x, top, Math.max(0.5, width - 0.5), ROW - 1)));
        String text = text(node, level, (int) ((width - 6) / CHARACTER));
        if (!text.isEmpty()) {
            pen.text(new Pen.Font(ON_BOXES, TEXT, false), Pen.Anchor.START, x + 3, top + ROW - 5, text);
        }
        double next = x;
        for (FlameGraph.Node above : node.above()) {
            draw(above, next, level + 1);
            next += above.samples() * scale;
        }
    }

    private static Color colour(FlameGraph.Node node, int level) {
        if (level <= 1) {
            return WHOSE;
        }
        return node.name().equals("user space")
                ? USER
                : FUNCTIONS.get(Math.floorMod(node.name().hashCode(), FUNCTIONS.size()));
    }

    private String text(FlameGraph.Node node, int level, int room) {
        String name = level == 0
                ? String.format(Locale.ROOT, "all: %,d %s", node.samples(), graph.unit())
                : node.name()
                        + String.format(
                                Locale.ROOT,
                                " %.1f %%",
                                100.0 * node.samples() / graph.root().samples());
        if (name.length() <= room) {
            return name;
        }
        return room < 4
                ? ""
                : node.name().length() <= room ? node.name() : node.name().substring(0, room - 1) + "…";
    }
}

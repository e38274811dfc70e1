package org.schedlab.lab.pictures;

import java.awt.Color;
import java.util.List;

/// What pictures are drawn with. Places are pixels from the top left corner.
interface Pen {
    /// Where a text's given place is in it.
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    /// How a line looks.
    record Stroke(Color colour, double opacity, double width, boolean dashed) {
        static Stroke of(Color colour) {
            return new Stroke(colour, 1, 1, false);
        }
    }

    /// How a text looks.
    record Font(Color colour, int size, boolean bold) {}

    record Box(double x, double y, double width, double height) {}

    record Point(double x, double y) {}

    /// All of one colour.
    void boxes(Color colour, double opacity, List<Box> boxes);

    /// Through all points.
    void line(Stroke stroke, List<Point> points);

    /// Filled.
    void area(Color colour, double opacity, List<Point> corners);

    /// Writes a line of text; `y` is where its base line is.
    void text(Font font, Anchor anchor, double x, double y, String text);
}

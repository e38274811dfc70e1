package org.schedlab.lab.pictures;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;

import org.schedlab.lab.charts.CpuColours;

/// Draws parts and their causes with any pen.
final class CauseDrawing {
    private static final int TOP = 52;
    private static final int BAR = 34;
    private static final int LINE = 16;
    private static final int AXIS = 42;
    private static final double CHARACTER = 6;

    private final CausePicture picture;
    private final Theme theme;
    private final Pen pen;
    private final Pen.Font small;
    private final List<String> causes;

    CauseDrawing(CausePicture picture, Theme theme, Pen pen) {
        this.picture = picture;
        this.theme = theme;
        this.pen = pen;
        small = new Pen.Font(theme.text(), 11, false);
        causes = new ArrayList<>(picture.causes().keySet());
    }

    static int height(int causes, int lines) {
        return TOP + BAR + AXIS + (causes + lines) * LINE + 2 * LINE;
    }

    void draw() {
        pen.text(new Pen.Font(theme.text(), 14, true), Pen.Anchor.START, 14, 22, picture.title());
        pen.text(new Pen.Font(theme.faint(), 11, false), Pen.Anchor.START, 14, 40, picture.place());
        axis();
        picture.parts().forEach(this::part);
        double y = TOP + BAR + AXIS + LINE - 4;
        for (var each : picture.causes().entrySet()) {
            pen.boxes(colour(each.getKey()), 1, List.of(new Pen.Box(14, y - 9, 10, 10)));
            pen.text(small, Pen.Anchor.START, 30, y, picture.legend(each.getKey(), each.getValue()));
            y += LINE;
        }
        y += LINE / 2.0;
        for (String line : picture.told()) {
            pen.text(new Pen.Font(theme.faint(), 11, false), Pen.Anchor.START, 14, y, line);
            y += LINE;
        }
    }

    private void part(CausePicture.Part part) {
        double left = picture.axis().x(part.from());
        double width = picture.axis().x(part.to()) - left;
        // A gap where there is room, so that two parts of one cause are seen as two.
        pen.boxes(
                colour(part.cause()),
                1,
                List.of(new Pen.Box(left, TOP, width > 3 ? width - 1 : Math.max(width, 0.7), BAR)));
        if (part.cause().length() * CHARACTER < width - 4) {
            pen.text(
                    new Pen.Font(Color.WHITE, 11, false),
                    Pen.Anchor.MIDDLE,
                    left + width / 2,
                    TOP + BAR / 2.0 + 4,
                    part.cause());
        }
    }

    private Color colour(String cause) {
        return CpuColours.of(causes.indexOf(cause));
    }

    private void axis() {
        Pen.Font faint = new Pen.Font(theme.faint(), 11, false);
        for (TimeAxis.Tick tick : picture.axis().ticks()) {
            double x = picture.axis().x(tick.nanos());
            pen.line(Pen.Stroke.of(theme.rule()), List.of(new Pen.Point(x, TOP - 3), new Pen.Point(x, TOP + BAR + 4)));
            pen.text(faint, Pen.Anchor.MIDDLE, x, TOP + BAR + 16, tick.label());
        }
        pen.text(
                faint,
                Pen.Anchor.END,
                picture.axis().right(),
                TOP + BAR + 31,
                picture.axis().title());
    }
}

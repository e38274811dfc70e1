package org.schedlab.lab.pictures;

import java.awt.Color;
import java.util.List;
import java.util.Locale;

/// Writes an SVG document: plain shapes, no scripts, no style sheets, nothing from elsewhere.
final class SvgPen implements Pen {
    private final StringBuilder svg = new StringBuilder();

    /// @param words the picture in words, for those who do not see it
    SvgPen(int width, int height, Color ground, String words) {
        svg.append(String.format(
                        Locale.ROOT,
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" ",
                        width,
                        height,
                        width,
                        height))
                .append("font-family=\"sans-serif\" role=\"img\">\n<title>")
                .append(escape(words))
                .append("</title>\n");
        if (ground.getAlpha() > 0) {
            boxes(ground, 1, List.of(new Box(0, 0, width, height)));
        }
    }

    @Override
    public void boxes(Color colour, double opacity, List<Box> boxes) {
        if (boxes.isEmpty()) {
            return;
        }
        open("path");
        paint("fill", colour, opacity);
        svg.append(" d=\"");
        for (Box box : boxes) {
            svg.append('M');
            number(box.x());
            svg.append(' ');
            number(box.y());
            svg.append('h');
            number(box.width());
            svg.append('v');
            number(box.height());
            svg.append('h');
            number(-box.width());
            svg.append('z');
        }
        svg.append("\"/>\n");
    }

    @Override
    public void line(Stroke stroke, List<Point> points) {
        open("path");
        paint("stroke", stroke.colour(), stroke.opacity());
        svg.append(" fill=\"none\" stroke-width=\"");
        number(stroke.width());
        svg.append(stroke.dashed() ? "\" stroke-dasharray=\"4 3\" d=\"" : "\" d=\"");
        path(points);
        svg.append("\"/>\n");
    }

    @Override
    public void area(Color colour, double opacity, List<Point> corners) {
        open("path");
        paint("fill", colour, opacity);
        svg.append(" d=\"");
        path(corners);
        svg.append("z\"/>\n");
    }

    @Override
    public void text(Font font, Anchor anchor, double x, double y, String text) {
        open("text");
        paint("fill", font.colour(), 1);
        svg.append(" x=\"");
        number(x);
        svg.append("\" y=\"");
        number(y);
        svg.append("\" font-size=\"").append(font.size()).append('"');
        if (font.bold()) {
            svg.append(" font-weight=\"bold\"");
        }
        switch (anchor) {
            case START -> {}
            case MIDDLE -> svg.append(" text-anchor=\"middle\"");
            case END -> svg.append(" text-anchor=\"end\"");
        }
        svg.append('>').append(escape(text)).append("</text>\n");
    }

    String svg() {
        return svg + "</svg>\n";
    }

    private void open(String element) {
        svg.append('<').append(element);
    }

    private void paint(String what, Color colour, double opacity) {
        svg.append(' ').append(what).append("=\"").append(hex(colour)).append('"');
        double all = opacity * colour.getAlpha() / 255;
        if (all < 1) {
            svg.append(' ').append(what).append("-opacity=\"");
            number(all);
            svg.append('"');
        }
    }

    private void path(List<Point> points) {
        char letter = 'M';
        for (Point point : points) {
            svg.append(letter);
            number(point.x());
            svg.append(' ');
            number(point.y());
            letter = 'L';
        }
    }

    /// With at most two decimals, and as short as it can be: a timeline has tens of thousands of them.
    private void number(double value) {
        long hundredths = Math.round(value * 100);
        if (hundredths < 0) {
            svg.append('-');
            hundredths = -hundredths;
        }
        svg.append(hundredths / 100);
        long rest = hundredths % 100;
        if (rest > 0) {
            svg.append('.').append(rest / 10);
            if (rest % 10 > 0) {
                svg.append(rest % 10);
            }
        }
    }

    static String hex(Color colour) {
        return String.format(Locale.ROOT, "#%06x", colour.getRGB() & 0xFFFFFF);
    }

    /// Text inside XML and HTML. A task's name may have any byte, and control characters may not be in XML.
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(each -> {
            switch (each) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\n' -> escaped.append('\n');
                default -> escaped.appendCodePoint(allowed(each) ? each : '?');
            }
        });
        return escaped.toString();
    }

    private static boolean allowed(int each) {
        return Character.isDefined(each)
                && !Character.isISOControl(each)
                && Character.getType(each) != Character.SURROGATE;
    }
}

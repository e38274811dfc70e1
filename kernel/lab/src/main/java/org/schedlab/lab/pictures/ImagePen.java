package org.schedlab.lab.pictures;

import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import javax.imageio.ImageIO;

/// Draws a PNG.
final class ImagePen implements Pen {
    private final BufferedImage image;
    private final Graphics2D graphics;

    ImagePen(int width, int height, Color ground) {
        image = new BufferedImage(
                width, height, ground.getAlpha() < 255 ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
        graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.setColor(ground);
        graphics.fillRect(0, 0, width, height);
    }

    /// To whole pixels: that is many times as fast as smoothing the edges of tens of thousands, and neighbours meet.
    @Override
    public void boxes(Color colour, double opacity, List<Box> boxes) {
        set(colour, opacity);
        for (Box box : boxes) {
            int left = (int) Math.round(box.x());
            int top = (int) Math.round(box.y());
            int right = (int) Math.round(box.x() + box.width());
            int bottom = (int) Math.round(box.y() + box.height());
            graphics.fillRect(left, top, Math.max(1, right - left), Math.max(1, bottom - top));
        }
    }

    @Override
    public void line(Stroke stroke, List<Point> points) {
        set(stroke.colour(), stroke.opacity());
        float width = (float) stroke.width();
        graphics.setStroke(
                stroke.dashed()
                        ? new BasicStroke(
                                width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {4, 3}, 0)
                        : new BasicStroke(width));
        graphics.draw(path(points));
    }

    @Override
    public void area(Color colour, double opacity, List<Point> corners) {
        set(colour, opacity);
        Path2D path = path(corners);
        path.closePath();
        graphics.fill(path);
    }

    @Override
    public void text(Font font, Anchor anchor, double x, double y, String text) {
        set(font.colour(), 1);
        graphics.setFont(new java.awt.Font(
                java.awt.Font.SANS_SERIF, font.bold() ? java.awt.Font.BOLD : java.awt.Font.PLAIN, font.size()));
        double width = graphics.getFontMetrics().getStringBounds(text, graphics).getWidth();
        double left = switch (anchor) {
            case START -> x;
            case MIDDLE -> x - width / 2;
            case END -> x - width;
        };
        graphics.drawString(text, (float) left, (float) y);
    }

    byte[] png() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private void set(Color colour, double opacity) {
        graphics.setColor(colour);
        graphics.setComposite(AlphaComposite.getInstance(AlphaComposite.SRC_OVER, (float) opacity));
    }

    private static Path2D path(List<Point> points) {
        Path2D path = new Path2D.Double();
        for (Point point : points) {
            if (path.getCurrentPoint() == null) {
                path.moveTo(point.x(), point.y());
            } else {
                path.lineTo(point.x(), point.y());
            }
        }
        return path;
    }
}

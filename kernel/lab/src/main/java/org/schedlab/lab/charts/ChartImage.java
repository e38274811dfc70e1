package org.schedlab.lab.charts;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

import org.jfree.svg.SVGGraphics2D;
import org.schedlab.vm.LabException;

/// A chart as SVG, PNG or PDF. Equal charts are equal bytes. Stateless.
public final class ChartImage {
    /// A printer's dots for each pixel of the page.
    private static final int PRINTED = 4;

    private ChartImage() {}

    /// An SVG document.
    public static String svg(SizedChart chart, ChartLook look) {
        SVGGraphics2D graphics = new SVGGraphics2D(chart.width(), chart.height());
        graphics.setDefsKeyPrefix("chart");
        look.of(chart.chart()).draw(graphics, new Rectangle(chart.width(), chart.height()));
        return graphics.getSVGElement();
    }

    /// A PNG file.
    public static byte[] png(SizedChart chart, ChartLook look) {
        BufferedImage image = new BufferedImage(chart.width(), chart.height(), BufferedImage.TYPE_INT_ARGB);
        draw(chart, look, image, 1);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /// A PDF file of one page, of the chart's size at 96 pixels to the inch, with the chart on it in 384 dots to
    /// the inch.
    public static byte[] pdf(SizedChart chart) {
        BufferedImage image =
                new BufferedImage(chart.width() * PRINTED, chart.height() * PRINTED, BufferedImage.TYPE_INT_RGB);
        draw(chart, ChartLook.PAPER, image, PRINTED);
        return PdfPage.of(image, chart.width() * 0.75, chart.height() * 0.75);
    }

    /// Writes a file for paper: black on white.
    ///
    /// @param file its name's end says what it is: `.svg`, `.png` or `.pdf`
    /// @throws LabException the name ends otherwise, or it cannot be written
    public static Path write(SizedChart chart, String file) {
        Path path = Path.of(file);
        try {
            if (file.endsWith(".svg")) {
                return Files.writeString(path, svg(chart, ChartLook.PAPER), StandardCharsets.UTF_8);
            }
            if (file.endsWith(".png")) {
                return Files.write(path, png(chart, ChartLook.PAPER));
            }
            if (file.endsWith(".pdf")) {
                return Files.write(path, pdf(chart));
            }
        } catch (IOException e) {
            throw new LabException(
                    LabException.asked("the chart cannot be written to " + file)
                            .found(e.toString())
                            .text(),
                    e);
        }
        throw LabException.asked("a chart cannot be written to '%s'".formatted(file))
                .available("names that end with .svg, .png or .pdf")
                .exception();
    }

    private static void draw(SizedChart chart, ChartLook look, BufferedImage image, int scale) {
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            if (image.getType() == BufferedImage.TYPE_INT_RGB) {
                graphics.setColor(Color.WHITE);
                graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
            }
            graphics.scale(scale, scale);
            look.of(chart.chart()).draw(graphics, new Rectangle2D.Double(0, 0, chart.width(), chart.height()));
        } finally {
            graphics.dispose();
        }
    }
}

package org.schedlab.notebook.display;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import org.jfree.chart.ChartFactory;
import org.jfree.chart.ChartUtils;
import org.jfree.chart.JFreeChart;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.jfree.svg.SVGGraphics2D;

/// A chart for a notebook: an HTML image with the SVG inside (the one form that every front end and
/// export shows, bare `image/svg+xml` is an empty box in nbconvert 6.5), a PNG, and its words. The
/// picture brings its own white card, so it reads on dark pages too.
final class ChartPicture {
    private ChartPicture() {}

    static DisplayData of(JFreeChart chart, int width, int height) {
        String words = ChartWords.of(chart);
        DisplayData data = new DisplayData(words);
        String svg =
                Base64.getEncoder().encodeToString(svg(chart, width, height).getBytes(StandardCharsets.UTF_8));
        data.putHTML(String.format(
                Locale.ROOT,
                ("<img alt=\"%s\" width=\"%d\" height=\"%d\" style=\"background:white;border-radius:4px;"
                        + "max-width:100%%;\" src=\"data:image/svg+xml;base64,%s\"/>"),
                Html.escape(words),
                width,
                height,
                svg));
        data.putData("image/png", Base64.getEncoder().encodeToString(png(chart, width, height)));
        data.putMetaData("image/png", Map.of("width", width, "height", height));
        return data;
    }

    static String svg(JFreeChart chart, int width, int height) {
        SVGGraphics2D graphics = new SVGGraphics2D(width, height);
        graphics.setDefsKeyPrefix("chart");
        chart.draw(graphics, new Rectangle(width, height));
        return graphics.getSVGElement();
    }

    private static byte[] png(JFreeChart chart, int width, int height) {
        BufferedImage image = chart.createBufferedImage(width, height);
        try {
            return ChartUtils.encodeAsPNG(image);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void warmUp() {
        XYSeries series = new XYSeries("warm-up");
        series.add(0, 0);
        series.add(1, 1);
        of(ChartFactory.createXYLineChart("warm-up", "x", "y", new XYSeriesCollection(series)), 100, 60);
    }
}

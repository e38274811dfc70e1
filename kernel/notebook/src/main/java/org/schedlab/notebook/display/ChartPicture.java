package org.schedlab.notebook.display;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import org.jfree.chart.ChartFactory;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.schedlab.lab.charts.ChartImage;
import org.schedlab.lab.charts.ChartLook;
import org.schedlab.lab.charts.SizedChart;

/// A chart for a notebook: an HTML image with the SVG inside (the one form that every front end and
/// export shows, bare `image/svg+xml` is an empty box in nbconvert 6.5), a PNG, and its words. The
/// picture has no ground: the page's own, light or dark, shines through. In a trusted page it answers the pointer.
final class ChartPicture {
    private static final String SCRIPT = script();

    private ChartPicture() {}

    static DisplayData of(SizedChart chart) {
        String words = ChartWords.of(chart.chart());
        DisplayData data = new DisplayData(words);
        String svg = Base64.getEncoder()
                .encodeToString(ChartImage.svg(chart, ChartLook.PAGE).getBytes(StandardCharsets.UTF_8));
        String image = String.format(
                Locale.ROOT,
                ("<img alt=\"%s\" width=\"%d\" height=\"%d\" style=\"background:transparent;"
                        + "max-width:100%%;\" src=\"data:image/svg+xml;base64,%s\"/>"),
                Html.escape(words),
                chart.width(),
                chart.height(),
                svg);
        data.putHTML(
                ChartData.of(chart).map(numbers -> interactive(image, numbers)).orElse(image));
        data.putData("image/png", Base64.getEncoder().encodeToString(ChartImage.png(chart, ChartLook.PAGE)));
        data.putMetaData("image/png", Map.of("width", chart.width(), "height", chart.height()));
        return data;
    }

    /// The picture, which stays where scripts do not run, and a script that draws the same numbers in its place.
    private static String interactive(String image, String numbers) {
        CRC32 sum = new CRC32();
        sum.update(numbers.getBytes(StandardCharsets.UTF_8));
        String id = Long.toHexString(sum.getValue());
        return "<div data-schedlab-chart=\"" + id + "\" style=\"position:relative;max-width:100%;\">" + image
                + "<script>\n(function () {\n'use strict';\n" + SCRIPT + "start('" + id + "', " + numbers
                + ");\n})();\n</script></div>";
    }

    private static String script() {
        try (InputStream in = ChartPicture.class.getResourceAsStream("chart.js")) {
            if (in == null) {
                throw new IllegalStateException("chart.js is not among the classes of notebook.display");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void warmUp() {
        XYSeries series = new XYSeries("warm-up");
        series.add(0, 0);
        series.add(1, 1);
        of(new SizedChart(
                ChartFactory.createXYLineChart("warm-up", "x", "y", new XYSeriesCollection(series)), 100, 100));
    }
}

package org.schedlab.notebook.display;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import org.jfree.chart.ChartFactory;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.schedlab.lab.charts.ChartImage;
import org.schedlab.lab.charts.ChartLook;
import org.schedlab.lab.charts.SizedChart;

/// A chart for a notebook: an HTML image with the SVG inside (the one form that every front end and
/// export shows, bare `image/svg+xml` is an empty box in nbconvert 6.5), a PNG, and its words. The
/// picture has no ground: the page's own, light or dark, shines through.
final class ChartPicture {
    private ChartPicture() {}

    static DisplayData of(SizedChart chart) {
        String words = ChartWords.of(chart.chart());
        DisplayData data = new DisplayData(words);
        String svg = Base64.getEncoder()
                .encodeToString(ChartImage.svg(chart, ChartLook.PAGE).getBytes(StandardCharsets.UTF_8));
        data.putHTML(String.format(
                Locale.ROOT,
                ("<img alt=\"%s\" width=\"%d\" height=\"%d\" style=\"background:transparent;"
                        + "max-width:100%%;\" src=\"data:image/svg+xml;base64,%s\"/>"),
                Html.escape(words),
                chart.width(),
                chart.height(),
                svg));
        data.putData("image/png", Base64.getEncoder().encodeToString(ChartImage.png(chart, ChartLook.PAGE)));
        data.putMetaData("image/png", Map.of("width", chart.width(), "height", chart.height()));
        return data;
    }

    static void warmUp() {
        XYSeries series = new XYSeries("warm-up");
        series.add(0, 0);
        series.add(1, 1);
        of(new SizedChart(
                ChartFactory.createXYLineChart("warm-up", "x", "y", new XYSeriesCollection(series)), 100, 100));
    }
}

package org.schedlab.lab.pictures;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.CombinedDomainXYPlot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYStepRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.schedlab.lab.charts.ChartStyle;
import org.schedlab.lab.charts.CpuColours;

/// How long something took, of one or several sets of values: above, how many percent of a set lie in each tenth of
/// a decade; below, how many percent took at most so long. Time on a logarithmic axis. Stateless; safe to share.
public final class LatencyDistributionChart {
    private static final int BINS_PER_DECADE = 10;

    private LatencyDistributionChart() {}

    /// What one chart shows.
    ///
    /// @param quantity what was measured, such as `wake-up latency`
    /// @param definition from which event to which, and where it was measured; may have several lines
    /// @param samples no two of one name
    public record Content(String quantity, String definition, List<Delays> samples) {}

    /// Draws the chart. Without values it says so.
    public static JFreeChart of(Content content) {
        List<Delays> all = content.samples();
        List<Delays> present = all.stream().filter(each -> !each.isEmpty()).toList();
        double least = present.stream().mapToDouble(Delays::least).min().orElse(1);
        double greatest = present.stream().mapToDouble(Delays::greatest).max().orElse(1000);
        var time = ChartStyle.powersOfTen(content.quantity() + " [µs]", least, greatest);
        var share = new NumberAxis("in 1/10 decade [%]");
        var total = new NumberAxis("at most so long [%]");
        total.setRange(0, 100.5);
        var rows = new CombinedDomainXYPlot(time);
        rows.setGap(8);
        rows.add(row(all, share, each -> each.histogram(BINS_PER_DECADE), true));
        rows.add(row(all, total, Delays::cumulative, false));
        return ChartStyle.chart(title(content), caption(content, all), rows, true);
    }

    private static String title(Content content) {
        List<String> names = content.samples().stream().map(Delays::name).toList();
        String first = content.quantity().isEmpty()
                ? ""
                : content.quantity().substring(0, 1).toUpperCase(Locale.ROOT)
                        + content.quantity().substring(1);
        return first + ": " + (names.isEmpty() ? "no values" : String.join(", ", names));
    }

    private static String caption(Content content, List<Delays> all) {
        List<String> lines = new ArrayList<>(List.of(content.definition()));
        long zeros = all.stream().mapToLong(Delays::zeros).sum();
        if (zeros > 0) {
            lines.add(zeros + " values are 0 and stand at 0.001 µs");
        }
        return String.join("\n", lines);
    }

    private static XYPlot row(
            List<Delays> all, NumberAxis up, Function<Delays, List<Delays.Point>> line, boolean named) {
        var series = new XYSeriesCollection();
        var steps = new XYStepRenderer();
        for (Delays each : all) {
            int number = series.getSeriesCount();
            // Not sorted by time: a bin's end and the next one's beginning are at one place.
            var points = new XYSeries(each.legend(), false);
            line.apply(each).forEach(point -> points.add(point.micros(), point.percent()));
            Color colour = CpuColours.of(number);
            steps.setSeriesPaint(number, colour);
            steps.setSeriesStroke(number, ChartStyle.LINE);
            steps.setSeriesVisibleInLegend(number, named);
            series.addSeries(points);
        }
        var plot = ChartStyle.ruled(new XYPlot(series, null, ChartStyle.small(up), steps));
        plot.setNoDataMessage("no values");
        return plot;
    }
}

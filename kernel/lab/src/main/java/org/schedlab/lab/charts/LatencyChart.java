package org.schedlab.lab.charts;

import java.util.DoubleSummaryStatistics;
import java.util.List;

import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYStepRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/// How many of a worker's wake-ups took at most so long: one rising line for each worker, latency on a
/// logarithmic axis. Stateless; safe to share.
public final class LatencyChart {
    private static final int MOST_NAMES = 16;

    private LatencyChart() {}

    /// A point of a line.
    ///
    /// @param micros a latency in µs, above zero
    /// @param percent the share of wake-ups that took at most as long
    public record Point(double micros, double percent) {}

    /// A worker's line.
    ///
    /// @param worker its name
    /// @param points in order of latency
    public record Line(String worker, List<Point> points) {}

    /// What one chart shows.
    ///
    /// @param title the chart's title
    /// @param caption where and how it was measured, shown small below the title; may have several
    ///     lines
    /// @param lines no two of one name
    public record Content(String title, String caption, List<Line> lines) {}

    /// Draws the chart.
    public static JFreeChart of(Content content) {
        var series = new XYSeriesCollection();
        var steps = new XYStepRenderer();
        for (Line line : content.lines()) {
            steps.setSeriesPaint(series.getSeriesCount(), CpuColours.of(series.getSeriesCount()));
            steps.setSeriesStroke(series.getSeriesCount(), ChartStyle.LINE);
            var each = new XYSeries(line.worker());
            line.points().forEach(point -> each.add(point.micros(), point.percent()));
            series.addSeries(each);
        }
        DoubleSummaryStatistics span = content.lines().stream()
                .flatMap(line -> line.points().stream())
                .mapToDouble(Point::micros)
                .summaryStatistics();
        boolean none = span.getCount() == 0;
        var latency =
                ChartStyle.powersOfTen("wake-up latency [µs]", none ? 1 : span.getMin(), none ? 1000 : span.getMax());
        var share = ChartStyle.small(new NumberAxis("wake-ups [%]"));
        share.setRange(0, 100);
        share.setTickUnit(new NumberTickUnit(10));
        var plot = ChartStyle.ruled(new XYPlot(series, latency, share, steps));
        return ChartStyle.chart(
                content.title(), content.caption(), plot, content.lines().size() <= MOST_NAMES);
    }
}

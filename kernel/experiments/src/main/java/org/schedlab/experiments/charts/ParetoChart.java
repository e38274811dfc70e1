package org.schedlab.experiments.charts;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.geom.Ellipse2D;
import java.util.Comparator;
import java.util.List;

import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.schedlab.lab.charts.ChartStyle;

/// Two metrics against each other, a point for each condition; those that no other one beats in both are joined: the
/// Pareto front. Stateless; safe to share.
public final class ParetoChart {
    private static final Color FRONT = new Color(0x00, 0x4C, 0x86);
    private static final Color BEATEN = new Color(0x99, 0x99, 0x99);

    private ParetoChart() {}

    /// A condition.
    ///
    /// @param name shown beside it
    public record Point(String name, double x, double y) {
        /// Whether it is at least as good as another in both, and better in one.
        boolean beats(Point other, boolean lessXIsBetter, boolean lessYIsBetter) {
            double across = lessXIsBetter ? other.x - x : x - other.x;
            double up = lessYIsBetter ? other.y - y : y - other.y;
            return across >= 0 && up >= 0 && (across > 0 || up > 0);
        }
    }

    /// What one chart shows.
    ///
    /// @param title the chart's title
    /// @param caption where it was measured, and what a point is; may have several lines
    /// @param x the metric from left to right, with its unit
    /// @param lessXIsBetter which way is better
    /// @param y the metric from the bottom up, with its unit
    /// @param lessYIsBetter which way is better
    /// @param points the conditions
    public record Content(
            String title,
            String caption,
            String x,
            boolean lessXIsBetter,
            String y,
            boolean lessYIsBetter,
            List<Point> points) {}

    /// The conditions that no other one beats, from left to right.
    public static List<Point> front(Content content) {
        return content.points().stream()
                .filter(point -> content.points().stream()
                        .noneMatch(other -> other.beats(point, content.lessXIsBetter(), content.lessYIsBetter())))
                .sorted(Comparator.comparingDouble(Point::x))
                .toList();
    }

    /// Draws the chart.
    public static JFreeChart of(Content content) {
        List<Point> best = front(content);
        var front = new XYSeries("Pareto front");
        var beaten = new XYSeries("beaten in both, or equal in one");
        for (Point point : content.points()) {
            (best.contains(point) ? front : beaten).add(point.x(), point.y());
        }
        var data = new XYSeriesCollection();
        data.addSeries(front);
        data.addSeries(beaten);
        var renderer = new XYLineAndShapeRenderer();
        renderer.setSeriesLinesVisible(1, false);
        for (int series = 0; series < 2; series++) {
            renderer.setSeriesPaint(series, series == 0 ? FRONT : BEATEN);
            renderer.setSeriesStroke(series, new BasicStroke(1.2f));
            renderer.setSeriesShape(series, new Ellipse2D.Double(-4, -4, 8, 8));
        }
        var plot = ChartStyle.ruled(new XYPlot(
                data,
                axis(content.x(), content.lessXIsBetter()),
                axis(content.y(), content.lessYIsBetter()),
                renderer));
        content.points().forEach(point -> {
            var name = new XYTextAnnotation("  " + point.name(), point.x(), point.y());
            name.setFont(ChartStyle.SMALL);
            name.setTextAnchor(TextAnchor.CENTER_LEFT);
            plot.addAnnotation(name);
        });
        return ChartStyle.chart(content.title(), content.caption(), plot, true);
    }

    private static NumberAxis axis(String metric, boolean lessIsBetter) {
        var axis =
                ChartStyle.small(new NumberAxis(metric + (lessIsBetter ? " (less is better)" : " (more is better)")));
        axis.setAutoRangeIncludesZero(false);
        axis.setUpperMargin(0.15);
        return axis;
    }
}

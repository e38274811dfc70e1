package org.schedlab.experiments.charts;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.geom.Ellipse2D;
import java.util.List;

import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.schedlab.lab.charts.ChartStyle;

/// What each setting of a search gave, in the order in which they were tried, and the best so far. Settings
/// that failed have no point. Stateless; safe to share.
public final class TuningChart {
    private static final Color BEST = new Color(0x00, 0x4C, 0x86);
    private static final Color TRIED = new Color(0x99, 0x99, 0x99);
    private static final Color USUAL = new Color(0xC8, 0x5A, 0x00);

    private TuningChart() {}

    /// What one chart shows.
    ///
    /// @param title the chart's title
    /// @param caption how it was tuned; may have several lines
    /// @param metric what the numbers are, with their unit
    /// @param lessIsBetter which way is better
    /// @param values of the settings in their order, the default first; NaN for one that failed
    public record Content(String title, String caption, String metric, boolean lessIsBetter, List<Double> values) {
        public Content {
            values = List.copyOf(values);
        }
    }

    /// Draws the chart.
    public static JFreeChart of(Content content) {
        var best = new XYSeries("best so far");
        var tried = new XYSeries("tried");
        double least = Double.NaN;
        for (int i = 0; i < content.values().size(); i++) {
            double value = content.values().get(i);
            if (Double.isFinite(value)) {
                tried.add(i + 1, value);
                boolean better = Double.isNaN(least) || (content.lessIsBetter() ? value < least : value > least);
                least = better ? value : least;
            }
            if (!Double.isNaN(least)) {
                best.add(i + 1, least);
            }
        }
        var data = new XYSeriesCollection();
        data.addSeries(best);
        data.addSeries(tried);
        var renderer = new XYLineAndShapeRenderer();
        renderer.setSeriesShapesVisible(0, false);
        renderer.setSeriesPaint(0, BEST);
        renderer.setSeriesStroke(0, ChartStyle.LINE);
        renderer.setSeriesLinesVisible(1, false);
        renderer.setSeriesPaint(1, TRIED);
        renderer.setSeriesShape(1, new Ellipse2D.Double(-3, -3, 6, 6));
        var settings = ChartStyle.small(new NumberAxis("setting, in the order in which they were tried"));
        settings.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
        var values = ChartStyle.small(new NumberAxis(
                content.metric() + (content.lessIsBetter() ? " (less is better)" : " (more is better)")));
        values.setAutoRangeIncludesZero(false);
        var plot = ChartStyle.ruled(new XYPlot(data, settings, values, renderer));
        plot.setNoDataMessage("nothing was measured");
        double usual =
                content.values().isEmpty() ? Double.NaN : content.values().getFirst();
        if (Double.isFinite(usual)) {
            var marker = new ValueMarker(usual, USUAL, new BasicStroke(1.2f));
            marker.setLabel("default");
            marker.setLabelFont(ChartStyle.SMALL);
            marker.setLabelBackgroundColor(new Color(0, 0, 0, 0));
            marker.setLabelAnchor(RectangleAnchor.TOP_RIGHT);
            marker.setLabelTextAnchor(TextAnchor.BOTTOM_RIGHT);
            plot.addRangeMarker(marker);
        }
        return ChartStyle.chart(content.title(), content.caption(), plot, true);
    }
}

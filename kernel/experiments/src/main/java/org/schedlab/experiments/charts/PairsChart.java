package org.schedlab.experiments.charts;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.geom.Ellipse2D;
import java.util.List;

import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.SymbolAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.schedlab.lab.charts.ChartStyle;

/// Two conditions beside each other, a line for each pair: blue where it rises, orange where it falls.
/// Samples that are not paired have points only. Stateless; safe to share.
public final class PairsChart {
    private static final Color RISES = new Color(0x00, 0x4C, 0x86);
    private static final Color FALLS = new Color(0xC8, 0x5A, 0x00);
    private static final Color EQUAL = new Color(0x77, 0x77, 0x77);

    private PairsChart() {}

    /// What one chart shows.
    ///
    /// @param title the chart's title
    /// @param caption what the comparison says; may have several lines
    /// @param metric what the numbers are, with their unit
    /// @param nameA the condition on the left
    /// @param a its values
    /// @param nameB the condition on the right
    /// @param b its values
    /// @param paired whether the values belong to each other, one by one
    public record Content(
            String title,
            String caption,
            String metric,
            String nameA,
            List<Double> a,
            String nameB,
            List<Double> b,
            boolean paired) {}

    /// Draws the chart.
    public static JFreeChart of(Content content) {
        var data = new XYSeriesCollection();
        var renderer = new XYLineAndShapeRenderer();
        if (content.paired()) {
            for (int i = 0; i < content.a().size(); i++) {
                double a = content.a().get(i);
                double b = content.b().get(i);
                var pair = new XYSeries(i);
                pair.add(0, a);
                pair.add(1, b);
                add(pair, b > a ? RISES : b < a ? FALLS : EQUAL, data, renderer);
            }
        } else {
            renderer.setDefaultLinesVisible(false);
            add(points(0, content.a()), EQUAL, data, renderer);
            add(points(1, content.b()), RISES, data, renderer);
        }
        var conditions = ChartStyle.small(new SymbolAxis("", new String[] {content.nameA(), content.nameB()}));
        conditions.setGridBandsVisible(false);
        conditions.setRange(-0.4, 1.4);
        var values = ChartStyle.small(new NumberAxis(content.metric()));
        values.setAutoRangeIncludesZero(false);
        var plot = ChartStyle.ruled(new XYPlot(data, conditions, values, renderer));
        return ChartStyle.chart(content.title(), content.caption(), plot, false);
    }

    private static XYSeries points(int at, List<Double> values) {
        var points = new XYSeries(at);
        values.forEach(value -> points.add(at, value));
        return points;
    }

    private static void add(XYSeries series, Color colour, XYSeriesCollection data, XYLineAndShapeRenderer renderer) {
        int number = data.getSeriesCount();
        renderer.setSeriesPaint(number, colour);
        renderer.setSeriesStroke(number, new BasicStroke(1.2f));
        renderer.setSeriesShape(number, new Ellipse2D.Double(-3, -3, 6, 6));
        data.addSeries(series);
    }
}

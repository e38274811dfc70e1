package org.schedlab.experiments.charts;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.geom.Ellipse2D;
import java.util.List;

import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.SymbolAxis;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYErrorRenderer;
import org.jfree.data.xy.XYIntervalSeries;
import org.jfree.data.xy.XYIntervalSeriesCollection;
import org.schedlab.lab.charts.ChartStyle;

/// Estimates with their intervals, one below the other, and a line where there is no difference. Stateless; safe to
/// share.
public final class IntervalsChart {
    private static final Color SHOWN = new Color(0x00, 0x4C, 0x86);
    private static final Color NOT_SHOWN = new Color(0x99, 0x99, 0x99);

    private IntervalsChart() {}

    /// An estimate.
    ///
    /// @param name what of
    /// @param shown whether a difference was shown: dark, else grey
    /// @param low the lower end of the interval; NaN if there is none
    /// @param estimate NaN if there is none
    /// @param high the upper end
    public record Row(String name, boolean shown, double low, double estimate, double high) {}

    /// What one chart shows.
    ///
    /// @param title the chart's title
    /// @param caption how it was computed; may have several lines
    /// @param axis what the numbers are, with their unit
    /// @param rows from the top down
    public record Content(String title, String caption, String axis, List<Row> rows) {}

    /// Draws the chart.
    public static JFreeChart of(Content content) {
        var shown = new XYIntervalSeries("difference shown");
        var notShown = new XYIntervalSeries("not shown");
        for (int i = 0; i < content.rows().size(); i++) {
            Row row = content.rows().get(i);
            if (Double.isFinite(row.estimate())) {
                double low = Double.isFinite(row.low()) ? row.low() : row.estimate();
                double high = Double.isFinite(row.high()) ? row.high() : row.estimate();
                (row.shown() ? shown : notShown).add(row.estimate(), low, high, i, i, i);
            }
        }
        var data = new XYIntervalSeriesCollection();
        data.addSeries(shown);
        data.addSeries(notShown);
        var renderer = new XYErrorRenderer();
        renderer.setDrawYError(false);
        renderer.setErrorStroke(new BasicStroke(1.6f));
        for (int series = 0; series < 2; series++) {
            renderer.setSeriesPaint(series, series == 0 ? SHOWN : NOT_SHOWN);
            renderer.setSeriesShape(series, new Ellipse2D.Double(-4, -4, 8, 8));
        }
        var names = ChartStyle.small(
                new SymbolAxis("", content.rows().stream().map(Row::name).toArray(String[]::new)));
        names.setInverted(true);
        names.setGridBandsVisible(false);
        names.setRange(-0.5, Math.max(1, content.rows().size()) - 0.5);
        var numbers = ChartStyle.small(new NumberAxis(content.axis()));
        numbers.setAutoRangeIncludesZero(true);
        var plot = ChartStyle.ruled(new XYPlot(data, numbers, names, renderer));
        plot.addDomainMarker(new ValueMarker(0, Color.DARK_GRAY, new BasicStroke(1f)));
        return ChartStyle.chart(content.title(), content.caption(), plot, true);
    }
}

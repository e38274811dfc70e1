package org.schedlab.lab.charts;

import java.util.List;

import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.CombinedDomainXYPlot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYStepRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/// Several quantities over guest time: one row each above a shared time axis, each to its own scale, drawn as steps.
/// Stateless; safe to share.
public final class RowsChart {
    private RowsChart() {}

    /// One quantity.
    ///
    /// @param name with its unit where it has one
    /// @param values in order of time
    public record Row(String name, List<Value> values) {}

    /// The quantity at an instant.
    ///
    /// @param guestTimeMillis the instant, in ms of guest time
    public record Value(double guestTimeMillis, double value) {}

    /// Draws the chart.
    ///
    /// @param caption where and how it was measured; may have several lines
    public static JFreeChart of(String title, String caption, List<Row> rows) {
        var time = new NumberAxis("guest time [ms]");
        time.setAutoRangeIncludesZero(false);
        time.setLabelFont(ChartStyle.SMALL);
        time.setTickLabelFont(ChartStyle.SMALL);
        time.setLowerMargin(0);
        time.setUpperMargin(0);
        var plot = new CombinedDomainXYPlot(time);
        plot.setOrientation(PlotOrientation.VERTICAL);
        plot.setGap(6);
        int number = 0;
        for (Row each : rows) {
            plot.add(row(each, number++));
        }
        return ChartStyle.chart(title, caption, plot, false);
    }

    private static XYPlot row(Row row, int number) {
        var series = new XYSeries(row.name(), true, true);
        row.values().forEach(each -> series.add(each.guestTimeMillis(), each.value()));
        var axis = new NumberAxis(row.name());
        axis.setAutoRangeIncludesZero(false);
        axis.setLabelFont(ChartStyle.SMALL);
        axis.setTickLabelFont(ChartStyle.SMALL);
        var renderer = new XYStepRenderer();
        renderer.setSeriesPaint(0, CpuColours.of(number));
        renderer.setSeriesStroke(0, ChartStyle.LINE);
        return ChartStyle.ruled(new XYPlot(new XYSeriesCollection(series), null, axis, renderer));
    }
}

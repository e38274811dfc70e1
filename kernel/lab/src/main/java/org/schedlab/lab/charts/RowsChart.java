package org.schedlab.lab.charts;

import java.util.ArrayList;
import java.util.List;

import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.data.xy.XYSeries;

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
        List<XYPlot> plots = new ArrayList<>();
        rows.forEach(each -> plots.add(row(each, plots.size())));
        return StepRows.chart(title, caption, plots);
    }

    private static XYPlot row(Row row, int number) {
        var series = new XYSeries(row.name(), true, true);
        row.values().forEach(each -> series.add(each.guestTimeMillis(), each.value()));
        var axis = new NumberAxis(row.name());
        axis.setAutoRangeIncludesZero(false);
        return StepRows.row(series, axis, number);
    }
}

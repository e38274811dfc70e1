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

/// Rows of steps below each other, over one axis of guest time.
final class StepRows {
    private StepRows() {}

    static JFreeChart chart(String title, String caption, List<XYPlot> rows) {
        var time = new NumberAxis("guest time [ms]");
        time.setAutoRangeIncludesZero(false);
        time.setLabelFont(ChartStyle.SMALL);
        time.setTickLabelFont(ChartStyle.SMALL);
        time.setLowerMargin(0);
        time.setUpperMargin(0);
        var plot = new CombinedDomainXYPlot(time);
        plot.setOrientation(PlotOrientation.VERTICAL);
        plot.setGap(6);
        rows.forEach(plot::add);
        return ChartStyle.chart(title, caption, plot, false);
    }

    /// @param axis of the values
    /// @param number of the row, from 0, by which it has its colour
    static XYPlot row(XYSeries series, NumberAxis axis, int number) {
        axis.setLabelFont(ChartStyle.SMALL);
        axis.setTickLabelFont(ChartStyle.SMALL);
        var renderer = new XYStepRenderer();
        renderer.setSeriesPaint(0, CpuColours.of(number));
        renderer.setSeriesStroke(0, ChartStyle.LINE);
        return ChartStyle.ruled(new XYPlot(new XYSeriesCollection(series), null, axis, renderer));
    }
}

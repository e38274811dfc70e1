package org.schedlab.lab.charts;

import java.awt.Color;
import java.util.List;

import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.renderer.category.StackedBarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.data.category.DefaultCategoryDataset;

/// What each worker's time went into: one bar for each, of CPU time, run delay and everything else,
/// such as sleep. Stateless; safe to share.
public final class WorkerTimesChart {
    private static final int MOST_NAMES = 48;
    private static final Color REST = new Color(0x80, 0x80, 0x80, 0x60);

    private WorkerTimesChart() {}

    /// One worker's bar, in ms of guest time.
    ///
    /// @param worker its name
    /// @param cpuMillis on a CPU
    /// @param runDelayMillis runnable but waiting
    /// @param restMillis neither
    public record Bar(String worker, double cpuMillis, double runDelayMillis, double restMillis) {}

    /// What one chart shows.
    ///
    /// @param title the chart's title
    /// @param caption where and how it was measured, shown small below the title; may have several
    ///     lines
    /// @param bars from top to bottom; no two of one name
    public record Content(String title, String caption, List<Bar> bars) {}

    /// Draws the chart.
    public static JFreeChart of(Content content) {
        var data = new DefaultCategoryDataset();
        for (Bar bar : content.bars()) {
            data.addValue(bar.cpuMillis(), "CPU time", bar.worker());
            data.addValue(bar.runDelayMillis(), "run delay", bar.worker());
            data.addValue(bar.restMillis(), "sleeping or blocked", bar.worker());
        }
        var names = new CategoryAxis();
        names.setTickLabelFont(ChartStyle.SMALL);
        names.setTickLabelsVisible(content.bars().size() <= MOST_NAMES);
        var bars = new StackedBarRenderer();
        bars.setBarPainter(new StandardBarPainter());
        bars.setShadowVisible(false);
        bars.setMaximumBarWidth(0.12);
        bars.setSeriesPaint(0, CpuColours.of(0));
        bars.setSeriesPaint(1, CpuColours.of(1));
        bars.setSeriesPaint(2, REST);
        var plot = new CategoryPlot(data, names, ChartStyle.small(new NumberAxis("guest time [ms]")), bars);
        plot.setOrientation(PlotOrientation.HORIZONTAL);
        return ChartStyle.chart(content.title(), content.caption(), plot, true);
    }
}

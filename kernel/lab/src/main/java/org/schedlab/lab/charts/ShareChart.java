package org.schedlab.lab.charts;

import java.util.List;

import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.data.category.DefaultCategoryDataset;

/// How much CPU time each of several takers got, one cluster of bars for each phase. 100 % is one
/// CPU. Stateless; safe to share.
public final class ShareChart {
    private ShareChart() {}

    /// One bar.
    ///
    /// @param phase the cluster it stands in
    /// @param taker whose it is
    /// @param percentOfOneCpu its height
    public record Bar(String phase, String taker, double percentOfOneCpu) {}

    /// What one chart shows.
    ///
    /// @param title the chart's title
    /// @param caption where and how it was measured, shown small below the title; may have several
    ///     lines
    /// @param bars in the order of their phases
    public record Content(String title, String caption, List<Bar> bars) {}

    /// Draws the chart.
    public static JFreeChart of(Content content) {
        var data = new DefaultCategoryDataset();
        content.bars().forEach(bar -> data.addValue(bar.percentOfOneCpu(), bar.taker(), bar.phase()));
        var phases = new CategoryAxis();
        phases.setTickLabelFont(ChartStyle.SMALL);
        var height = new NumberAxis("CPU time [% of one CPU]");
        height.setLabelFont(ChartStyle.SMALL);
        height.setTickLabelFont(ChartStyle.SMALL);
        var bars = new BarRenderer();
        bars.setBarPainter(new StandardBarPainter());
        bars.setShadowVisible(false);
        bars.setItemMargin(0.05);
        bars.setMaximumBarWidth(0.12);
        for (int taker = 0; taker < data.getRowCount(); taker++) {
            bars.setSeriesPaint(taker, CpuColours.of(taker));
        }
        var plot = new CategoryPlot(data, phases, height, bars);
        return ChartStyle.chart(content.title(), content.caption(), plot, true);
    }
}

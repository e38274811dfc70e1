package org.schedlab.lab.charts;

import java.awt.Color;
import java.awt.Font;
import java.util.List;

import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.category.DefaultCategoryDataset;

/// How much CPU time each of several takers got, one cluster of bars for each phase. 100 % is one
/// CPU. Stateless; safe to share.
public final class ShareChart {
    private static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 11);
    private static final Color GRID = new Color(0xDD, 0xDD, 0xDD);

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
        phases.setTickLabelFont(SMALL);
        var height = new NumberAxis("CPU time (% of one CPU)");
        height.setLabelFont(SMALL);
        height.setTickLabelFont(SMALL);
        var bars = new BarRenderer();
        bars.setBarPainter(new StandardBarPainter());
        bars.setShadowVisible(false);
        bars.setItemMargin(0.05);
        bars.setMaximumBarWidth(0.12);
        for (int taker = 0; taker < data.getRowCount(); taker++) {
            bars.setSeriesPaint(taker, CpuColours.of(taker));
        }
        var plot = new CategoryPlot(data, phases, height, bars);
        plot.setBackgroundPaint(Color.WHITE);
        plot.setRangeGridlinePaint(GRID);
        var chart = new JFreeChart(content.title(), new Font(Font.SANS_SERIF, Font.BOLD, 14), plot, true);
        content.caption().lines().forEach(line -> chart.addSubtitle(new TextTitle(line, SMALL)));
        chart.setBackgroundPaint(Color.WHITE);
        chart.setPadding(new RectangleInsets(4, 4, 4, 24));
        return chart;
    }
}

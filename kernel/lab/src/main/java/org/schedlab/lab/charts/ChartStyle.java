package org.schedlab.lab.charts;

import java.awt.Color;
import java.awt.Font;

import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.Plot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.RectangleInsets;

/// What all charts have in common: fonts, white ground, a caption below the title. Stateless; safe to share.
public final class ChartStyle {
    /// Of labels and captions.
    public static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 11);
    /// Of grid lines.
    public static final Color GRID = new Color(0xDD, 0xDD, 0xDD);

    private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 14);

    private ChartStyle() {}

    /// A chart around a plot.
    ///
    /// @param caption where and how it was measured; may have several lines
    public static JFreeChart chart(String title, String caption, Plot plot, boolean legend) {
        var chart = new JFreeChart(title, TITLE, plot, legend);
        caption.lines().forEach(line -> chart.addSubtitle(new TextTitle(line, SMALL)));
        chart.setBackgroundPaint(Color.WHITE);
        chart.setPadding(new RectangleInsets(4, 4, 4, 24));
        plot.setBackgroundPaint(Color.WHITE);
        return chart;
    }

    /// The axis, with small labels.
    public static <A extends ValueAxis> A small(A axis) {
        axis.setLabelFont(SMALL);
        axis.setTickLabelFont(SMALL);
        return axis;
    }

    /// The plot, with grey grid lines.
    public static XYPlot ruled(XYPlot plot) {
        plot.setBackgroundPaint(Color.WHITE);
        plot.setRangeGridlinePaint(GRID);
        plot.setDomainGridlinePaint(GRID);
        return plot;
    }
}

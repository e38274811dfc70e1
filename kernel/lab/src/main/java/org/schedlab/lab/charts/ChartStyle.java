package org.schedlab.lab.charts;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;

import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.Plot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.RectangleInsets;

/// What all charts have in common: fonts, a caption below the title, axes. The ground and the colours of text are
/// [ChartLook]'s. Stateless; safe to share.
public final class ChartStyle {
    /// Of labels and captions.
    public static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, ChartLook.FONT_SIZE);

    /// Of lines of data.
    public static final BasicStroke LINE = new BasicStroke(1.6f);

    private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, ChartLook.FONT_SIZE);

    private ChartStyle() {}

    /// A chart around a plot.
    ///
    /// @param caption where and how it was measured; may have several lines
    public static JFreeChart chart(String title, String caption, Plot plot, boolean legend) {
        var chart = new JFreeChart(title, TITLE, plot, legend);
        caption.lines().forEach(line -> chart.addSubtitle(new TextTitle(line, SMALL)));
        chart.setPadding(new RectangleInsets(4, 4, 4, 24));
        return ChartLook.PAGE.of(chart);
    }

    /// The axis, with small labels.
    public static <A extends ValueAxis> A small(A axis) {
        axis.setLabelFont(SMALL);
        axis.setTickLabelFont(SMALL);
        return axis;
    }

    /// A logarithmic axis from one power of ten to another, with a tick at each.
    ///
    /// @param least above zero
    /// @param greatest not below it
    public static LogAxis powersOfTen(String label, double least, double greatest) {
        double first = Math.floor(Math.log10(least) + 1e-9);
        double last = Math.max(first + 1, Math.ceil(Math.log10(greatest) - 1e-9));
        var axis = small(new LogAxis(label));
        axis.setBase(10);
        axis.setRange(Math.pow(10, first), Math.pow(10, last));
        axis.setTickUnit(new NumberTickUnit(1));
        axis.setMinorTickMarksVisible(true);
        return axis;
    }

    /// The plot, with grid lines.
    public static XYPlot ruled(XYPlot plot) {
        plot.setBackgroundPaint(Color.WHITE);
        plot.setRangeGridlinesVisible(true);
        plot.setDomainGridlinesVisible(true);
        return plot;
    }
}

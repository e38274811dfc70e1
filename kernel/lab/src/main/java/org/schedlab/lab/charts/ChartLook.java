package org.schedlab.lab.charts;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Paint;
import java.util.List;

import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.Axis;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.CombinedDomainCategoryPlot;
import org.jfree.chart.plot.CombinedDomainXYPlot;
import org.jfree.chart.plot.Plot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.title.PaintScaleLegend;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.title.Title;
import org.jspecify.annotations.Nullable;

/// How a chart stands on a page: one size of font, and the colours of text, lines and ground. What a user has
/// coloured stays; what has JFreeChart's usual black, white or grey, or another look's, is changed. Stateless.
public enum ChartLook {
    /// On a page that may be light or dark: no ground, text and lines of a grey that reads on both.
    PAGE(new Color(0x7A, 0x7A, 0x7A), new Color(0x80, 0x80, 0x80, 0x50), null),

    /// On paper: black on white.
    PAPER(new Color(0x22, 0x22, 0x22), new Color(0xDD, 0xDD, 0xDD), Color.WHITE);

    /// Of every text in every chart, in pixels.
    public static final int FONT_SIZE = 12;

    private static final BasicStroke HAIR = new BasicStroke(1f);

    private final Color ink;
    private final Color grid;
    private final @Nullable Color ground;

    ChartLook(Color ink, Color grid, @Nullable Color ground) {
        this.ink = ink;
        this.grid = grid;
        this.ground = ground;
    }

    /// A chart that looks so; the given one stays as it is, if it can be copied.
    public JFreeChart of(JFreeChart chart) {
        JFreeChart copy = copy(chart);
        copy.setBackgroundPaint(ground(copy.getBackgroundPaint()));
        if (copy.getTitle() != null) {
            text(copy.getTitle());
        }
        for (Object subtitle : copy.getSubtitles()) {
            subtitle((Title) subtitle);
        }
        plot(copy.getPlot());
        return copy;
    }

    private static JFreeChart copy(JFreeChart chart) {
        try {
            return (JFreeChart) chart.clone();
        } catch (CloneNotSupportedException e) { // something of the user's own in it
            return chart;
        }
    }

    private void subtitle(Title title) {
        switch (title) {
            case TextTitle words -> text(words);
            case LegendTitle legend -> {
                legend.setItemFont(sized(legend.getItemFont()));
                legend.setItemPaint(ink(legend.getItemPaint()));
                legend.setBackgroundPaint(null);
                legend.setFrame(BlockBorder.NONE);
            }
            case PaintScaleLegend shades -> {
                axis(shades.getAxis());
                shades.setBackgroundPaint(new Color(0, 0, 0, 0));
            }
            default -> {}
        }
    }

    private void text(TextTitle title) {
        title.setFont(sized(title.getFont()));
        title.setPaint(ink(title.getPaint()));
    }

    private void plot(Plot plot) {
        plot.setBackgroundPaint(ground(plot.getBackgroundPaint()));
        plot.setOutlinePaint(grid);
        plot.setNoDataMessagePaint(ink);
        switch (plot) {
            case CombinedDomainXYPlot rows -> {
                axis(rows.getDomainAxis());
                for (Object row : rows.getSubplots()) {
                    plot((Plot) row);
                }
            }
            case CombinedDomainCategoryPlot rows -> {
                category(rows.getDomainAxis());
                for (Object row : rows.getSubplots()) {
                    plot((Plot) row);
                }
            }
            case XYPlot xy -> {
                axis(xy.getDomainAxis());
                axis(xy.getRangeAxis());
                xy.setDomainGridlinePaint(grid);
                xy.setRangeGridlinePaint(grid);
                xy.setDomainGridlineStroke(HAIR);
                xy.setRangeGridlineStroke(HAIR);
            }
            case CategoryPlot bars -> {
                category(bars.getDomainAxis());
                axis(bars.getRangeAxis());
                bars.setRangeGridlinePaint(grid);
                bars.setRangeGridlineStroke(HAIR);
            }
            default -> {}
        }
    }

    private void category(@Nullable CategoryAxis axis) {
        axis(axis);
    }

    private void axis(@Nullable Axis axis) {
        if (axis != null) {
            axis.setLabelFont(sized(axis.getLabelFont()));
            axis.setTickLabelFont(sized(axis.getTickLabelFont()));
            axis.setLabelPaint(ink(axis.getLabelPaint()));
            axis.setTickLabelPaint(ink(axis.getTickLabelPaint()));
            axis.setAxisLinePaint(grid);
            axis.setTickMarkPaint(grid);
        }
    }

    private static Font sized(Font font) {
        return new Font(Font.SANS_SERIF, font.getStyle(), FONT_SIZE);
    }

    private Paint ink(Paint paint) {
        List<Paint> usual = List.of(Color.BLACK, PAGE.ink, PAPER.ink);
        return usual.contains(paint) ? ink : paint;
    }

    /// JFreeChart's own are white around the plot and light grey within.
    private @Nullable Paint ground(@Nullable Paint paint) {
        boolean usual = paint == null || paint.equals(Color.WHITE) || paint.equals(Color.LIGHT_GRAY);
        return usual ? ground : paint;
    }
}

package org.schedlab.experiments.charts;

import java.awt.Color;
import java.util.List;

import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.SymbolAxis;
import org.jfree.chart.labels.XYItemLabelGenerator;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.LookupPaintScale;
import org.jfree.chart.renderer.xy.XYBlockRenderer;
import org.jfree.chart.title.PaintScaleLegend;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.data.xy.DefaultXYZDataset;
import org.schedlab.lab.charts.ChartStyle;

/// A metric over two factors as shades of blue, with the numbers in the blocks; nothing where nothing was measured.
/// Stateless; safe to share.
public final class FactorsChart {
    private static final int SHADES = 64;
    private static final Color LEAST = new Color(0xE3, 0xEE, 0xF7);
    private static final Color MOST = new Color(0x2B, 0x7A, 0xB8);

    private FactorsChart() {}

    /// What one chart shows.
    ///
    /// @param title the chart's title
    /// @param caption where it was measured, and what a block is; may have several lines
    /// @param metric what the numbers are, with their unit
    /// @param across the factor from left to right
    /// @param columns its values
    /// @param down the factor from the top down
    /// @param rows its values
    /// @param values rows of columns; NaN where nothing was measured
    public record Content(
            String title,
            String caption,
            String metric,
            String across,
            List<String> columns,
            String down,
            List<String> rows,
            List<List<Double>> values) {}

    /// Draws the chart.
    public static JFreeChart of(Content content) {
        int count = (int) content.values().stream()
                .flatMap(List::stream)
                .filter(Double::isFinite)
                .count();
        double[][] blocks = new double[3][count];
        int at = 0;
        for (int row = 0; row < content.values().size(); row++) {
            for (int column = 0; column < content.values().get(row).size(); column++) {
                double value = content.values().get(row).get(column);
                if (Double.isFinite(value)) {
                    blocks[0][at] = column;
                    blocks[1][at] = row;
                    blocks[2][at] = value;
                    at++;
                }
            }
        }
        var data = new DefaultXYZDataset();
        if (count > 0) {
            data.addSeries(content.metric(), blocks);
        }
        LookupPaintScale scale = scale(blocks[2]);
        var renderer = new XYBlockRenderer();
        renderer.setPaintScale(scale);
        XYItemLabelGenerator labels = (of, series, item) -> NumberText.of(blocks[2][item]);
        renderer.setDefaultItemLabelGenerator(labels);
        renderer.setDefaultItemLabelsVisible(true);
        renderer.setDefaultItemLabelFont(ChartStyle.SMALL);
        var plot = ChartStyle.ruled(new XYPlot(
                data, axis(content.across(), content.columns()), axis(content.down(), content.rows()), renderer));
        plot.getRangeAxis().setInverted(true);
        plot.setNoDataMessage("nothing was measured");
        JFreeChart chart = ChartStyle.chart(content.title(), content.caption(), plot, false);
        var legend = new PaintScaleLegend(scale, ChartStyle.small(new NumberAxis(content.metric())));
        legend.setPosition(RectangleEdge.RIGHT);
        legend.setMargin(10, 10, 40, 10);
        chart.addSubtitle(legend);
        return chart;
    }

    private static SymbolAxis axis(String factor, List<String> levels) {
        var axis = ChartStyle.small(new SymbolAxis(factor, levels.toArray(String[]::new)));
        axis.setGridBandsVisible(false);
        axis.setRange(-0.5, Math.max(1, levels.size()) - 0.5);
        return axis;
    }

    private static LookupPaintScale scale(double[] values) {
        double least = java.util.Arrays.stream(values).min().orElse(0);
        double most = java.util.Arrays.stream(values).max().orElse(1);
        double top = most > least ? most : least + 1;
        var scale = new LookupPaintScale(least, top, MOST);
        for (int shade = 0; shade < SHADES; shade++) {
            double part = (double) shade / (SHADES - 1);
            scale.add(least + part * (top - least), mix(part));
        }
        return scale;
    }

    private static Color mix(double part) {
        return new Color(
                channel(LEAST.getRed(), MOST.getRed(), part),
                channel(LEAST.getGreen(), MOST.getGreen(), part),
                channel(LEAST.getBlue(), MOST.getBlue(), part));
    }

    private static int channel(int from, int to, double part) {
        return (int) Math.round(from + (to - from) * part);
    }
}

package org.schedlab.lab.pictures;

import java.awt.Color;

import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.LookupPaintScale;
import org.jfree.chart.renderer.PaintScale;
import org.jfree.chart.renderer.xy.XYBlockRenderer;
import org.jfree.chart.title.PaintScaleLegend;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.data.xy.DefaultXYZDataset;
import org.jfree.data.xy.XYZDataset;
import org.schedlab.lab.charts.ChartStyle;

/// Values as shades of blue, nothing for none, with a CPU in each row.
final class HeatMap {
    private static final int SHADES = 64;
    private static final Color MOST = new Color(0x00, 0x72, 0xB2);

    /// Of the colour's opacity: the page shines through, light or dark.
    private static final int LEAST_OPAQUE = 40;

    /// The least value of whole numbers that is seen.
    static final double COUNTS = 0.5;

    private HeatMap() {}

    /// The blocks.
    ///
    /// @param what the values are, with their unit
    /// @param data places, rows and values
    /// @param least smaller values are not seen
    /// @param most the deepest blue
    record Blocks(String what, XYZDataset data, double width, double least, double most) {}

    /// The data of blocks.
    ///
    /// @param places places, then rows, then values
    static XYZDataset data(String what, double[][] places) {
        var data = new DefaultXYZDataset();
        if (places[0].length > 0) {
            data.addSeries(what, places);
        }
        return data;
    }

    /// The plot, without a legend.
    static XYPlot plot(Blocks blocks, NumberAxis across, NumberAxis rows) {
        var squares = new XYBlockRenderer();
        squares.setBlockWidth(blocks.width());
        squares.setPaintScale(scale(blocks));
        var plot = ChartStyle.ruled(new XYPlot(blocks.data(), across, rows, squares));
        plot.getRangeAxis().setInverted(true);
        plot.setNoDataMessage("no CPU");
        return plot;
    }

    /// An axis of CPUs.
    static NumberAxis cpus(String label, int cpus) {
        var axis = ChartStyle.small(new NumberAxis(label));
        axis.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
        axis.setRange(-0.5, Math.max(1, cpus) - 0.5);
        return axis;
    }

    /// Adds what the shades mean.
    static JFreeChart withLegend(JFreeChart chart, Blocks blocks) {
        var values = ChartStyle.small(new NumberAxis(blocks.what()));
        if (blocks.least() == COUNTS) {
            values.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
        }
        var legend = new PaintScaleLegend(scale(blocks), values);
        legend.setPosition(RectangleEdge.RIGHT);
        legend.setMargin(10, 10, 40, 10);
        chart.addSubtitle(legend);
        return chart;
    }

    private static PaintScale scale(Blocks blocks) {
        double top = Math.max(2 * blocks.least(), blocks.most());
        var scale = new LookupPaintScale(0, top, MOST);
        scale.add(0, new Color(0, 0, 0, 0));
        for (int shade = 0; shade < SHADES; shade++) {
            double part = (double) shade / (SHADES - 1);
            scale.add(blocks.least() + part * (top - blocks.least()), mix(part));
        }
        return scale;
    }

    private static Color mix(double part) {
        int opaque = (int) Math.round(LEAST_OPAQUE + (255 - LEAST_OPAQUE) * part);
        return new Color(MOST.getRed(), MOST.getGreen(), MOST.getBlue(), opaque);
    }
}

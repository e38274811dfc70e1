package org.schedlab.lab.pictures;

import java.awt.Color;
import java.util.Locale;

import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.LookupPaintScale;
import org.jfree.chart.renderer.xy.XYBlockRenderer;
import org.jfree.chart.title.PaintScaleLegend;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.data.xy.DefaultXYZDataset;
import org.schedlab.lab.charts.ChartStyle;
import org.schedlab.lab.recorder.Recording;
import org.schedlab.lab.recorder.SchedEvent;

/// From which CPU to which tasks migrated, and how often: a square for each pair, darker for more. Stateless; safe to
/// share.
public final class MigrationChart {
    /// Of more CPUs the numbers do not fit into the squares.
    private static final int MOST_NUMBERED = 16;

    private static final int SHADES = 64;
    private static final Color LEAST = new Color(0xE3, 0xEE, 0xF7);
    private static final Color MOST = new Color(0x00, 0x4C, 0x86);

    private MigrationChart() {}

    /// How often tasks went from the first CPU (row) to the second (column).
    static int[][] counts(Recording recording) {
        int cpus = recording.interval().cpus();
        int[][] counts = new int[cpus][cpus];
        recording.forEach(event -> {
            if (event instanceof SchedEvent.Migrated at) {
                counts[at.from()][at.to()]++;
            }
        });
        return counts;
    }

    /// Draws the chart of a whole recording.
    public static JFreeChart of(Recording recording) {
        int[][] counts = counts(recording);
        long all = 0;
        int most = 0;
        for (int[] row : counts) {
            for (int count : row) {
                all += count;
                most = Math.max(most, count);
            }
        }
        int cpus = counts.length;
        LookupPaintScale scale = scale(most);
        var squares = new XYBlockRenderer();
        squares.setPaintScale(scale);
        var plot = new XYPlot(data(counts), axis("to CPU", cpus), axis("from CPU", cpus), squares);
        plot.getRangeAxis().setInverted(true);
        plot.setNoDataMessage("no CPU");
        ChartStyle.ruled(plot);
        if (cpus <= MOST_NUMBERED) {
            numbers(plot, counts, most);
        }
        String caption = String.format(
                Locale.ROOT,
                "migrations: a task is assigned to another CPU, also when it is woken or forked; %s",
                all == 0 ? "there was none" : String.format(Locale.ROOT, "%,d in all", all));
        JFreeChart chart = ChartStyle.chart(
                Titles.of("Migrations CPU to CPU", recording.interval()),
                Titles.place(recording) + "\n" + caption + Titles.missing(recording.interval()),
                plot,
                false);
        chart.addSubtitle(legend(scale));
        return chart;
    }

    private static PaintScaleLegend legend(LookupPaintScale scale) {
        var numbers = ChartStyle.small(new NumberAxis("migrations"));
        numbers.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
        var legend = new PaintScaleLegend(scale, numbers);
        legend.setPosition(RectangleEdge.RIGHT);
        legend.setMargin(10, 10, 40, 10);
        return legend;
    }

    private static NumberAxis axis(String label, int cpus) {
        var axis = ChartStyle.small(new NumberAxis(label));
        axis.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
        axis.setRange(-0.5, Math.max(1, cpus) - 0.5);
        return axis;
    }

    private static DefaultXYZDataset data(int[][] counts) {
        int cpus = counts.length;
        double[][] values = new double[3][cpus * cpus];
        for (int from = 0; from < cpus; from++) {
            for (int to = 0; to < cpus; to++) {
                int at = from * cpus + to;
                values[0][at] = to;
                values[1][at] = from;
                values[2][at] = counts[from][to];
            }
        }
        var data = new DefaultXYZDataset();
        if (cpus > 0) {
            data.addSeries("migrations", values);
        }
        return data;
    }

    private static LookupPaintScale scale(int most) {
        double top = Math.max(1, most);
        var scale = new LookupPaintScale(0, top, MOST);
        scale.add(0, Color.WHITE);
        for (int shade = 0; shade < SHADES; shade++) {
            double part = (double) shade / (SHADES - 1);
            scale.add(0.5 + part * (top - 0.5), mix(part));
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

    private static void numbers(XYPlot plot, int[][] counts, int most) {
        for (int from = 0; from < counts.length; from++) {
            for (int to = 0; to < counts.length; to++) {
                if (counts[from][to] > 0) {
                    var number = new XYTextAnnotation(String.valueOf(counts[from][to]), to, from);
                    number.setFont(ChartStyle.SMALL);
                    number.setPaint(counts[from][to] * 2 > most ? Color.WHITE : Color.BLACK);
                    plot.addAnnotation(number);
                }
            }
        }
    }
}

package org.schedlab.lab.pictures;

import java.awt.Color;
import java.util.Locale;

import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.plot.XYPlot;
import org.schedlab.lab.charts.ChartStyle;
import org.schedlab.lab.recorder.Recording;
import org.schedlab.lab.recorder.SchedEvent;

/// From which CPU to which tasks migrated, and how often: a square for each pair, darker for more.
/// Stateless; safe to share.
public final class MigrationChart {
    /// Of more CPUs the numbers do not fit into the squares.
    private static final int MOST_NUMBERED = 16;

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
        var blocks =
                new HeatMap.Blocks("migrations", HeatMap.data("migrations", places(counts)), 1, HeatMap.COUNTS, most);
        var plot = HeatMap.plot(blocks, HeatMap.cpus("to CPU", cpus), HeatMap.cpus("from CPU", cpus));
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
        return HeatMap.withLegend(chart, blocks);
    }

    private static double[][] places(int[][] counts) {
        int cpus = counts.length;
        double[][] places = new double[3][cpus * cpus];
        for (int from = 0; from < cpus; from++) {
            for (int to = 0; to < cpus; to++) {
                int at = from * cpus + to;
                places[0][at] = to;
                places[1][at] = from;
                places[2][at] = counts[from][to];
            }
        }
        return places;
    }

    private static void numbers(XYPlot plot, int[][] counts, int most) {
        for (int from = 0; from < counts.length; from++) {
            for (int to = 0; to < counts.length; to++) {
                if (counts[from][to] > 0) {
                    var number = new XYTextAnnotation(String.valueOf(counts[from][to]), to, from);
                    number.setFont(ChartStyle.SMALL);
                    number.setPaint(counts[from][to] * 2 > most ? Color.WHITE : new Color(0x7A, 0x7A, 0x7A));
                    plot.addAnnotation(number);
                }
            }
        }
    }
}

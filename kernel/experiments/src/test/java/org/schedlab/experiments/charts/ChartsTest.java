package org.schedlab.experiments.charts;

import java.awt.image.BufferedImage;
import java.util.List;

import org.jfree.chart.JFreeChart;
import org.jfree.chart.plot.XYPlot;
import org.jfree.data.xy.IntervalXYDataset;
import org.jfree.data.xy.XYZDataset;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ChartsTest {
    private static XYPlot plot(JFreeChart chart) {
        BufferedImage drawn = chart.createBufferedImage(700, 400);
        assertThat(drawn.getWidth()).isEqualTo(700);
        return chart.getXYPlot();
    }

    @Test
    void intervals() {
        var plot = plot(IntervalsChart.of(new IntervalsChart.Content(
                "t",
                "c",
                "%",
                List.of(
                        new IntervalsChart.Row("wait", true, -12, -10, -7),
                        new IntervalsChart.Row("work", false, -1, 0.5, 2),
                        new IntervalsChart.Row("alone", false, Double.NaN, 3, Double.NaN),
                        new IntervalsChart.Row("unknown", false, Double.NaN, Double.NaN, Double.NaN)))));
        var data = (IntervalXYDataset) plot.getDataset();
        assertThat(data.getItemCount(0)).isEqualTo(1);
        assertThat(data.getItemCount(1)).isEqualTo(2);
        assertThat(data.getStartXValue(0, 0)).isEqualTo(-12);
        assertThat(data.getXValue(0, 0)).isEqualTo(-10);
        assertThat(data.getEndXValue(0, 0)).isEqualTo(-7);
        assertThat(data.getStartXValue(1, 1)).isEqualTo(3);
    }

    @Test
    void pairs() {
        var paired = plot(PairsChart.of(new PairsChart.Content(
                "t", "c", "ms", "a", List.of(1.0, 2.0, 3.0), "b", List.of(2.0, 1.0, 3.0), true)));
        assertThat(paired.getDataset().getSeriesCount()).isEqualTo(3);
        assertThat(paired.getDataset().getYValue(1, 0)).isEqualTo(2);
        assertThat(paired.getDataset().getYValue(1, 1)).isEqualTo(1);
        var apart = plot(PairsChart.of(
                new PairsChart.Content("t", "c", "ms", "a", List.of(1.0, 2.0, 3.0), "b", List.of(2.0), false)));
        assertThat(apart.getDataset().getSeriesCount()).isEqualTo(2);
        assertThat(apart.getDataset().getItemCount(0)).isEqualTo(3);
    }

    @Test
    void twoFactors() {
        var plot = plot(FactorsChart.of(new FactorsChart.Content(
                "t",
                "c",
                "us",
                "workers",
                List.of("2", "4", "8"),
                "scheduler",
                List.of("fifo", "vtime"),
                List.of(List.of(1.0, Double.NaN, 3.0), List.of(4.0, 5.0, 6.0)))));
        var data = (XYZDataset) plot.getDataset();
        assertThat(data.getItemCount(0)).isEqualTo(5);
        assertThat(data.getXValue(0, 1)).isEqualTo(2);
        assertThat(data.getYValue(0, 1)).isEqualTo(0);
        assertThat(data.getZValue(0, 1)).isEqualTo(3);
        var empty = plot(FactorsChart.of(new FactorsChart.Content(
                "t", "c", "us", "x", List.of("1"), "y", List.of("1"), List.of(List.of(Double.NaN)))));
        assertThat(empty.getDataset().getSeriesCount()).isZero();
    }

    /// Nobody is better in both than those of the front; the others are beaten.
    @Test
    void theParetoFront() {
        var a = new ParetoChart.Point("a", 1, 5);
        var b = new ParetoChart.Point("b", 2, 3);
        var c = new ParetoChart.Point("c", 2, 4);
        var d = new ParetoChart.Point("d", 4, 1);
        var e = new ParetoChart.Point("e", 5, 5);
        List<ParetoChart.Point> points = List.of(e, d, c, b, a);
        var less = new ParetoChart.Content("t", "c", "x", true, "y", true, points);
        assertThat(ParetoChart.front(less)).containsExactly(a, b, d);
        assertThat(ParetoChart.front(new ParetoChart.Content("t", "c", "x", false, "y", true, points)))
                .containsExactly(d, e);
        assertThat(ParetoChart.front(new ParetoChart.Content("t", "c", "x", false, "y", false, points)))
                .containsExactly(e);
        assertThat(plot(ParetoChart.of(less)).getDataset().getItemCount(0)).isEqualTo(3);
    }
}

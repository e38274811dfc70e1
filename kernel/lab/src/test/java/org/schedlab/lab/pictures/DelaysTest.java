package org.schedlab.lab.pictures;

import java.util.List;
import java.util.stream.LongStream;

import org.jfree.chart.plot.CombinedDomainXYPlot;
import org.jfree.chart.plot.XYPlot;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class DelaysTest {
    private final Delays hundred = Delays.of(
            "vtime", LongStream.rangeClosed(1, 100).map(i -> i * 1_000).toArray());

    @Test
    void quantilesAreValues() {
        assertThat(hundred.quantile(50)).isEqualTo(50_000);
        assertThat(hundred.quantile(99)).isEqualTo(99_000);
        assertThat(hundred.quantile(99.9)).isEqualTo(100_000);
        assertThat(hundred.quantile(0)).isEqualTo(1_000);
        assertThat(hundred.legend()).isEqualTo("vtime: 100 values, p50 50 µs, p99 99 µs, p99.9 100 µs, longest 100 µs");
    }

    @Test
    void binsAddUpToAll() {
        List<Delays.Point> bins = hundred.histogram(10);
        assertThat(bins.stream().mapToDouble(Delays.Point::percent).sum()).isCloseTo(100, within(1e-9));
        assertThat(bins.getFirst().percent()).isZero();
        assertThat(bins.get(1)).isEqualTo(new Delays.Point(1, 1));
        assertThat(bins.getLast().percent()).isZero();
    }

    @Test
    void manyValuesMakeFewTruePoints() {
        Delays many = Delays.of("many", LongStream.range(0, 200_000).toArray());
        List<Delays.Point> points = many.cumulative();
        assertThat(points).hasSizeLessThan(600).hasSizeGreaterThan(300);
        for (Delays.Point point : points.subList(1, points.size())) {
            double value = point.micros() * 1_000;
            assertThat(point.percent()).isCloseTo((value + 1) / 2_000, within(1e-6));
        }
        assertThat(points.getLast().percent()).isEqualTo(100);
        assertThat(many.zeros()).isEqualTo(1);
    }

    @Test
    void twoSetsInOneChart() {
        var chart = LatencyDistributionChart.of(new LatencyDistributionChart.Content(
                "wake-up latency", "from sched_wakeup to sched_switch", List.of(hundred, Delays.of("fifo", 0, 7_000))));
        assertThat(chart.getTitle().getText()).isEqualTo("Wake-up latency: vtime, fifo");
        assertThat(chart.getSubtitles().toString()).isNotEmpty();
        CombinedDomainXYPlot plot = (CombinedDomainXYPlot) chart.getPlot();
        assertThat(plot.getDomainAxis().getLabel()).isEqualTo("wake-up latency [µs]");
        XYPlot total = plot.getSubplots().get(1);
        assertThat(total.getRangeAxis().getLabel()).isEqualTo("at most so long [%]");
        assertThat(total.getDataset().getSeriesCount()).isEqualTo(2);
        assertThat(total.getDataset().getXValue(1, 1)).isEqualTo(7);
        assertThat(total.getDataset().getYValue(1, 1)).isEqualTo(100);
        assertThat(total.getDataset().getXValue(1, 0)).isEqualTo(0.001);
        assertThat(chart.createBufferedImage(300, 200)).isNotNull();
    }

    @Test
    void noValues() {
        for (List<Delays> none : List.of(List.<Delays>of(), List.of(Delays.of("vtime")))) {
            var chart =
                    LatencyDistributionChart.of(new LatencyDistributionChart.Content("wake-up latency", "none", none));
            assertThat(chart.getTitle().getText()).startsWith("Wake-up latency: ");
            assertThat(chart.createBufferedImage(300, 200)).isNotNull();
        }
        assertThat(Delays.of("vtime").legend()).isEqualTo("vtime: no values");
    }
}

package org.schedlab.lab.pictures;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TimeAxisTest {
    private static List<String> labels(TimeAxis axis) {
        return axis.ticks().stream().map(TimeAxis.Tick::label).toList();
    }

    @Test
    void secondsCountFromPowerOn() {
        TimeAxis axis = new TimeAxis(3_089_000_000L, 4_089_000_000L, 0, 900, 0);
        assertThat(labels(axis)).startsWith("3.1", "3.2", "3.3").endsWith("4.0").hasSize(10);
        assertThat(axis.ticks().getFirst().nanos()).isEqualTo(3_100_000_000L);
        assertThat(axis.title()).isEqualTo("guest time (s)");
    }

    @Test
    void shortIntervalsCountFromARoundTime() {
        TimeAxis axis = new TimeAxis(3_500_000_000L, 3_502_000_000L, 0, 900, 0);
        assertThat(labels(axis)).startsWith("500.0", "500.2").endsWith("502.0");
        assertThat(axis.title()).isEqualTo("guest time (ms after 3 s)");
        TimeAxis nanos = new TimeAxis(3_000_000_100L, 3_000_000_140L, 0, 900, 0);
        assertThat(labels(nanos)).startsWith("100", "105").endsWith("140");
        assertThat(nanos.title()).isEqualTo("guest time (ns after 3 s)");
    }

    /// The clock of QEMU is at 3.5 s when guest time is at 2.75 s.
    @Test
    void labelsAreGuestTime() {
        TimeAxis axis = new TimeAxis(3_500_000_000L, 3_502_000_000L, 0, 900, -750_000_100);
        assertThat(axis.ticks().getFirst()).isEqualTo(new TimeAxis.Tick(3_500_000_100L, "750.0"));
        assertThat(axis.title()).isEqualTo("guest time (ms after 2 s)");
    }

    @Test
    void placesAndTimesBelongTogether() {
        TimeAxis axis = new TimeAxis(1_000, 2_000, 100, 600, 0);
        assertThat(axis.x(1_000)).isEqualTo(100);
        assertThat(axis.x(1_500)).isEqualTo(350);
        assertThat(axis.nanos(350)).isEqualTo(1_500);
        assertThat(axis.nanos(350.4)).isEqualTo(1_500);
    }

    @Test
    void anInstantHasAnAxisToo() {
        TimeAxis axis = new TimeAxis(1_000, 1_000, 100, 600, 0);
        assertThat(axis.x(1_000)).isEqualTo(100);
        assertThat(labels(axis)).containsExactly("0");
    }

    @Test
    void lengthsAreExact() {
        assertThat(TimeText.length(999)).isEqualTo("999 ns");
        assertThat(TimeText.length(1_500)).isEqualTo("1.5 µs");
        assertThat(TimeText.length(1_210_654)).isEqualTo("1.210654 ms");
        assertThat(TimeText.length(1_000_000_000)).isEqualTo("1 s");
        assertThat(TimeText.instant(3_089_107_346L)).isEqualTo("3.089107346 s");
        assertThat(TimeText.instant(0)).isEqualTo("0 s");
    }
}

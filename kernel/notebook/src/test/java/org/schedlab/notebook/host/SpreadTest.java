package org.schedlab.notebook.host;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SpreadTest {
    @Test
    void medianAndQuartilesLieBetweenValues() {
        assertThat(Spread.of(List.of(4e6, 1e6, 3e6, 2e6)).text())
                .isEqualTo("median 2.50 ms, interquartile range 1.75 ms to 3.25 ms, from 1.00 ms to 4.00 ms");
        assertThat(Spread.of(List.of(5.0, 9.0, 1.0)).at(0.5)).isEqualTo(5);
    }

    @Test
    void equalRunsAreOneNumber() {
        assertThat(Spread.of(List.of(2e6, 2e6)).text()).isEqualTo("2.00 ms in every run");
    }

    @Test
    void threeDigitsInTheNearestUnit() {
        assertThat(List.of(3.0, 42.42, 999.0, 999.6, 123_456.0, 2e9))
                .map(Spread::shown)
                .containsExactly("3.00 ns", "42.4 ns", "999 ns", "1.00 µs", "123 µs", "2.00 s");
    }
}

package org.schedlab.experiments.search;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

import org.junit.jupiter.api.Test;
import org.schedlab.vm.LabException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// The search over functions whose least value is known.
class BoxSearchTest {
    private static final Range SLICE = Range.of("slice_ns", 100_000, 50_000_000);

    @Test
    void findsTheLeastValueWithinTwoDigits() {
        List<List<Long>> tried = search(List.of(SLICE), 1, 40, point -> distance(point.getFirst(), 700_000));

        assertThat(tried).hasSizeLessThanOrEqualTo(40).doesNotHaveDuplicates();
        assertThat(tried).anySatisfy(point -> assertThat(point.getFirst()).isBetween(650_000L, 750_000L));
    }

    @Test
    void goesRoundWhatFails() {
        List<List<Long>> tried = search(
                List.of(SLICE, Range.of("batch", 0, 8)),
                3,
                60,
                point -> point.getFirst() < 500_000
                        ? 1e9
                        : distance(point.getFirst(), 600_000) + Math.abs(point.getLast() - 6));

        assertThat(tried).anySatisfy(point -> {
            assertThat(point.getFirst()).isBetween(500_000L, 900_000L);
            assertThat(point.getLast()).isBetween(5L, 7L);
        });
    }

    @Test
    void theSameSeedTriesTheSame() {
        ToDoubleFunction<List<Long>> function = point -> distance(point.getFirst(), 2_000_000);
        List<List<Long>> first = search(List.of(SLICE), 1, 20, function);

        assertThat(search(List.of(SLICE), 1, 20, function)).isEqualTo(first);
        assertThat(search(List.of(SLICE), 2, 20, function)).isNotEqualTo(first);
    }

    @Test
    void aSmallBoxIsTriedWhole() {
        assertThat(search(List.of(Range.of("mode", 0, 6)), 1, 1_000, point -> Math.abs(point.getFirst() - 3)))
                .containsExactlyInAnyOrder(
                        List.of(0L), List.of(1L), List.of(2L), List.of(3L), List.of(4L), List.of(5L), List.of(6L));
        assertThat(search(List.of(Range.of("flag", 0, 1)), 1, 1_000, _ -> 1e9)).hasSize(2);
    }

    @Test
    void wideRangesGoByPowersAndKeepTheirEnds() {
        assertThat(SLICE.scale()).isEqualTo(Scale.LOGARITHMIC);
        assertThat(SLICE.at(0)).isEqualTo(100_000);
        assertThat(SLICE.at(1)).isEqualTo(50_000_000);
        assertThat(SLICE.at(0.5)).isEqualTo(2_200_000); // the root of 100,000 times 50,000,000 is 2,236,068
        assertThat(Range.of("n", 1, 1_000).at(0.1)).isEqualTo(2);
        assertThat(Range.of("n", 13, 131).at(0)).isEqualTo(13);
        assertThat(Range.of("n", 0, 1_000).scale()).isEqualTo(Scale.LINEAR);
        assertThat(Range.of("n", 5, 20).scale()).isEqualTo(Scale.LINEAR);
    }

    @Test
    void emptyRangesAreRefused() {
        assertThatThrownBy(() -> Range.of("slice_ns", 5, 5))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("there is nothing to search for 'slice_ns'")
                .hasMessageContaining("one value, 5");
        assertThatThrownBy(() -> Range.of("slice_ns", 9, 5))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("from 9 down to 5");
        assertThatThrownBy(() -> new Range("slice_ns", 0, 5, Scale.LOGARITHMIC))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("it begins at 0");
    }

    private static double distance(long value, long best) {
        return Math.abs(Math.log((double) value / best));
    }

    private static List<List<Long>> search(
            List<Range> box, long seed, int budget, ToDoubleFunction<List<Long>> function) {
        Map<List<Long>, Double> known = new LinkedHashMap<>();
        List<Long> start = new ArrayList<>();
        box.forEach(range -> start.add(range.at(0.7)));
        new BoxSearch(box, seed).from(start, new BoxSearch.Look() {
            @Override
            public double at(List<Long> point) {
                if (!known.containsKey(point) && known.size() == budget) {
                    throw new BoxSearch.Enough();
                }
                return known.computeIfAbsent(point, function::applyAsDouble);
            }

            @Override
            public int points() {
                return known.size();
            }
        });
        return List.copyOf(known.keySet());
    }
}

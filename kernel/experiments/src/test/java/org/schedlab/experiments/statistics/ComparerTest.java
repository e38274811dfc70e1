package org.schedlab.experiments.statistics;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.schedlab.vm.LabException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class ComparerTest {
    private static final Comparer QUICK = Comparer.defaults().withResamples(100);

    /// A against A: the values of 20 seeds, twice drawn from the same distribution, far from normal.
    @Test
    void equalConditionsAreSeldomCalledDifferent() {
        Random random = new Random(11);
        int paired = 0;
        int unpaired = 0;
        for (int round = 0; round < 1_000; round++) {
            double[] a = skewed(random, 20, 0);
            double[] b = skewed(random, 20, 0);
            paired += different(PublishedValuesTest.keyed("a", a), PublishedValuesTest.keyed("b", b));
            unpaired += different(Sample.of("a", a), Sample.of("b", b));
        }
        assertThat(paired).isBetween(20, 50);
        assertThat(unpaired).isBetween(20, 50);
    }

    /// A shift of one standard deviation of the noise between the two of a pair, 12 pairs, where the seeds
    /// themselves differ ten times as much.
    @Test
    void aStatedShiftIsFound() {
        Random random = new Random(12);
        int found = 0;
        for (int round = 0; round < 1_000; round++) {
            double[] a = new double[12];
            double[] b = new double[12];
            for (int i = 0; i < a.length; i++) {
                double seed = 100 + 10 * random.nextGaussian();
                a[i] = seed + random.nextGaussian() / Math.sqrt(2);
                b[i] = seed + 1 + random.nextGaussian() / Math.sqrt(2);
            }
            found += different(
                    PublishedValuesTest.keyed("a", a), PublishedValuesTest.keyed("b", b), QUICK.withGates(0, 0));
        }
        assertThat(found).isGreaterThan(800);
    }

    private static int different(Sample a, Sample b) {
        return different(a, b, QUICK);
    }

    private static int different(Sample a, Sample b, Comparer comparer) {
        return comparer.compare("x", a, b).finding() == Finding.DIFFERENT ? 1 : 0;
    }

    private static double[] skewed(Random random, int count, double shift) {
        return random.doubles(count)
                .map(u -> 100 + 20 * Math.exp(2 * u) * random.nextDouble() + shift)
                .toArray();
    }

    @Test
    void oneRunIsNeverSignificant() {
        Comparison one = Comparer.defaults()
                .compare("wait_us", Sample.bySeed("fifo", Map.of(1L, 10.0)), Sample.bySeed("vtime", Map.of(1L, 900.0)));

        assertThat(one.finding()).isEqualTo(Finding.TOO_FEW);
        assertThat(one.sentence())
                .isEqualTo("wait_us: median 10 under fifo, 900 under vtime. n = 1: that is what happened once; it says"
                        + " nothing about other seeds.");
        assertThat(one.interval().known()).isFalse();
    }

    /// Five pairs have 32 ways to give signs: the best is 2 of 32.
    @Test
    void tooFewPairsAreToldWhateverTheyShow() {
        Comparison five = Comparer.defaults()
                .compare(
                        "wait_us",
                        PublishedValuesTest.keyed("fifo", 1, 2, 3, 4, 5),
                        PublishedValuesTest.keyed("vtime", 101, 102, 103, 105, 104));

        assertThat(five.significance().p()).isCloseTo(0.0625, within(1e-12));
        assertThat(five.finding()).isEqualTo(Finding.TOO_FEW);
        assertThat(five.sentence()).contains("n = 5 pairs: with so few this test cannot find any difference");
    }

    @Test
    void theSentenceOfADifference() {
        Comparison found = Comparer.defaults()
                .compare(
                        "wait_us",
                        PublishedValuesTest.keyed("fifo", 100, 110, 120, 130, 140, 150, 160),
                        PublishedValuesTest.keyed("vtime", 90, 101, 108, 121, 129, 137, 152));

        assertThat(found.finding()).isEqualTo(Finding.DIFFERENT);
        assertThat(found.difference()).isEqualTo(-10.25);
        assertThat(found.sentence())
                .startsWith("wait_us: vtime is 10.25 (7.9 %) lower than fifo (median 130 under fifo, 121 under vtime;"
                        + " 95 % interval ")
                .endsWith(
                        ", BCa bootstrap of 4000; matched-pairs rank-biserial correlation -1.00; n = 7 pairs, p = 0.016,"
                                + " Wilcoxon signed-rank test, exact with ties).");
        assertThat(found.interval().contains(-10.25)).isTrue();
    }

    /// Both gates count, each on its own.
    @Test
    void aDifferenceBelowAGateDoesNotMatter() {
        Sample a = PublishedValuesTest.keyed("a", 100, 110, 120, 130, 140, 150, 160);
        Sample b = PublishedValuesTest.keyed("b", 103, 112.5, 124, 132.9, 143.1, 153.2, 163.3);

        assertThat(QUICK.compare("x", a, b).finding()).isEqualTo(Finding.DIFFERENT);
        assertThat(QUICK.withGates(5, 0).compare("x", a, b).finding()).isEqualTo(Finding.TOO_SMALL);
        assertThat(QUICK.withGates(0, 0.05).compare("x", a, b).finding()).isEqualTo(Finding.TOO_SMALL);
        assertThat(QUICK.withGates(5, 0).compare("x", a, b).sentence())
                .startsWith("x: b differs from a by 3.1")
                .contains("which is less than what counts (at least 5 and 0 %;");
    }

    @Test
    void equalValuesAreNoDifference() {
        Sample a = PublishedValuesTest.keyed("a", 1, 2, 3, 4, 5, 6, 7);
        Comparison same = QUICK.compare("x", a, new Sample("b", a.byKey(), true));
        assertThat(same.significance().p()).isEqualTo(1);
        assertThat(same.effect().value()).isZero();
        assertThat(same.finding()).isNotEqualTo(Finding.DIFFERENT);
    }

    @Test
    void whatWasNotMeasuredIsLeftOutAndSaid() {
        Map<Long, Double> a = new HashMap<>();
        Map<Long, Double> b = new HashMap<>();
        for (long seed = 1; seed <= 8; seed++) {
            a.put(seed, 10.0 * seed);
            b.put(seed, 10.0 * seed + seed);
        }
        a.put(3L, Double.NaN);
        b.remove(5L);
        Comparison found = QUICK.compare("x", Sample.bySeed("a", a), Sample.bySeed("b", b));
        assertThat(found.a().values()).containsExactly(10.0, 20.0, 40.0, 60.0, 70.0, 80.0);
        assertThat(found.sentence()).endsWith(" 3 values are left out: not measured, or without a partner.");

        assertThatThrownBy(() -> QUICK.compare("x", Sample.of("nothing", Double.NaN), Sample.of("b", 1)))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("none of its 1 values was measured");
    }

    @Test
    void manyMetricsAreCorrected() {
        Comparer comparer = QUICK;
        Sample a = PublishedValuesTest.keyed("a", 100, 110, 120, 130, 140, 150, 160);
        Sample b = PublishedValuesTest.keyed("b", 103, 112.5, 124, 132.9, 143.1, 153.2, 163.3);
        List<Comparison> four = List.of(
                comparer.compare("w", a, b),
                comparer.compare("x", a, b),
                comparer.compare("y", a, b),
                comparer.compare("z", a, b));
        Comparisons together = comparer.together(four);

        assertThat(together.get("x").significance().p()).isCloseTo(2.0 / 128, within(1e-12));
        assertThat(together.get("x").significance().corrected()).isCloseTo(8.0 / 128, within(1e-12));
        assertThat(together.get("x").finding()).isEqualTo(Finding.NOT_SHOWN);
        assertThat(together.get("x").sentence()).contains("p = 0.063 by Holm over 4 metrics");
        assertThat(together.table().rowCount()).isEqualTo(4);
        assertThat(together.table().name()).contains("p corrected by Holm over 4 metrics");
        assertThatThrownBy(() -> together.get("v"))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("available: w, x, y, z");
    }
}

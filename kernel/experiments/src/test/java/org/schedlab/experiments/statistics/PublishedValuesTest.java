package org.schedlab.experiments.statistics;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/// The values that R's documentation of wilcox.test, Hollander and Wolfe, and scipy 1.17 give.
class PublishedValuesTest {
    private static final double CLOSE = 1e-9;

    /// Hollander and Wolfe (1973), 29f: a depression scale at two visits, nine patients.
    private static final double[] FIRST = {1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30};

    private static final double[] SECOND = {0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29};

    /// Hollander and Wolfe (1973), 69f: permeability of human chorioamnion.
    private static final double[] AT_TERM = {0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46};

    private static final double[] EARLIER = {1.15, 0.88, 0.90, 0.74, 1.21};

    /// R's `airquality`: ozone in May and in August, without what is missing.
    private static final double[] MAY = {
        41, 36, 12, 18, 28, 23, 19, 8, 7, 16, 11, 14, 18, 14, 34, 6, 30, 11, 1, 11, 4, 32, 23, 45, 115, 37
    };

    private static final double[] AUGUST = {
        39, 9, 16, 78, 35, 66, 122, 89, 110, 44, 28, 65, 22, 59, 23, 31, 44, 21, 9, 45, 168, 73, 76, 118, 84, 85
    };

    private static final double[] WITH_TIES = {1, 2, -2, 3, 3, -1, 4, 5, 5, 0, 0, 6, -3};

    /// wilcox.test(x, y, paired = TRUE, alternative = "greater"): V = 40, p = 0.01953; two-sided twice that.
    @Test
    void depression() {
        Comparison found = Comparer.defaults().compare("scale", keyed("second", SECOND), keyed("first", FIRST));

        assertThat(found.significance().p()).isCloseTo(0.0390625, within(CLOSE));
        assertThat(found.significance().test()).isEqualTo("Wilcoxon signed-rank test, exact");
        assertThat(found.significance().least()).isEqualTo(2.0 / 512, within(CLOSE));
        // V = 40 of 45, against 5.
        assertThat(found.effect().value()).isCloseTo(35.0 / 45, within(CLOSE));
        assertThat(found.difference()).isCloseTo(0.46, within(CLOSE));
        assertThat(found.finding()).isEqualTo(Finding.DIFFERENT);
    }

    /// R 4: wilcox.test(..., exact = FALSE): continuity corrected.
    @Test
    void depressionByApproximation() {
        double[] differences =
                IntStream.range(0, 9).mapToDouble(i -> FIRST[i] - SECOND[i]).toArray();
        assertThat(SignedRank.of(differences).asymptotic()).isCloseTo(0.04401098401295143, within(CLOSE));
    }

    /// wilcox.test(x, y, alternative = "g"): W = 35, p = 0.1272; two-sided twice that.
    @Test
    void permeability() {
        Comparison found = Comparer.defaults()
                .compare("permeability", Sample.of("earlier", EARLIER), Sample.of("at term", AT_TERM));

        assertThat(found.significance().p()).isCloseTo(764.0 / 3003, within(CLOSE));
        assertThat(found.significance().test()).isEqualTo("Mann-Whitney U test, exact");
        assertThat(found.effect().value()).isCloseTo(2 * 35.0 / 50 - 1, within(CLOSE));
        assertThat(found.difference()).isCloseTo(0.305, within(CLOSE));
        assertThat(found.finding()).isEqualTo(Finding.NOT_SHOWN);
        assertThat(RankSum.of(EARLIER, AT_TERM).asymptotic()).isCloseTo(0.24462360512698333, within(CLOSE));
    }

    /// wilcox.test(Ozone ~ Month, data = airquality, subset = Month %in% c(5, 8)): W = 127.5, p = 0.0001208.
    @Test
    void ozone() {
        assertThat(RankSum.of(MAY, AUGUST).asymptotic()).isCloseTo(0.00012080783076877434, within(CLOSE));
        assertThat(RankSum.of(MAY, AUGUST).effect().value()).isCloseTo(1 - 2 * 127.5 / (26 * 26), within(CLOSE));
    }

    /// scipy.stats.wilcoxon(d, zero_method="wilcox"), once with correction=True, once over all permutations.
    @Test
    void tiesAndZerosOfPairs() {
        SignedRank test = SignedRank.of(WITH_TIES);
        assertThat(test.asymptotic()).isCloseTo(0.055081997318595866, within(CLOSE));
        assertThat(test.significance().p()).isCloseTo(0.0556640625, within(CLOSE));
        assertThat(test.significance().test()).isEqualTo("Wilcoxon signed-rank test, exact with ties");
    }

    /// scipy.stats.mannwhitneyu, and scipy.stats.permutation_test over all permutations.
    @Test
    void tiesOfSamples() {
        double[] a = {1, 2, 2, 3, 5, 5};
        double[] b = {2, 4, 5, 6, 6, 7, 8};
        RankSum test = RankSum.of(a, b);
        assertThat(test.asymptotic()).isCloseTo(0.050835582280956304, within(CLOSE));
        assertThat(test.significance().p()).isCloseTo(0.04428904428904429, within(CLOSE));
    }

    /// From 50 pairs on: scipy.stats.wilcoxon(d, method="approx", correction=True).
    @Test
    void manyPairs() {
        double[] many = IntStream.rangeClosed(1, 60)
                .mapToDouble(i -> i * 37 % 61 - 25 + 0.5 * (i % 7) / 7)
                .toArray();
        assertThat(SignedRank.of(many).significance().p()).isCloseTo(0.02060066859291787, within(CLOSE));
        assertThat(SignedRank.of(many).significance().test()).endsWith("normal approximation");
    }

    /// R: p.adjust(c(0.01, 0.02, 0.03, 0.04, 0.05), "holm") and "BH".
    @Test
    void corrections() {
        double[] p = {0.05, 0.01, Double.NaN, 0.03, 0.04, 0.02};
        assertThat(Correction.HOLM.adjust(p))
                .containsExactly(new double[] {0.09, 0.05, Double.NaN, 0.09, 0.09, 0.08}, within(CLOSE));
        assertThat(Correction.BENJAMINI_HOCHBERG.adjust(p))
                .containsExactly(new double[] {0.05, 0.05, Double.NaN, 0.05, 0.05, 0.05}, within(CLOSE));
    }

    static Sample keyed(String name, double... values) {
        return new Sample(name, Sample.of(name, values).byKey(), true);
    }
}

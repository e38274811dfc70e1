package org.schedlab.experiments.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/// What is computed quickly, against all ways written out.
class ExactTest {
    private final Random random = new Random(7);

    @Test
    void signsOfRanks() {
        for (int round = 0; round < 200; round++) {
            double[] differences = values(1 + random.nextInt(10), 5);
            SignedRank test = SignedRank.of(differences);
            if (test.nonZero().length > 0) {
                assertThat(test.exact()).isCloseTo(overAllSigns(test), within(1e-12));
            }
        }
    }

    private static double overAllSigns(SignedRank test) {
        int n = test.nonZero().length;
        int[] ranks = test.ranks().doubled();
        int sum = test.ranks().sum();
        int seen = 0;
        for (int i = 0; i < n; i++) {
            seen += test.nonZero()[i] > 0 ? ranks[i] : 0;
        }
        int asFar = 0;
        for (int signs = 0; signs < 1 << n; signs++) {
            int positive = 0;
            for (int i = 0; i < n; i++) {
                positive += (signs >> i & 1) * ranks[i];
            }
            asFar += Math.abs(2 * positive - sum) >= Math.abs(2 * seen - sum) ? 1 : 0;
        }
        return (double) asFar / (1 << n);
    }

    @Test
    void choicesOfRanks() {
        for (int round = 0; round < 200; round++) {
            double[] a = values(1 + random.nextInt(5), 6);
            double[] b = values(1 + random.nextInt(5), 6);
            assertThat(RankSum.of(a, b).exact()).isCloseTo(overAllChoices(a, b), within(1e-12));
        }
    }

    private static double overAllChoices(double[] a, double[] b) {
        int[] ranks = RankSum.of(a, b).ranks().doubled();
        int seen = Arrays.stream(ranks, 0, b.length).sum();
        int all = 0;
        int below = 0;
        int above = 0;
        for (int chosen = 0; chosen < 1 << ranks.length; chosen++) {
            if (Integer.bitCount(chosen) == b.length) {
                int sum = 0;
                for (int i = 0; i < ranks.length; i++) {
                    sum += (chosen >> i & 1) * ranks[i];
                }
                all++;
                below += sum <= seen ? 1 : 0;
                above += sum >= seen ? 1 : 0;
            }
        }
        return Math.min(1, 2.0 * Math.min(below, above) / all);
    }

    @Test
    void mediansOfAllMeansAndOfAllDifferences() {
        for (int round = 0; round < 300; round++) {
            double[] a = values(1 + random.nextInt(30), round % 2 == 0 ? 4 : 1_000_000);
            double[] b = values(1 + random.nextInt(30), round % 2 == 0 ? 4 : 1_000_000);
            double[] means = Arrays.stream(pairs(a)).toArray();
            assertThat(HodgesLehmann.centre(a)).isEqualTo(median(means));
            double[] differences = Arrays.stream(b)
                    .flatMap(y -> Arrays.stream(a).map(x -> y - x))
                    .toArray();
            assertThat(HodgesLehmann.shift(a, b)).isEqualTo(median(differences));
        }
    }

    private static double[] pairs(double[] values) {
        double[] means = new double[values.length * (values.length + 1) / 2];
        int at = 0;
        for (int i = 0; i < values.length; i++) {
            for (int j = i; j < values.length; j++) {
                means[at++] = (values[i] + values[j]) / 2;
            }
        }
        return means;
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        int half = values.length / 2;
        return values.length % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
    }

    /// The interval of a mean by BCa and by normal theory agree for a large sample that is normal.
    @Test
    void theBootstrapsIntervalOfAMean() {
        double[] normal = random.doubles(400).map(u -> 0).toArray();
        Arrays.setAll(normal, i -> 10 + random.nextGaussian());
        Interval interval = new Bootstrap(4_000, 1, 0.95)
                .of(
                        List.of(normal),
                        drawn -> Arrays.stream(drawn.getFirst()).average().orElseThrow());
        double mean = Arrays.stream(normal).average().orElseThrow();
        double deviation = Math.sqrt(
                Arrays.stream(normal).map(x -> (x - mean) * (x - mean)).sum() / 399);
        assertThat(interval.method()).isEqualTo("BCa bootstrap of 4000");
        assertThat(interval.low()).isCloseTo(mean - 1.96 * deviation / 20, within(0.01));
        assertThat(interval.high()).isCloseTo(mean + 1.96 * deviation / 20, within(0.01));
        assertThat(new Bootstrap(4_000, 1, 0.95)
                        .of(
                                List.of(normal),
                                drawn -> Arrays.stream(drawn.getFirst())
                                        .average()
                                        .orElseThrow()))
                .isEqualTo(interval);
    }

    /// Values with ties, some of them zero, if the range is small.
    private double[] values(int count, int range) {
        return random.ints(count, -range, range + 1).asDoubleStream().toArray();
    }
}

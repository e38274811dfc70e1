package org.schedlab.experiments.statistics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// What is done about p-values when several metrics are looked at: the more there are, the sooner one of them looks
/// different by chance.
public enum Correction {
    /// Keeps the chance of even one false "different" below the level.
    HOLM("Holm") {
        @Override
        double[] ofSorted(double[] sorted) {
            double[] adjusted = new double[sorted.length];
            double most = 0;
            for (int i = 0; i < sorted.length; i++) {
                most = Math.max(most, Math.min(1, (sorted.length - i) * sorted[i]));
                adjusted[i] = most;
            }
            return adjusted;
        }
    },

    /// Keeps the expected part of false ones among all "different" below the level.
    BENJAMINI_HOCHBERG("Benjamini-Hochberg") {
        @Override
        double[] ofSorted(double[] sorted) {
            double[] adjusted = new double[sorted.length];
            double least = 1;
            for (int i = sorted.length - 1; i >= 0; i--) {
                least = Math.min(least, sorted[i] * sorted.length / (i + 1));
                adjusted[i] = least;
            }
            return adjusted;
        }
    };

    private final String words;

    Correction(String words) {
        this.words = words;
    }

    abstract double[] ofSorted(double[] sorted);

    /// The corrected p-values, in the order of the given ones. Those that are NaN stay so and do not count.
    public double[] adjust(double... p) {
        int[] order = IntStream.range(0, p.length)
                .filter(i -> !Double.isNaN(p[i]))
                .boxed()
                .sorted(Comparator.comparingDouble(i -> p[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] ofSorted = ofSorted(Arrays.stream(order).mapToDouble(i -> p[i]).toArray());
        double[] adjusted = p.clone();
        for (int i = 0; i < order.length; i++) {
            adjusted[order[i]] = ofSorted[i];
        }
        return adjusted;
    }

    @Override
    public String toString() {
        return words;
    }
}

package org.schedlab.experiments;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/// How the rows of a table's column become one number.
public enum Summary {
    /// All together.
    SUM(values -> Arrays.stream(values).sum()),

    /// The mean of them.
    MEAN(values -> Arrays.stream(values).average().orElse(Double.NaN)),

    /// The middle one, or the mean of the two in the middle.
    MEDIAN(Summary::median),

    /// The least.
    MIN(values -> Arrays.stream(values).min().orElse(Double.NaN)),

    /// The greatest.
    MAX(values -> Arrays.stream(values).max().orElse(Double.NaN));

    @SuppressWarnings("ImmutableEnumChecker") // functions without state
    private final ToDoubleFunction<double[]> of;

    Summary(ToDoubleFunction<double[]> of) {
        this.of = of;
    }

    /// Of the values that were measured; NaN if none was.
    double of(double[] values) {
        double[] measured = Arrays.stream(values).filter(Double::isFinite).toArray();
        return measured.length == 0 ? Double.NaN : of.applyAsDouble(measured);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}

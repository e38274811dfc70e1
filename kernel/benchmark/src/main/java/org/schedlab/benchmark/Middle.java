package org.schedlab.benchmark;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// A few measurements of one thing: the one in the middle, and how far they lie apart.
///
/// @param count how many
record Middle(double median, double least, double most, int count) {
    /// One figure of several runs; there is at least one.
    static <R> Middle of(List<R> runs, ToDoubleFunction<R> figure) {
        return of(runs.stream().mapToDouble(figure).toArray());
    }

    /// Of one measurement or more.
    static Middle of(double[] measurements) {
        double[] sorted = measurements.clone();
        Arrays.sort(sorted);
        return new Middle(sorted[sorted.length / 2], sorted[0], sorted[sorted.length - 1], sorted.length);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "p50 %.3f, least %.3f, most %.3f of %d", median, least, most, count);
    }
}

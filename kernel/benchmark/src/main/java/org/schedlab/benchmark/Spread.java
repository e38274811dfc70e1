package org.schedlab.benchmark;

import java.util.Arrays;
import java.util.Locale;

/// What a number of measurements of one thing say together.
///
/// @param count how many measurements
/// @param median half of them are at most this
/// @param p95 95 in 100 are at most this
/// @param p99 99 in 100 are at most this
/// @param worst the largest
record Spread(int count, double median, double p95, double p99, double worst) {

    static Spread of(double[] measurements) {
        double[] sorted = measurements.clone();
        Arrays.sort(sorted);
        return new Spread(
                sorted.length,
                percentile(sorted, 50),
                percentile(sorted, 95),
                percentile(sorted, 99),
                sorted[sorted.length - 1]);
    }

    private static double percentile(double[] sorted, int percent) {
        int rank = (int) Math.ceil(percent / 100.0 * sorted.length);
        return sorted[Math.max(0, rank - 1)];
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "p50 %.1f, p95 %.1f, p99 %.1f, worst %.1f of %d", median, p95, p99, worst, count);
    }
}

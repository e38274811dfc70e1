package org.schedlab.experiments.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.ToDoubleFunction;

import org.apache.commons.statistics.distribution.NormalDistribution;

/// Intervals by bootstrap: the samples are drawn again from themselves, with the same seed always.
/// Bias-corrected and accelerated (BCa); where the correction cannot be computed, by percentiles, and the
/// interval says so.
///
/// @param resamples how often
/// @param seed of the drawing
/// @param confidence such as 0.95
record Bootstrap(int resamples, long seed, double confidence) {
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    /// @param samples each is drawn from on its own; none is empty
    /// @param statistic of as many samples of the same lengths, or one shorter
    Interval of(List<double[]> samples, ToDoubleFunction<List<double[]>> statistic) {
        if (samples.stream().anyMatch(sample -> sample.length < 2)) {
            return Interval.none(confidence, "no interval of one value");
        }
        double estimate = statistic.applyAsDouble(samples);
        double[] drawn = drawn(samples, statistic);
        double bias = bias(drawn, estimate);
        double acceleration = acceleration(samples, statistic);
        boolean corrected = Double.isFinite(bias) && Double.isFinite(acceleration);
        double tail = (1 - confidence) / 2;
        double low = corrected ? corrected(tail, bias, acceleration) : tail;
        double high = corrected ? corrected(1 - tail, bias, acceleration) : 1 - tail;
        return new Interval(
                quantile(drawn, low),
                quantile(drawn, high),
                confidence,
                String.format(Locale.ROOT, "%s bootstrap of %d", corrected ? "BCa" : "percentile", resamples));
    }

    private double[] drawn(List<double[]> samples, ToDoubleFunction<List<double[]>> statistic) {
        Random random = new Random(seed);
        double[] drawn = new double[resamples];
        for (int i = 0; i < resamples; i++) {
            drawn[i] = statistic.applyAsDouble(
                    samples.stream().map(sample -> again(sample, random)).toList());
        }
        Arrays.sort(drawn);
        return drawn;
    }

    private static double[] again(double[] sample, Random random) {
        double[] drawn = new double[sample.length];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = sample[random.nextInt(sample.length)];
        }
        return drawn;
    }

    /// Where the estimate stands among the drawn ones; half of the equal ones count as below it.
    private static double bias(double[] drawn, double estimate) {
        double below = 0;
        for (double each : drawn) {
            below += each < estimate ? 1 : each == estimate ? 0.5 : 0;
        }
        return NORMAL.inverseCumulativeProbability(below / drawn.length);
    }

    /// From the statistic without one value each time (Efron and Tibshirani 1993, 14.15, for several samples).
    private static double acceleration(List<double[]> samples, ToDoubleFunction<List<double[]>> statistic) {
        double cubes = 0;
        double squares = 0;
        for (int which = 0; which < samples.size(); which++) {
            double[] without = without(samples, which, statistic);
            double mean = Arrays.stream(without).average().orElseThrow();
            double n = without.length;
            for (double each : without) {
                double distance = (n - 1) * (mean - each);
                cubes += Math.pow(distance / n, 3);
                squares += Math.pow(distance / n, 2);
            }
        }
        return squares == 0 ? Double.NaN : cubes / (6 * Math.pow(squares, 1.5));
    }

    private static double[] without(List<double[]> samples, int which, ToDoubleFunction<List<double[]>> statistic) {
        double[] whole = samples.get(which);
        double[] values = new double[whole.length];
        List<double[]> fewer = new java.util.ArrayList<>(samples);
        for (int left = 0; left < whole.length; left++) {
            double[] others = new double[whole.length - 1];
            System.arraycopy(whole, 0, others, 0, left);
            System.arraycopy(whole, left + 1, others, left, others.length - left);
            fewer.set(which, others);
            values[left] = statistic.applyAsDouble(fewer);
        }
        return values;
    }

    private static double corrected(double part, double bias, double acceleration) {
        double shifted = bias + NORMAL.inverseCumulativeProbability(part);
        return NORMAL.cumulativeProbability(bias + shifted / (1 - acceleration * shifted));
    }

    /// Between the neighbours, as R's type 7.
    private static double quantile(double[] sorted, double part) {
        double at = part * (sorted.length - 1);
        int below = (int) Math.floor(at);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}

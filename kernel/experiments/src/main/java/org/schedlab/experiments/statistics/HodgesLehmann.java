package org.schedlab.experiments.statistics;

import java.util.Arrays;
import java.util.function.DoubleToLongFunction;

/// Hodges and Lehmann's estimators: of the centre of paired differences, the median of the means of all
/// pairs of them; of the shift between two samples, the median of all differences between them. Exact, and
/// quick for many values: the pairs are counted, not made.
final class HodgesLehmann {
    private HodgesLehmann() {}

    /// The centre of at least one difference.
    static double centre(double[] differences) {
        double[] x = differences.clone();
        Arrays.sort(x);
        long pairs = x.length * (x.length + 1L) / 2;
        return median(pairs, x[0], x[x.length - 1], limit -> means(x, limit));
    }

    /// How many means of two values, or of one with itself, are not above a limit.
    private static long means(double[] x, double limit) {
        long count = 0;
        int j = x.length - 1;
        for (int i = 0; i < x.length; i++) {
            while (j >= i && mean(x[i], x[j]) > limit) {
                j--;
            }
            if (j < i) {
                break;
            }
            count += j - i + 1;
        }
        return count;
    }

    private static double mean(double one, double other) {
        return (one + other) / 2;
    }

    /// By how much b is above a; both have at least one value.
    static double shift(double[] a, double[] b) {
        double[] x = a.clone();
        double[] y = b.clone();
        Arrays.sort(x);
        Arrays.sort(y);
        return median(
                (long) x.length * y.length,
                y[0] - x[x.length - 1],
                y[y.length - 1] - x[0],
                limit -> shifts(x, y, limit));
    }

    /// How many differences of a value of y from one of x are not above a limit.
    private static long shifts(double[] x, double[] y, double limit) {
        long count = 0;
        int j = 0;
        for (double each : x) {
            while (j < y.length && y[j] - each <= limit) {
                j++;
            }
            count += j;
        }
        return count;
    }

    private static double median(long count, double least, double most, DoubleToLongFunction notAbove) {
        double upper = ofRank(count / 2 + 1, least, most, notAbove);
        return count % 2 == 1 ? upper : mean(ofRank(count / 2, least, most, notAbove), upper);
    }

    /// The least double of which enough values are not above it: that is one of the values. Halves the doubles
    /// between the ends, not their distance, so that it ends after 64 steps at most.
    private static double ofRank(long rank, double least, double most, DoubleToLongFunction notAbove) {
        long low = order(least);
        long high = order(most);
        while (low < high) {
            long middle = (low & high) + ((low ^ high) >> 1);
            if (notAbove.applyAsLong(Double.longBitsToDouble(order(middle))) >= rank) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return Double.longBitsToDouble(order(low));
    }

    /// A number for each double, in the doubles' order.
    private static long order(double value) {
        return order(Double.doubleToLongBits(value + 0.0)); // no negative zero
    }

    /// Its own inverse.
    private static long order(long bits) {
        return bits ^ ((bits >> 63) & Long.MAX_VALUE);
    }
}

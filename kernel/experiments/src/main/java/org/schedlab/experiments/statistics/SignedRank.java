package org.schedlab.experiments.statistics;

import java.util.Arrays;

import org.apache.commons.statistics.inference.PValueMethod;
import org.apache.commons.statistics.inference.WilcoxonSignedRankTest;

/// Wilcoxon's signed-rank test of paired differences. Differences of zero are left out, as Wilcoxon did and R does.
///
/// Below 50 others the p-value is exact. Among them, where some are equal in size, it is exact for the shared ranks
/// that are there (a permutation test over all signs). From 50 on it is the normal approximation with
/// corrections for ties and continuity.
final class SignedRank {
    private static final String NAME = "Wilcoxon signed-rank test, ";
    private static final int EXACT_BELOW = 50;

    private final int pairs;
    private final double[] nonZero;
    private final MidRanks ranks;

    private SignedRank(int pairs, double[] nonZero, MidRanks ranks) {
        this.pairs = pairs;
        this.nonZero = nonZero;
        this.ranks = ranks;
    }

    static SignedRank of(double[] differences) {
        double[] nonZero = Arrays.stream(differences).filter(each -> each != 0).toArray();
        return new SignedRank(
                differences.length,
                nonZero,
                MidRanks.of(Arrays.stream(nonZero).map(Math::abs).toArray()));
    }

    /// The differences that are not zero.
    double[] nonZero() {
        return nonZero;
    }

    /// Of their sizes.
    MidRanks ranks() {
        return ranks;
    }

    Significance significance() {
        int n = nonZero.length;
        if (n == 0) {
            // So many pairs could have shown a difference, had they differed.
            return Significance.of(NAME + "no pair differs", 1, least(pairs));
        }
        double least = least(n);
        if (n >= EXACT_BELOW) {
            return Significance.of(NAME + "normal approximation", asymptotic(), least);
        }
        return ranks.ties()
                ? Significance.of(NAME + "exact with ties", exact(), least)
                : Significance.of(NAME + "exact", library(PValueMethod.EXACT), least);
    }

    private static double least(int pairs) {
        return pairs < EXACT_BELOW ? Math.min(1, Math.scalb(2.0, -pairs)) : 0;
    }

    double asymptotic() {
        return library(PValueMethod.ASYMPTOTIC);
    }

    private double library(PValueMethod method) {
        return WilcoxonSignedRankTest.withDefaults().with(method).test(nonZero).getPValue();
    }

    /// Over all ways to give signs to the ranks: how likely a sum of the positive ones is at least as far from its
    /// mean. The distribution is symmetric.
    double exact() {
        int sum = ranks.sum();
        double[] ways = new double[sum + 1];
        ways[0] = 1;
        for (int rank : ranks.doubled()) {
            for (int at = sum; at >= 0; at--) {
                ways[at] = (ways[at] + (at >= rank ? ways[at - rank] : 0)) / 2;
            }
        }
        int positive = positive();
        double tail = 0;
        for (int at = 0; at <= Math.min(positive, sum - positive); at++) {
            tail += ways[at];
        }
        return Math.min(1, 2 * tail);
    }

    /// Twice the sum of the ranks of positive differences.
    private int positive() {
        int sum = 0;
        for (int i = 0; i < nonZero.length; i++) {
            sum += nonZero[i] > 0 ? ranks.doubled()[i] : 0;
        }
        return sum;
    }

    /// The part of the ranks that favours one side less the part that favours the other.
    Effect effect() {
        double sum = ranks.sum();
        return new Effect(
                "matched-pairs rank-biserial correlation", nonZero.length == 0 ? 0 : (2 * positive() - sum) / sum);
    }
}

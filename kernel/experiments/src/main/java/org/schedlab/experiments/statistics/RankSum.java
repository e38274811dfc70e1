package org.schedlab.experiments.statistics;

import java.util.stream.DoubleStream;

import org.apache.commons.statistics.inference.MannWhitneyUTest;
import org.apache.commons.statistics.inference.PValueMethod;

/// The Mann-Whitney U test (Wilcoxon's rank-sum test) of two samples that are not paired.
///
/// Where both have fewer than 50 values the p-value is exact. Among them, where some values are equal, it
/// is exact for the shared ranks that are there (a permutation test over all ways to share the values
/// out), twice the smaller tail. Else it is the normal approximation with corrections for ties and
/// continuity.
final class RankSum {
    private static final String NAME = "Mann-Whitney U test, ";
    private static final int EXACT_BELOW = 50;

    private final double[] a;
    private final double[] b;
    private final MidRanks ranks;

    private RankSum(double[] a, double[] b, MidRanks ranks) {
        this.a = a;
        this.b = b;
        this.ranks = ranks;
    }

    /// Of two samples that are not empty.
    static RankSum of(double[] a, double[] b) {
        return new RankSum(
                a,
                b,
                MidRanks.of(DoubleStream.concat(DoubleStream.of(b), DoubleStream.of(a))
                        .toArray()));
    }

    /// Of the values of both together, those of `b` first.
    MidRanks ranks() {
        return ranks;
    }

    Significance significance() {
        if (Math.max(a.length, b.length) >= EXACT_BELOW) {
            return Significance.of(NAME + "normal approximation", asymptotic(), 0);
        }
        double least = Math.min(1, 2 / binomial(a.length + b.length, a.length));
        return ranks.ties()
                ? Significance.of(NAME + "exact with ties", exact(), least)
                : Significance.of(NAME + "exact", library(PValueMethod.EXACT), least);
    }

    double asymptotic() {
        return library(PValueMethod.ASYMPTOTIC);
    }

    private double library(PValueMethod method) {
        return MannWhitneyUTest.withDefaults().with(method).test(b, a).getPValue();
    }

    private static double binomial(int n, int k) {
        double ways = 1;
        for (int i = 1; i <= k; i++) {
            ways = ways * (n - k + i) / i;
        }
        return ways;
    }

    /// Over all ways to choose which values are those of `b`.
    double exact() {
        int sum = ranks.sum();
        double[][] ways = new double[b.length + 1][sum + 1];
        ways[0][0] = 1;
        for (int rank : ranks.doubled()) {
            for (int chosen = b.length; chosen >= 1; chosen--) {
                for (int at = sum; at >= rank; at--) {
                    ways[chosen][at] += ways[chosen - 1][at - rank];
                }
            }
        }
        double below = 0;
        double above = 0;
        for (int at = 0; at <= sum; at++) {
            below += at <= ofB() ? ways[b.length][at] : 0;
            above += at >= ofB() ? ways[b.length][at] : 0;
        }
        return Math.min(1, 2 * Math.min(below, above) / binomial(a.length + b.length, b.length));
    }

    /// Twice the sum of the ranks of `b`.
    private int ofB() {
        int sum = 0;
        for (int i = 0; i < b.length; i++) {
            sum += ranks.doubled()[i];
        }
        return sum;
    }

    /// How much more often a value of `b` is above one of `a` than below it.
    Effect effect() {
        double u = ofB() / 2.0 - b.length * (b.length + 1) / 2.0;
        return new Effect("Cliff's delta", 2 * u / ((double) a.length * b.length) - 1);
    }
}

package org.schedlab.experiments.statistics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// The ranks of values, equal ones sharing the mean of theirs.
final class MidRanks {
    private final int[] doubled;
    private final boolean ties;

    private MidRanks(int[] doubled, boolean ties) {
        this.doubled = doubled;
        this.ties = ties;
    }

    /// Twice each value's rank, in the order of the values: whole numbers, also of shared ranks.
    int[] doubled() {
        return doubled;
    }

    /// Whether some values are equal.
    boolean ties() {
        return ties;
    }

    static MidRanks of(double[] values) {
        int[] order = IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> values[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        int[] doubled = new int[values.length];
        boolean ties = false;
        for (int begin = 0; begin < order.length; ) {
            int end = begin + 1;
            while (end < order.length && values[order[end]] == values[order[begin]]) {
                end++;
            }
            for (int i = begin; i < end; i++) {
                doubled[order[i]] = begin + 1 + end; // twice the mean of begin + 1 to end
            }
            ties |= end - begin > 1;
            begin = end;
        }
        return new MidRanks(doubled, ties);
    }

    int sum() {
        return Arrays.stream(doubled).sum();
    }
}

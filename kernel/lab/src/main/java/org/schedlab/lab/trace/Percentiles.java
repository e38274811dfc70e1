package org.schedlab.lab.trace;

import java.util.Arrays;
import java.util.List;

import tech.tablesaw.api.LongColumn;

/// Lengths of time, by nearest rank: the p-th percentile is the least value that p percent of all do not exceed,
/// so it is one that was measured.
final class Percentiles {
    private final long[] sorted;

    private Percentiles(long[] sorted) {
        this.sorted = sorted;
    }

    /// Of lengths in ns.
    static Percentiles of(long[] values) {
        long[] copy = values.clone();
        Arrays.sort(copy);
        return new Percentiles(copy);
    }

    /// Of lengths in ns.
    static Percentiles of(List<Long> values) {
        return of(values.stream().mapToLong(Long::longValue).toArray());
    }

    /// Puts one of them below a column; nothing, which is told as missing, if there is none.
    ///
    /// @param percent above 0, at most 100
    void append(double percent, LongColumn column) {
        if (sorted.length == 0) {
            column.appendMissing();
        } else {
            column.append(at(percent));
        }
    }

    int count() {
        return sorted.length;
    }

    long sum() {
        return Arrays.stream(sorted).sum();
    }

    /// One of them; there is at least one.
    ///
    /// @param percent above 0, at most 100
    long at(double percent) {
        int rank = (int) Math.ceil(percent / 100 * sorted.length);
        return sorted[Math.max(0, rank - 1)];
    }
}

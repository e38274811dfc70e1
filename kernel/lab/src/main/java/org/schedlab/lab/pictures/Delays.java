package org.schedlab.lab.pictures;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Times of one kind, such as the waits of one run. A value.
public final class Delays {
    private static final int COLUMNS_PER_DECADE = 100;
    private static final double MICRO = 1_000;

    private final String name;
    private final long[] sorted;

    /// A point of a line.
    ///
    /// @param micros the time in µs, above zero
    record Point(double micros, double percent) {}

    private Delays(String name, long[] sorted) {
        this.name = name;
        this.sorted = sorted;
    }

    /// Of these values.
    ///
    /// @param name such as the scheduler that was in charge
    /// @param nanos in ns, in any order
    public static Delays of(String name, long... nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return new Delays(name, sorted);
    }

    /// Whose they are.
    public String name() {
        return name;
    }

    /// Whether there are none.
    public boolean isEmpty() {
        return sorted.length == 0;
    }

    /// How many are of no length: they stand at 1 ns, the least that a logarithmic axis can show here.
    long zeros() {
        return Arrays.stream(sorted).takeWhile(each -> each <= 0).count();
    }

    /// In µs.
    double least() {
        return micros(sorted[0]);
    }

    /// In µs.
    double greatest() {
        return micros(sorted[sorted.length - 1]);
    }

    /// Name, number and quantiles (the least value that so many percent do not exceed).
    String legend() {
        if (isEmpty()) {
            return name + ": no values";
        }
        return String.format(
                Locale.ROOT,
                "%s: %,d values, p50 %s, p99 %s, p99.9 %s, longest %s",
                name,
                sorted.length,
                text(50),
                text(99),
                text(99.9),
                TimeText.length(sorted[sorted.length - 1]));
    }

    /// The least value that so many percent do not exceed, in ns. There must be a value.
    public long quantile(double percent) {
        int rank = (int) Math.ceil(percent / 100 * sorted.length);
        return sorted[Math.clamp(rank, 1, sorted.length) - 1];
    }

    private String text(double percent) {
        return TimeText.length(quantile(percent));
    }

    /// How many percent take at most as long, at values that are true ones; of those in a hundredth of a decade the
    /// last.
    List<Point> cumulative() {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < sorted.length; i++) {
            if (i + 1 == sorted.length || column(sorted[i]) != column(sorted[i + 1])) {
                points.add(new Point(micros(sorted[i]), 100.0 * (i + 1) / sorted.length));
            }
        }
        return points;
    }

    private static long column(long nanos) {
        return (long) Math.floor(Math.log10((double) Math.max(1, nanos)) * COLUMNS_PER_DECADE);
    }

    /// How many percent lie in each bin; a point at each bin's lower end, and one of 0 % where bins end.
    ///
    /// @param binsPerDecade bins are equally wide on a logarithmic axis
    List<Point> histogram(int binsPerDecade) {
        List<Point> points = new ArrayList<>();
        int at = 0;
        long last = Long.MIN_VALUE;
        while (at < sorted.length) {
            long bin = bin(sorted[at], binsPerDecade);
            int end = at;
            while (end < sorted.length && bin(sorted[end], binsPerDecade) == bin) {
                end++;
            }
            if (last != bin) {
                points.add(new Point(edge(last == Long.MIN_VALUE ? bin : last, binsPerDecade), 0));
            }
            points.add(new Point(edge(bin, binsPerDecade), 100.0 * (end - at) / sorted.length));
            last = bin + 1;
            at = end;
        }
        if (at > 0) {
            points.add(new Point(edge(last, binsPerDecade), 0));
        }
        return points;
    }

    private static long bin(long nanos, int binsPerDecade) {
        return (long) Math.floor(Math.log10((double) Math.max(1, nanos)) * binsPerDecade + 1e-9);
    }

    /// In µs.
    private static double edge(long bin, int binsPerDecade) {
        return Math.pow(10, (double) bin / binsPerDecade) / MICRO;
    }

    private static double micros(long nanos) {
        return Math.max(1, nanos) / MICRO;
    }
}

package org.schedlab.lab.series;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.DoublePredicate;

import org.schedlab.lab.series.SeriesColumn.Point;
import org.schedlab.vm.LabException;

/// Claims about how quantities go over time; each is checked at once, and the first instant that breaks it is named:
/// `assertThat(series.column("nr_running")).atMost(4).convergesTo(2, 0.5, ms(100))`. What was never measured breaks
/// every claim. Thread-safe.
///
/// The patterns are those of ktstr's series.
public final class SeriesClaims {
    private static final int TOGETHER = 3;

    private final List<SeriesColumn> columns;

    private SeriesClaims(List<SeriesColumn> columns) {
        this.columns = columns;
    }

    /// About all of these.
    public static SeriesClaims about(List<SeriesColumn> columns) {
        for (SeriesColumn each : columns) {
            if (each.points().isEmpty()) {
                throw new BrokenClaimException(
                        LabException.asked("nothing can be claimed of '%s'".formatted(each.name()))
                                .found("it was never measured")
                                .text(),
                        0);
            }
        }
        return new SeriesClaims(List.copyOf(columns));
    }

    /// Never less than before.
    public SeriesClaims nondecreasing() {
        return pairs("never less than before", (before, now) -> now.value() >= before.value());
    }

    /// Always more than before.
    public SeriesClaims strictlyIncreasing() {
        return pairs("always more than before", (before, now) -> now.value() > before.value());
    }

    /// From each sample to the next it changes by so much in a second of guest time.
    public SeriesClaims rateWithin(double low, double high) {
        return pairs(range("changes by", low, high) + " in a second", (before, now) -> {
            double seconds = (now.guestTimeNanos() - before.guestTimeNanos()) / 1e9;
            double rate = (now.value() - before.value()) / seconds;
            return rate >= low && rate <= high;
        });
    }

    /// After a while it stays near its mean.
    ///
    /// @param warmUp guest time from the first sample that is left out
    /// @param tolerance as a part of the mean: 0.1 for 10 %
    public SeriesClaims steadyWithin(Duration warmUp, double tolerance) {
        for (SeriesColumn each : columns) {
            long from = each.points().getFirst().guestTimeNanos() + warmUp.toNanos();
            SeriesColumn steady = each.between(from, Long.MAX_VALUE);
            if (steady.points().isEmpty()) {
                throw broken(each, each.points().getLast(), "steady after " + warmUp, "it was not measured that long");
            }
            double mean = mean(steady);
            points(
                    steady,
                    String.format(Locale.ROOT, "within %s %% of its mean %s", text(tolerance * 100), text(mean)),
                    value -> Math.abs(value - mean) <= Math.abs(mean) * tolerance);
        }
        return this;
    }

    /// Three samples in a row are near a value before a time has passed since the first.
    ///
    /// @param tolerance how far off it they may be
    /// @param deadline guest time
    public SeriesClaims convergesTo(double target, double tolerance, Duration deadline) {
        for (SeriesColumn each : columns) {
            long until = each.points().getFirst().guestTimeNanos() + deadline.toNanos();
            int together = 0;
            Point last = each.points().getFirst();
            for (Point point : each.points()) {
                if (point.guestTimeNanos() > until || together == TOGETHER) {
                    break;
                }
                together = Math.abs(point.value() - target) <= tolerance ? together + 1 : 0;
                last = point;
            }
            if (together < TOGETHER) {
                throw broken(
                        each,
                        last,
                        String.format(
                                Locale.ROOT,
                                "%d samples in a row within %s of %s in %s ms",
                                TOGETHER,
                                text(tolerance),
                                text(target),
                                text(deadline.toNanos() / 1e6)),
                        "it was " + text(last.value()) + " at the end of that");
            }
        }
        return this;
    }

    /// Something holds of every sample.
    ///
    /// @param what in words, such as `even`
    public SeriesClaims alwaysTrue(String what, DoublePredicate holds) {
        columns.forEach(each -> points(each, "always " + what, holds));
        return this;
    }

    /// The quotient of this and another one, sample by sample.
    ///
    /// @param other measured at the same instants; where it is 0 the claim is broken
    public SeriesClaims ratioWithin(SeriesColumn other, double low, double high) {
        for (SeriesColumn each : columns) {
            if (each.points().size() != other.points().size()) {
                throw broken(
                        each,
                        each.points().getFirst(),
                        "in a ratio to " + other.name(),
                        "they were not measured at the same instants");
            }
            for (int i = 0; i < each.points().size(); i++) {
                Point point = each.points().get(i);
                double ratio = point.value() / other.points().get(i).value();
                if (!(ratio >= low && ratio <= high)) {
                    throw broken(each, point, range("in times of " + other.name(), low, high), "it is " + text(ratio));
                }
            }
        }
        return this;
    }

    /// No sample is less.
    public SeriesClaims atLeast(double limit) {
        columns.forEach(each -> points(each, "at least " + text(limit), value -> value >= limit));
        return this;
    }

    /// No sample is more.
    public SeriesClaims atMost(double limit) {
        columns.forEach(each -> points(each, "at most " + text(limit), value -> value <= limit));
        return this;
    }

    /// All samples are between two limits, both included.
    public SeriesClaims between(double low, double high) {
        columns.forEach(each -> points(each, range("always", low, high), value -> value >= low && value <= high));
        return this;
    }

    /// A counter grows by so much from the first sample of an interval of guest time to its last.
    ///
    /// @param from the guest's CLOCK_MONOTONIC in ns
    /// @param to the same
    public SeriesClaims counterDelta(long from, long to, double low, double high) {
        for (SeriesColumn each : columns) {
            SeriesColumn phase = phase(each, from, to);
            double delta =
                    phase.points().getLast().value() - phase.points().getFirst().value();
            if (!(delta >= low && delta <= high)) {
                throw broken(each, phase.points().getLast(), range("grows by", low, high), "it grew by " + text(delta));
            }
        }
        return this;
    }

    /// The mean after an instant, in times of that before it.
    ///
    /// @param instant the guest's CLOCK_MONOTONIC in ns
    public SeriesClaims ratioAcrossPhases(long instant, double low, double high) {
        for (SeriesColumn each : columns) {
            double before = mean(phase(each, Long.MIN_VALUE, instant - 1));
            SeriesColumn behind = phase(each, instant, Long.MAX_VALUE);
            double ratio = mean(behind) / before;
            if (!(ratio >= low && ratio <= high)) {
                throw broken(
                        each,
                        behind.points().getFirst(),
                        range("its mean from then on in times of that before", low, high),
                        "it is " + text(ratio));
            }
        }
        return this;
    }

    private static SeriesColumn phase(SeriesColumn column, long from, long to) {
        SeriesColumn phase = column.between(from, to);
        if (phase.points().isEmpty()) {
            throw broken(column, column.points().getFirst(), "measured in that interval", "there is no sample in it");
        }
        return phase;
    }

    private interface Pair {
        boolean holds(Point before, Point now);
    }

    private SeriesClaims pairs(String claim, Pair pair) {
        for (SeriesColumn each : columns) {
            for (int i = 1; i < each.points().size(); i++) {
                Point before = each.points().get(i - 1);
                Point now = each.points().get(i);
                if (!pair.holds(before, now)) {
                    throw broken(each, now, claim, "it was " + text(before.value()) + ", then " + text(now.value()));
                }
            }
        }
        return this;
    }

    private static void points(SeriesColumn column, String claim, DoublePredicate holds) {
        for (Point each : column.points()) {
            if (!holds.test(each.value())) {
                throw broken(column, each, claim, "it is " + text(each.value()));
            }
        }
    }

    private static BrokenClaimException broken(SeriesColumn column, Point at, String claim, String found) {
        int sample = column.points().indexOf(at);
        return new BrokenClaimException(
                LabException.asked("'%s' is not %s".formatted(column.name(), claim))
                        .found(String.format(
                                Locale.ROOT,
                                "%s at %.6f s of guest time (%d ns), %s",
                                found,
                                at.guestTimeNanos() / 1e9,
                                at.guestTimeNanos(),
                                sample < 0
                                        ? "a sample"
                                        : "sample " + sample + " of "
                                                + column.points().size()))
                        .text(),
                at.guestTimeNanos());
    }

    private static double mean(SeriesColumn column) {
        return column.points().stream().mapToDouble(Point::value).average().orElseThrow();
    }

    private static String range(String what, double low, double high) {
        return what + " " + text(low) + " to " + text(high);
    }

    private static String text(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString((long) number)
                : String.format(Locale.ROOT, "%.4g", number);
    }
}

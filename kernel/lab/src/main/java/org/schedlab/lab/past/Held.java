package org.schedlab.lab.past;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongPredicate;

import org.schedlab.lab.MeasuredAt;
import org.schedlab.lab.tables.Tabular;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.Table;

/// When a field's value met a condition: exact, from every write to it. A value.
///
/// @param condition in words
/// @param intervals in their order; the first may have begun before the stretch did, and the last
///     may hold still
/// @param unknown writes at the stretch's beginning that there was no room for: what held then is
///     not known
/// @param stretch the interval that was looked at
public record Held(String condition, List<Interval> intervals, long unknown, Stretch stretch) implements Tabular {
    /// A stretch of time in which it held without a break.
    ///
    /// @param from the guest's CLOCK_MONOTONIC, in ns, of the write that made it hold, or of the
    ///     stretch's beginning
    /// @param to the same of the write that ended it, or of the stretch's end
    /// @param value where it began
    /// @param ended whether a write ended it
    public record Interval(long from, long to, long value, boolean ended) {
        /// How long it held, in ns.
        public long nanos() {
            return to - from;
        }
    }

    public Held {
        intervals = List.copyOf(intervals);
    }

    /// @param atFirst the value where the stretch begins
    static Held of(String condition, LongPredicate test, long atFirst, List<Write> writes, long unknown, Stretch all) {
        List<Interval> found = new ArrayList<>();
        long from = unknown == 0 || writes.isEmpty()
                ? all.from()
                : writes.getFirst().guestTimeNanos();
        long began = atFirst;
        boolean holds = test.test(atFirst);
        for (Write each : writes) {
            boolean now = test.test(each.after());
            if (now && !holds) {
                from = each.guestTimeNanos();
                began = each.after();
            } else if (!now && holds) {
                found.add(new Interval(from, each.guestTimeNanos(), began, true));
            }
            holds = now;
        }
        if (holds) {
            found.add(new Interval(from, all.to(), began, false));
        }
        return new Held(condition, found, unknown, all);
    }

    /// The first one; empty if it never held.
    public Optional<Interval> first() {
        return intervals.isEmpty() ? Optional.empty() : Optional.of(intervals.getFirst());
    }

    /// The last one; empty if it never held.
    public Optional<Interval> last() {
        return intervals.isEmpty() ? Optional.empty() : Optional.of(intervals.getLast());
    }

    /// How long it held in all, in ns.
    public long nanos() {
        return intervals.stream().mapToLong(Interval::nanos).sum();
    }

    /// A row for each interval: `from [ns]`, `to [ns]`, missing where it holds still, `lasted
    /// [ns]`, `value` where it began.
    @Override
    public Table table() {
        var from = LongColumn.create("from [ns]");
        var to = LongColumn.create("to [ns]");
        var lasted = LongColumn.create("lasted [ns]");
        var value = LongColumn.create("value");
        for (Interval each : intervals) {
            from.append(each.from());
            if (each.ended()) {
                to.append(each.to());
            } else {
                to.appendMissing();
            }
            lasted.append(each.nanos());
            value.append(each.value());
        }
        return Table.create(text()).addColumns(from, to, lasted, value);
    }

    /// In a sentence.
    public String text() {
        String held = first().map(interval -> String.format(
                        Locale.ROOT,
                        "held %,d times, %.3f ms in all, first at %s",
                        intervals.size(),
                        nanos() / 1e6,
                        MeasuredAt.seconds(interval.from())))
                .orElse("never held");
        String left = unknown == 0
                ? ""
                : String.format(Locale.ROOT, ", of %,d writes at the beginning nothing is known", unknown);
        return "%s: %s%s, %s".formatted(condition, held, left, stretch.text());
    }

    @Override
    public String toString() {
        return text();
    }
}

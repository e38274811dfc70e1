package org.schedlab.lab.stats;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import org.jfree.chart.JFreeChart;
import org.schedlab.lab.MeasuredAt;
import org.schedlab.lab.charts.Charted;
import org.schedlab.lab.charts.RowsChart;
import org.schedlab.lab.series.SeriesColumn;
import org.schedlab.lab.tables.CaptionedTable;
import org.schedlab.lab.tables.Tabular;
import org.schedlab.vm.UnknownNameException;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/// The numbers that a scheduler's program tells of itself, again and again on one connection: what it counts from
/// answer to answer is counted from the sample before. A value.
///
/// @param request what was asked for
/// @param period guest time from an answer to the next question
/// @param names of the numbers, in the order in which they came up
/// @param samples in order of guest time
/// @param instant where the machine stands since the last answer
public record StatsSeries(
        StatsRequest request, Duration period, List<String> names, List<StatsAnswer> samples, MeasuredAt instant)
        implements Tabular, Charted {
    private static final int DRAWN = 12;

    public StatsSeries {
        names = List.copyOf(names);
        samples = List.copyOf(samples);
    }

    static StatsSeries of(StatsRequest request, Duration period, List<StatsAnswer> samples, MeasuredAt instant) {
        Set<String> names = new LinkedHashSet<>();
        for (StatsAnswer sample : samples) {
            sample.statistics().stream()
                    .filter(each -> each.number().isPresent())
                    .forEach(each -> names.add(each.path()));
        }
        return new StatsSeries(request, period, List.copyOf(names), samples, instant);
    }

    /// Some of the numbers, in this order.
    ///
    /// @throws UnknownNameException there is none of a name; with those there are
    public StatsSeries only(String... some) {
        for (String each : some) {
            requireName(each);
        }
        return new StatsSeries(request, period, List.of(some), samples, instant);
    }

    /// One number over time; without a point where the program did not tell it.
    ///
    /// @throws UnknownNameException there is none of this name; with those there are
    public SeriesColumn column(String name) {
        requireName(name);
        List<SeriesColumn.Point> points = new ArrayList<>();
        for (StatsAnswer sample : samples) {
            number(sample, name)
                    .ifPresent(
                            value -> points.add(new SeriesColumn.Point(sample.guestTimeNanos(), value.doubleValue())));
        }
        return new SeriesColumn(name, points);
    }

    private static boolean changes(SeriesColumn column) {
        return column.points().stream()
                        .mapToDouble(SeriesColumn.Point::value)
                        .distinct()
                        .count()
                > 1;
    }

    private void requireName(String name) {
        if (!names.contains(name)) {
            throw UnknownNameException.amongFew("the scheduler told no number '%s'".formatted(name), name, names);
        }
    }

    private static Optional<BigDecimal> number(StatsAnswer sample, String name) {
        return sample.find(name).flatMap(Statistic::number);
    }

    /// A row for each sample: `guest time [ns]`, when the answer was there, then a column for each number, empty
    /// where the program did not tell it.
    @Override
    public Table table() {
        List<Column<?>> columns = new ArrayList<>();
        columns.add(LongColumn.create("guest time [ns]", samples.stream().mapToLong(StatsAnswer::guestTimeNanos)));
        for (String name : names) {
            columns.add(column(
                    name, samples.stream().map(sample -> number(sample, name)).toList()));
        }
        return CaptionedTable.counted(
                "answers of the scheduler's program",
                "the last %s; %s".formatted(instant.caption(), apart()),
                columns.toArray(Column<?>[]::new));
    }

    /// Whole numbers as such, as far as they fit.
    private static Column<?> column(String name, List<Optional<BigDecimal>> values) {
        if (values.stream().flatMap(Optional::stream).allMatch(StatsSeries::isLong)) {
            var column = LongColumn.create(name);
            values.forEach(
                    each -> each.ifPresentOrElse(value -> column.append(value.longValue()), column::appendMissing));
            return column;
        }
        var column = DoubleColumn.create(name);
        values.forEach(
                each -> each.ifPresentOrElse(value -> column.append(value.doubleValue()), column::appendMissing));
        return column;
    }

    private static boolean isLong(BigDecimal value) {
        BigInteger whole = value.toBigInteger();
        return value.compareTo(new BigDecimal(whole)) == 0 && whole.bitLength() < Long.SIZE && value.scale() <= 0;
    }

    /// The program may take long to answer, which comes on top of the period.
    private String apart() {
        long first = samples.getFirst().guestTimeNanos();
        long last = samples.getLast().guestTimeNanos();
        double asked = period.toNanos() / 1e6;
        return samples.size() == 1
                ? String.format(Locale.ROOT, "asked %.3f ms after the answer before", asked)
                : String.format(
                        Locale.ROOT,
                        "each asked %.3f ms after the answer before, and on the average %.3f ms apart",
                        asked,
                        (last - first) / 1e6 / (samples.size() - 1));
    }

    /// One row of steps for each number, each to its own scale; of more than twelve those that changed, at most
    /// twelve.
    @Override
    public JFreeChart chart() {
        List<SeriesColumn> all = names.stream().map(this::column).toList();
        List<SeriesColumn> changing =
                all.stream().filter(StatsSeries::changes).limit(DRAWN).toList();
        List<SeriesColumn> drawn =
                all.size() <= DRAWN || changing.isEmpty() ? all.subList(0, Math.min(DRAWN, all.size())) : changing;
        String others = drawn.size() == all.size()
                ? ""
                : String.format(
                        Locale.ROOT,
                        "%d of %d numbers%s; only(…) chooses others; ",
                        drawn.size(),
                        all.size(),
                        changing.isEmpty() ? ", of which none changed" : ", those that changed first");
        return RowsChart.of(
                "statistics of %s's program".formatted(instant.scheduler()),
                String.format(
                        Locale.ROOT,
                        "%d answers, the last %s%n%seach value from its answer on; %s",
                        samples.size(),
                        instant.caption(),
                        others,
                        apart()),
                drawn.stream()
                        .map(each -> new RowsChart.Row(
                                each.name(),
                                each.points().stream()
                                        .map(point -> new RowsChart.Value(point.guestTimeNanos() / 1e6, point.value()))
                                        .toList()))
                        .toList());
    }
}

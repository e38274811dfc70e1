package org.schedlab.lab.stats;

import java.math.BigDecimal;
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

/// The numbers that a scheduler's program tells of itself, again and again on one connection: what it counts from answer
/// to answer is counted from the sample before. A value.
///
/// @param request what was asked for
/// @param names of the numbers, in the order in which they came up
/// @param samples in order of guest time
/// @param instant where the machine stands since the last answer
public record StatsSeries(StatsRequest request, List<String> names, List<StatsAnswer> samples, MeasuredAt instant)
        implements Tabular, Charted {
    private static final int DRAWN = 12;

    public StatsSeries {
        names = List.copyOf(names);
        samples = List.copyOf(samples);
    }

    static StatsSeries of(StatsRequest request, List<StatsAnswer> samples, MeasuredAt instant) {
        Set<String> names = new LinkedHashSet<>();
        for (StatsAnswer sample : samples) {
            sample.statistics().stream()
                    .filter(each -> each.number().isPresent())
                    .forEach(each -> names.add(each.path()));
        }
        return new StatsSeries(request, List.copyOf(names), samples, instant);
    }

    /// Some of the numbers, in this order.
    ///
    /// @throws UnknownNameException there is none of a name; with those there are
    public StatsSeries only(String... some) {
        for (String each : some) {
            requireName(each);
        }
        return new StatsSeries(request, List.of(some), samples, instant);
    }

    /// One number over time; without a point where the program did not tell it.
    ///
    /// @throws UnknownNameException there is none of this name; with those there are
    public SeriesColumn column(String name) {
        requireName(name);
        List<SeriesColumn.Point> points = new ArrayList<>();
        for (StatsAnswer sample : samples) {
            number(sample, name)
                    .ifPresent(value -> points.add(
                            new SeriesColumn.Point(sample.guestTimeNanos(), value.doubleValue())));
        }
        return new SeriesColumn(name, points);
    }

    private void requireName(String name) {
        if (!names.contains(name)) {
            throw UnknownNameException.among(
                    "the scheduler told no number '%s'".formatted(name), name, names, "use one of these names");
        }
    }

    private static Optional<BigDecimal> number(StatsAnswer sample, String name) {
        return sample.statistics().stream()
                .filter(each -> each.path().equals(name))
                .findFirst()
                .flatMap(Statistic::number);
    }

    /// A row for each sample: `guest time [ns]`, when the answer was there, then a column for each number, empty where
    /// the program did not tell it.
    @Override
    public Table table() {
        List<Column<?>> columns = new ArrayList<>();
        columns.add(LongColumn.create("guest time [ns]", samples.stream().mapToLong(StatsAnswer::guestTimeNanos)));
        for (String name : names) {
            var column = DoubleColumn.create(name);
            for (StatsAnswer sample : samples) {
                number(sample, name)
                        .ifPresentOrElse(value -> column.append(value.doubleValue()), column::appendMissing);
            }
            columns.add(column);
        }
        return CaptionedTable.counted(
                "answers of the scheduler's program", "the last " + instant.caption(), columns.toArray(Column<?>[]::new));
    }

    /// One row of steps for each number that changed, each to its own scale; of many the first twelve.
    @Override
    public JFreeChart chart() {
        List<SeriesColumn> changing = names.stream()
                .map(this::column)
                .filter(each -> each.points().stream()
                                .mapToDouble(SeriesColumn.Point::value)
                                .distinct()
                                .count()
                        > 1)
                .toList();
        List<SeriesColumn> drawn = changing.subList(0, Math.min(DRAWN, changing.size()));
        return RowsChart.of(
                "statistics of %s's program".formatted(instant.scheduler()),
                String.format(
                        Locale.ROOT,
                        "%d answers, the last %s%n%d of %d numbers that changed, of %d; only(…) chooses others;"
                                + " each value from its answer on",
                        samples.size(),
                        instant.caption(),
                        drawn.size(),
                        changing.size(),
                        names.size()),
                drawn.stream()
                        .map(each -> new RowsChart.Row(
                                each.name(),
                                each.points().stream()
                                        .map(point -> new RowsChart.Value(point.guestTimeNanos() / 1e6, point.value()))
                                        .toList()))
                        .toList());
    }
}

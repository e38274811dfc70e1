package org.schedlab.lab.series;

import java.util.ArrayList;
import java.util.List;

import org.jfree.chart.JFreeChart;
import org.schedlab.lab.MeasuredAt;
import org.schedlab.lab.charts.Charted;
import org.schedlab.lab.charts.RowsChart;
import org.schedlab.lab.tables.CaptionedTable;
import org.schedlab.lab.tables.Tabular;
import org.schedlab.vm.UnknownNameException;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/// Several fields at many freezes, all of one freeze together. Each sample is what stood in memory at its instant;
/// between samples anything may have happened. A value.
///
/// @param names of the fields
/// @param samples in order of guest time
/// @param instant the last sample's moment, and the machine
public record FieldSeries(List<String> names, List<Sample> samples, MeasuredAt instant) implements Tabular, Charted {
    public FieldSeries {
        names = List.copyOf(names);
        samples = List.copyOf(samples);
    }

    /// All fields at one instant.
    ///
    /// @param guestTimeNanos the guest's CLOCK_MONOTONIC in ns
    /// @param values in the order of the names
    public record Sample(long guestTimeNanos, List<Long> values) {
        public Sample {
            values = List.copyOf(values);
        }
    }

    /// One field's values.
    ///
    /// @throws UnknownNameException there is none of this name; with those there are
    public SeriesColumn column(String name) {
        int index = names.indexOf(name);
        if (index < 0) {
            throw UnknownNameException.among(
                    "the series has no field '%s'".formatted(name),
                    name,
                    names,
                    "use one of these names: " + String.join(", ", names));
        }
        return column(index);
    }

    private SeriesColumn column(int index) {
        return new SeriesColumn(
                names.get(index),
                samples.stream()
                        .map(each -> new SeriesColumn.Point(
                                each.guestTimeNanos(), each.values().get(index)))
                        .toList());
    }

    /// All fields' values, in their order.
    public List<SeriesColumn> columns() {
        List<SeriesColumn> columns = new ArrayList<>();
        for (int index = 0; index < names.size(); index++) {
            columns.add(column(index));
        }
        return columns;
    }

    /// A row for each sample: `guest time [ns]`, then a column for each field.
    @Override
    public Table table() {
        List<Column<?>> columns = new ArrayList<>();
        columns.add(LongColumn.create("guest time [ns]", samples.stream().mapToLong(Sample::guestTimeNanos)));
        for (int index = 0; index < names.size(); index++) {
            int each = index;
            columns.add(LongColumn.create(
                    names.get(index),
                    samples.stream().mapToLong(sample -> sample.values().get(each))));
        }
        return CaptionedTable.counted("samples", "the last " + instant.caption(), columns.toArray(Column<?>[]::new));
    }

    /// One row of steps for each field over guest time, each to its own scale.
    @Override
    public JFreeChart chart() {
        return RowsChart.of(
                names.size() + " fields · " + instant.scheduler(),
                SeriesCaption.of(samples.size(), instant),
                columns().stream()
                        .map(each -> new RowsChart.Row(
                                each.name(),
                                each.points().stream()
                                        .map(point -> new RowsChart.Value(point.guestTimeNanos() / 1e6, point.value()))
                                        .toList()))
                        .toList());
    }

    /// The same as [#chart()].
    public JFreeChart plot() {
        return chart();
    }
}

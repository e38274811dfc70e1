package org.schedlab.lab.series;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.jfree.chart.JFreeChart;
import org.schedlab.lab.MeasuredAt;
import org.schedlab.lab.charts.Charted;
import org.schedlab.lab.charts.CpuRowsChart;
import org.schedlab.lab.tables.CaptionedTable;
import org.schedlab.lab.tables.Tabular;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/// A per-CPU field at many freezes.
///
/// Each sample is what stood in memory at its instant; between samples anything may have happened.
///
/// @param name variable and field, for example `runqueues.nr_running`
/// @param samples in order of guest time
/// @param instant the last sample's moment, and the machine
public record PerCpuSeries(String name, List<Sample> samples, MeasuredAt instant) implements Tabular, Charted {
    public PerCpuSeries {
        samples = List.copyOf(samples);
    }

    /// The field on every CPU at one instant.
    ///
    /// @param guestTimeNanos the guest's CLOCK_MONOTONIC in ns
    /// @param valueByCpu the value on CPU 0, 1, …
    public record Sample(long guestTimeNanos, List<Long> valueByCpu) {
        public Sample {
            valueByCpu = List.copyOf(valueByCpu);
        }
    }

    /// How many CPUs were sampled.
    public int cpus() {
        return samples.isEmpty() ? 0 : samples.getFirst().valueByCpu().size();
    }

    /// A row for each sample: `guest time [ns]`, then `cpu0`, `cpu1`, ….
    @Override
    public Table table() {
        List<Column<?>> columns = new ArrayList<>();
        columns.add(LongColumn.create("guest time [ns]", samples.stream().mapToLong(Sample::guestTimeNanos)));
        for (int cpu = 0; cpu < cpus(); cpu++) {
            columns.add(LongColumn.create("cpu" + cpu, column(cpu)));
        }
        return CaptionedTable.counted(
                "samples of " + name, "the last " + instant.caption(), columns.toArray(Column<?>[]::new));
    }

    /// A row for each CPU: `cpu`, `min`, `mean`, `max` over the samples.
    public Table summary() {
        var cpu = IntColumn.create("cpu", IntStream.range(0, cpus()));
        var min = LongColumn.create("min");
        var mean = DoubleColumn.create("mean");
        var max = LongColumn.create("max");
        for (int each = 0; each < cpus(); each++) {
            var statistics = column(each).summaryStatistics();
            min.append(statistics.getMin());
            mean.append(statistics.getAverage());
            max.append(statistics.getMax());
        }
        return CaptionedTable.titled(
                String.format(Locale.ROOT, "%s over %d samples, the last %s", name, samples.size(), instant.caption()),
                cpu,
                min,
                mean,
                max);
    }

    /// One row of steps for each CPU over guest time.
    @Override
    public JFreeChart chart() {
        return CpuRowsChart.of(new CpuRowsChart.Content(
                "%s · %s".formatted(name, instant.scheduler()), SeriesCaption.of(samples.size(), instant), drawn()));
    }

    private List<CpuRowsChart.Sample> drawn() {
        return samples.stream()
                .map(sample -> new CpuRowsChart.Sample(
                        sample.guestTimeNanos() / 1e6,
                        sample.valueByCpu().stream().map(Long::doubleValue).toList()))
                .toList();
    }

    private LongStream column(int cpu) {
        return samples.stream().mapToLong(sample -> sample.valueByCpu().get(cpu));
    }

    /// The values of each CPU, in their order.
    public List<SeriesColumn> columns() {
        return IntStream.range(0, cpus()).mapToObj(this::onCpu).toList();
    }

    /// The values of one CPU.
    ///
    /// @param cpu which was sampled
    public SeriesColumn onCpu(int cpu) {
        return new SeriesColumn(
                name + " of CPU " + cpu,
                samples.stream()
                        .map(each -> new SeriesColumn.Point(
                                each.guestTimeNanos(), each.valueByCpu().get(cpu)))
                        .toList());
    }

    /// The same as [#chart()].
    public JFreeChart plot() {
        return chart();
    }
}

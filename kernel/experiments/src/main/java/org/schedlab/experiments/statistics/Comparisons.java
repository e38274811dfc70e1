package org.schedlab.experiments.statistics;

import java.util.List;
import java.util.stream.Collectors;

import org.jfree.chart.JFreeChart;
import org.schedlab.experiments.charts.IntervalsChart;
import org.schedlab.lab.charts.Charted;
import org.schedlab.lab.tables.Tabular;
import org.schedlab.vm.LabException;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// Comparisons of several metrics under the same two conditions. Immutable.
///
/// @param list in the order of the metrics
public record Comparisons(List<Comparison> list) implements Tabular, Charted {
    public Comparisons {
        list = List.copyOf(list);
    }

    /// The comparison of a metric.
    ///
    /// @throws LabException if there is none; says which there are
    public Comparison get(String metric) {
        return list.stream()
                .filter(each -> each.metric().equals(metric))
                .findFirst()
                .orElseThrow(() -> LabException.asked("'%s' was not compared".formatted(metric))
                        .available(list.stream().map(Comparison::metric).collect(Collectors.joining(", ")))
                        .remedy("ask for one of these")
                        .exception());
    }

    /// A row for each metric: `metric`, `a` and `b`, the medians of both, `difference` (of `b` from `a`, Hodges and
    /// Lehmann's estimate) with the ends of its interval, `relative_percent`, `effect`, `n` (of `a`), `p`,
    /// `p_corrected`, `finding`, `test`.
    @Override
    public Table table() {
        var metric = StringColumn.create("metric");
        var nameA = StringColumn.create("a");
        var nameB = StringColumn.create("b");
        var medianA = DoubleColumn.create("median_a");
        var medianB = DoubleColumn.create("median_b");
        var difference = DoubleColumn.create("difference");
        var low = DoubleColumn.create("low");
        var high = DoubleColumn.create("high");
        var relative = DoubleColumn.create("relative_percent");
        var effect = DoubleColumn.create("effect");
        var n = IntColumn.create("n");
        var p = DoubleColumn.create("p");
        var corrected = DoubleColumn.create("p_corrected");
        var finding = StringColumn.create("finding");
        var test = StringColumn.create("test");
        for (Comparison each : list) {
            metric.append(each.metric());
            nameA.append(each.a().name());
            nameB.append(each.b().name());
            medianA.append(each.a().median());
            medianB.append(each.b().median());
            difference.append(each.difference());
            low.append(each.interval().low());
            high.append(each.interval().high());
            relative.append(100 * each.relative());
            effect.append(each.effect().value());
            n.append(each.a().values().size());
            p.append(each.significance().p());
            corrected.append(each.significance().corrected());
            finding.append(each.finding().toString());
            test.append(each.significance().test());
        }
        return Table.create(caption())
                .addColumns(
                        metric,
                        nameA,
                        nameB,
                        medianA,
                        medianB,
                        difference,
                        low,
                        high,
                        relative,
                        effect,
                        n,
                        p,
                        corrected,
                        finding,
                        test);
    }

    /// The relative difference of each metric with its interval.
    @Override
    public JFreeChart chart() {
        return IntervalsChart.of(new IntervalsChart.Content(
                list.isEmpty()
                        ? "nothing was compared"
                        : "%s against %s"
                                .formatted(
                                        list.getFirst().b().name(),
                                        list.getFirst().a().name()),
                caption(),
                "difference, % of the median of "
                        + (list.isEmpty() ? "a" : list.getFirst().a().name()),
                list.stream().map(Comparisons::row).toList()));
    }

    private static IntervalsChart.Row row(Comparison of) {
        double unit = 100 / Math.abs(of.a().median());
        return new IntervalsChart.Row(
                of.metric(),
                of.finding() == Finding.DIFFERENT,
                unit * of.interval().low(),
                unit * of.difference(),
                unit * of.interval().high());
    }

    private String caption() {
        if (list.isEmpty()) {
            return "nothing was compared";
        }
        Comparison first = list.getFirst();
        String correction = first.significance().correction();
        return "%s against %s, %s; %s; effect: %s%s"
                .formatted(
                        first.b().name(),
                        first.a().name(),
                        first.paired() ? "in pairs" : "not paired",
                        first.interval().method(),
                        first.effect().name(),
                        correction.isEmpty() ? "" : "; p corrected by " + correction);
    }

    /// A sentence for each, each on a line.
    @Override
    public String toString() {
        return list.stream().map(Comparison::sentence).collect(Collectors.joining("\n"));
    }
}

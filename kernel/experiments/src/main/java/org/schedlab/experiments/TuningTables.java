package org.schedlab.experiments;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import org.jfree.chart.JFreeChart;
import org.schedlab.experiments.charts.ParetoChart;
import org.schedlab.experiments.charts.TuningChart;
import org.schedlab.experiments.search.Range;
import org.schedlab.lab.tables.ColumnTypes;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// The tables and the picture of a tuning.
///
/// @param of what it found
record TuningTables(TuningResult of) {

    Table all() {
        return rows(caption(), of.evaluations())
                .addColumns(texts("is", of.evaluations().stream().map(this::is).toList()))
                .addColumns(texts(
                        "failed",
                        of.evaluations().stream().map(Evaluation::failed).toList()));
    }

    Table front() {
        List<Evaluation> front = of.front();
        Table table = rows("no other setting is as good in all: " + caption(), front);
        for (Objective objective : of.way().objectives()) {
            var relative = DoubleColumn.create(objective.metric() + " against the default [%]");
            double usual = of.usual().value(objective);
            front.forEach(
                    each -> relative.append(Math.rint(1_000 * (each.value(objective) - usual) / Math.abs(usual)) / 10));
            table.addColumns(relative);
        }
        return table.addColumns(texts("is", front.stream().map(this::is).toList()));
    }

    private Table rows(String caption, List<Evaluation> rows) {
        ColumnTypes.initialize();
        var number = IntColumn.create("evaluation");
        rows.forEach(each -> number.append(each.number()));
        Table table = Table.create(caption).addColumns(number);
        for (Range range : of.way().ranges()) {
            var values = LongColumn.create(range.name());
            rows.forEach(each -> values.append(each.knobs().get(range.name())));
            table.addColumns(values);
        }
        for (Objective objective : of.way().objectives()) {
            var values = DoubleColumn.create(objective.metric());
            rows.forEach(each -> values.append(each.value(objective)));
            table.addColumns(values);
        }
        return table;
    }

    private String is(Evaluation each) {
        List<String> words = new ArrayList<>();
        if (each.number() == of.usual().number()) {
            words.add("default");
        }
        if (each.number() == of.best().number() && each.counts()) {
            words.add("best");
        }
        if (of.way().objectives().size() > 1 && of.front().contains(each)) {
            words.add("front");
        }
        return String.join(", ", words);
    }

    private static StringColumn texts(String name, List<String> values) {
        return StringColumn.create(name, values);
    }

    private String caption() {
        return String.format(
                Locale.ROOT,
                "tuning %s on seed%s %s: %s; %d settings, CMA-ES with seed %d",
                of.scheduler(),
                of.way().tunedOn().size() == 1 ? "" : "s",
                seeds(of.way().tunedOn()),
                of.way().objectives().stream().map(TuningTables::text).collect(Collectors.joining("; ")),
                of.evaluations().size(),
                of.way().searchSeed());
    }

    private static String text(Objective each) {
        return "%s, %s of the cells, %s"
                .formatted(each.metric(), each.summary().name().toLowerCase(Locale.ROOT), each.direction());
    }

    JFreeChart chart() {
        List<Objective> objectives = of.way().objectives();
        Objective first = objectives.getFirst();
        if (objectives.size() == 1) {
            return TuningChart.of(new TuningChart.Content(
                    "%s: %s".formatted(of.scheduler(), first.metric()),
                    caption(),
                    first.metric(),
                    first.lessIsBetter(),
                    of.evaluations().stream().map(each -> each.value(first)).toList()));
        }
        Objective second = objectives.get(1);
        List<Evaluation> named = of.front();
        return ParetoChart.of(new ParetoChart.Content(
                "%s: %s against %s".formatted(of.scheduler(), second.metric(), first.metric()),
                caption(),
                first.metric(),
                first.lessIsBetter(),
                second.metric(),
                second.lessIsBetter(),
                of.evaluations().stream()
                        .filter(Evaluation::counts)
                        .map(each -> new ParetoChart.Point(
                                each.number() == 1 ? "default" : named.contains(each) ? each.setting() : "",
                                each.value(first),
                                each.value(second)))
                        .toList()));
    }

    /// As `1, 2, 3`, or `1 to 8` where none is left out.
    static String seeds(List<Long> seeds) {
        long first = seeds.getFirst();
        for (int i = 0; i < seeds.size(); i++) {
            if (seeds.get(i) != first + i) {
                return seeds.stream().map(String::valueOf).collect(Collectors.joining(", "));
            }
        }
        return seeds.size() < 3
                ? seeds.stream().map(String::valueOf).collect(Collectors.joining(", "))
                : first + " to " + seeds.getLast();
    }

    static String number(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e9
                ? Long.toString((long) number)
                : String.format(Locale.ROOT, "%.4g", number);
    }
}

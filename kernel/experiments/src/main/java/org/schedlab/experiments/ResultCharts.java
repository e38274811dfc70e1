package org.schedlab.experiments;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jfree.chart.JFreeChart;
import org.schedlab.experiments.charts.FactorsChart;
import org.schedlab.experiments.charts.ParetoChart;

/// Pictures of the rows of an experiment. Where several cells fall together, their median is shown.
///
/// @param result whose rows they are
record ResultCharts(ExperimentResult result) {

    JFreeChart heatMap(String metric, Factor across, Factor down) {
        List<List<Double>> values = new ArrayList<>();
        for (Level row : down.levels()) {
            List<Double> line = new ArrayList<>();
            for (Level column : across.levels()) {
                line.add(median(metric, result.where(down.name(), row.label()).where(across.name(), column.label())));
            }
            values.add(line);
        }
        return FactorsChart.of(new FactorsChart.Content(
                "%s over %s and %s".formatted(metric, across.name(), down.name()),
                "experiment %s; each block is the median of its cells".formatted(result.experiment()),
                metric,
                across.name(),
                across.levels().stream().map(Level::label).toList(),
                down.name(),
                down.levels().stream().map(Level::label).toList(),
                values));
    }

    JFreeChart pareto(String x, boolean lessXIsBetter, String y, boolean lessYIsBetter) {
        List<ParetoChart.Point> points = new ArrayList<>();
        conditions().forEach((name, rows) -> {
            double across = Summary.MEDIAN.of(values(x, rows));
            double up = Summary.MEDIAN.of(values(y, rows));
            if (Double.isFinite(across) && Double.isFinite(up)) {
                points.add(new ParetoChart.Point(name, across, up));
            }
        });
        return ParetoChart.of(new ParetoChart.Content(
                "%s against %s".formatted(y, x),
                "experiment %s; each point is the median over the seeds".formatted(result.experiment()),
                x,
                lessXIsBetter,
                y,
                lessYIsBetter,
                points));
    }

    /// The rows that differ in their seed only, by the other factors that have several values.
    private Map<String, List<ExperimentResult.CellResult>> conditions() {
        List<Factor> telling = result.factors().stream()
                .filter(factor ->
                        !factor.name().equals(Factor.SEED) && factor.levels().size() > 1)
                .toList();
        Map<String, List<ExperimentResult.CellResult>> conditions = new LinkedHashMap<>();
        for (ExperimentResult.CellResult each : result.rows()) {
            String name = String.join(
                    " ",
                    telling.stream()
                            .map(factor -> each.cell().text(factor.name()))
                            .toList());
            conditions.computeIfAbsent(name, _ -> new ArrayList<>()).add(each);
        }
        return conditions;
    }

    private static double median(String metric, ExperimentResult of) {
        return Summary.MEDIAN.of(values(metric, of.rows()));
    }

    private static double[] values(String metric, List<ExperimentResult.CellResult> rows) {
        return rows.stream()
                .mapToDouble(each -> each.row().metrics().getOrDefault(metric, Double.NaN))
                .toArray();
    }
}

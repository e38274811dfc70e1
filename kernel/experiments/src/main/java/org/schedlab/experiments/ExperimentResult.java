package org.schedlab.experiments;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;

import org.jfree.chart.JFreeChart;
import org.schedlab.experiments.statistics.Comparer;
import org.schedlab.experiments.statistics.Comparison;
import org.schedlab.experiments.statistics.Comparisons;
import org.schedlab.experiments.statistics.Sample;
import org.schedlab.lab.tables.Tabular;
import org.schedlab.vm.LabException;
import tech.tablesaw.api.Table;

/// What the cells of an experiment gave. Immutable.
///
/// @param experiment its name
/// @param factors what differs from cell to cell
/// @param metrics the names of what was measured
/// @param judged whether there are verdicts
/// @param rows those that there are, in the cells' order
/// @param failures the cells that have none: the host did not let them happen, or their scenario is wrong
/// @param account where the rows come from
public record ExperimentResult(
        String experiment,
        List<Factor> factors,
        List<String> metrics,
        boolean judged,
        List<CellResult> rows,
        List<CellFailure> failures,
        Account account)
        implements Tabular {

    public ExperimentResult {
        factors = List.copyOf(factors);
        metrics = List.copyOf(metrics);
        rows = List.copyOf(rows);
        failures = List.copyOf(failures);
    }

    /// A cell and what it gave.
    public record CellResult(Cell cell, CellRow row) {}

    /// A cell that has no row.
    ///
    /// @param why what went wrong, for the user
    public record CellFailure(Cell cell, String why) {
        @Override
        public String toString() {
            return cell + ": " + why;
        }
    }

    /// Where the rows come from.
    ///
    /// @param cells how many there are
    /// @param ran how many of them happened now
    /// @param audited how many the store had, and happened again: their bytes were equal
    public record Account(int cells, int ran, int audited) {}

    /// A row for each cell: the factors, the metrics (missing where not measured), `verdict` if there are verdicts,
    /// `end` (why it ended before its time; empty if it did not), `guest time [ns]`, `state hash`, `journal hash`.
    /// The same cells give the same table, whoever ran them and when.
    @Override
    public Table table() {
        return new ResultColumns(this).table();
    }

    /// Only the cells in which a factor has a value.
    ///
    /// @param value as the table shows it
    /// @throws LabException if there is no such factor or value; says which there are
    public ExperimentResult where(String factor, Object value) {
        Level level = factor(factor).level(value.toString());
        return new ExperimentResult(
                experiment,
                factors,
                metrics,
                judged,
                rows.stream()
                        .filter(each -> each.cell().text(factor).equals(level.label()))
                        .toList(),
                failures.stream()
                        .filter(each -> each.cell().text(factor).equals(level.label()))
                        .toList(),
                account);
    }

    /// Compares a metric under two values of a factor: `b` against `a`, each pair of cells that differ in
    /// nothing else as a pair.
    ///
    /// @throws LabException if there is no such metric, factor or value, naming those there are; or nothing was
    ///     measured
    public Comparison compare(String metric, String factor, Object a, Object b) {
        return compare(Comparer.defaults(), metric, factor, a, b);
    }

    /// The same, otherwise.
    ///
    /// @param how level, gates, bootstrap
    public Comparison compare(Comparer how, String metric, String factor, Object a, Object b) {
        return how.compare(metric, sample(metric, factor, a), sample(metric, factor, b));
    }

    /// Compares every metric under two values of a factor, with p-values corrected for their number.
    public Comparisons compare(String factor, Object a, Object b) {
        return compare(Comparer.defaults(), factor, a, b);
    }

    /// The same, otherwise.
    ///
    /// @param how level, gates, bootstrap, correction
    public Comparisons compare(Comparer how, String factor, Object a, Object b) {
        List<Comparison> all = new ArrayList<>();
        for (String metric : metrics) {
            all.add(compare(how, metric, factor, a, b));
        }
        return how.together(all);
    }

    /// A metric over two factors as shades: the median of the cells that fall together.
    ///
    /// @throws LabException if there is no such metric or factor; says which there are
    public JFreeChart heatMap(String metric, String across, String down) {
        return new ResultCharts(this).heatMap(known(metric), factor(across), factor(down));
    }

    /// Two metrics of which less is better against each other, a point for each condition (the median over
    /// its seeds), and which of them no other one beats in both.
    ///
    /// @throws LabException if there is no such metric; says which there are
    public JFreeChart pareto(String x, String y) {
        return pareto(x, true, y, true);
    }

    /// The same, saying which way is better.
    public JFreeChart pareto(String x, boolean lessXIsBetter, String y, boolean lessYIsBetter) {
        return new ResultCharts(this).pareto(known(x), lessXIsBetter, known(y), lessYIsBetter);
    }

    private String known(String metric) {
        if (!metrics.contains(metric)) {
            throw LabException.asked("there is no metric '%s'".formatted(metric))
                    .available(String.join(", ", metrics))
                    .remedy("ask for one of these")
                    .exception();
        }
        return metric;
    }

    /// What a metric is under one value of a factor, each by the other factors.
    public Sample sample(String metric, String factor, Object value) {
        String _ = known(metric);
        Level level = factor(factor).level(value.toString());
        SequencedMap<String, Double> values = new LinkedHashMap<>();
        for (CellResult each : rows) {
            if (each.cell().text(factor).equals(level.label())) {
                values.put(others(each.cell(), factor), each.row().metrics().getOrDefault(metric, Double.NaN));
            }
        }
        return new Sample(level.label(), values, true);
    }

    private static String others(Cell cell, String factor) {
        SequencedMap<String, Level> others = new LinkedHashMap<>(cell.levels());
        others.remove(factor);
        return new Cell(others).toString();
    }

    /// The factor of a name.
    ///
    /// @throws LabException if there is none; says which there are
    public Factor factor(String name) {
        return factors.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> LabException.asked("there is no factor '%s'".formatted(name))
                        .available(String.join(
                                ", ", factors.stream().map(Factor::name).toList()))
                        .remedy("ask for one of these")
                        .exception());
    }

    /// For JUnit: does nothing if every cell has a row and none of them a verdict that is FAIL or INCONCLUSIVE.
    ///
    /// @throws AssertionError naming the cells
    public void requirePass() {
        List<String> bad = new ArrayList<>();
        failures.forEach(each -> bad.add(each.toString()));
        rows.stream()
                .filter(each ->
                        List.of("FAIL", "INCONCLUSIVE").contains(each.row().verdict()))
                .forEach(each -> bad.add(each.cell() + ": " + each.row().verdict() + " "
                        + each.row().end()));
        if (!bad.isEmpty()) {
            throw new AssertionError(this + "\n  " + String.join("\n  ", bad));
        }
    }

    /// How many cells there are, and where they come from.
    @Override
    public String toString() {
        String text = String.format(
                Locale.ROOT,
                "experiment %s: %d cells, %d run now, %d from the store",
                experiment,
                account.cells(),
                account.ran(),
                account.cells() - account.ran() - failures.size());
        if (account.audited() > 0) {
            text += String.format(Locale.ROOT, ", %d audited, all equal", account.audited());
        }
        return failures.isEmpty()
                ? text
                : text
                        + String.format(
                                Locale.ROOT, ", %d without a row; the first: %s", failures.size(), failures.getFirst());
    }
}

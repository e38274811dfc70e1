package org.schedlab.experiments.statistics;

import java.util.List;

import org.jfree.chart.JFreeChart;
import org.schedlab.experiments.charts.PairsChart;
import org.schedlab.lab.charts.Charted;
import org.schedlab.lab.tables.Tabular;
import tech.tablesaw.api.Table;

/// What two samples of one metric say together: `b` against `a`. Immutable.
///
/// @param metric what was measured, with its unit
/// @param a what is compared with
/// @param b what is compared
/// @param paired whether the values of both belong to each other one by one
/// @param difference by how much `b` is above `a`: Hodges and Lehmann's estimate
/// @param interval of the difference
/// @param effect the difference without a unit
/// @param significance what the test says
/// @param gates how large a difference must be to matter
/// @param level a corrected p up to this counts as a difference
public record Comparison(
        String metric,
        Side a,
        Side b,
        boolean paired,
        double difference,
        Interval interval,
        Effect effect,
        Significance significance,
        Gates gates,
        double level)
        implements Tabular, Charted {

    /// One of the two samples.
    ///
    /// @param name the condition
    /// @param values those that count, in pairs in the same order as the other's
    /// @param leftOut how many do not: not measured, or without a partner
    public record Side(String name, List<Double> values, int leftOut) {
        public Side {
            values = List.copyOf(values);
        }

        /// The middle value.
        public double median() {
            double[] sorted =
                    values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
            int half = sorted.length / 2;
            return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
        }
    }

    /// The difference as a part of the median of `a`; NaN if that is 0.
    public double relative() {
        double base = Math.abs(a.median());
        return base == 0 ? Double.NaN : difference / base;
    }

    /// What it says. One pair, or so few that the smallest possible p is above the level, is
    /// [Finding#TOO_FEW], whatever was measured.
    public Finding finding() {
        if (alone() || significance.least() > level) {
            return Finding.TOO_FEW;
        }
        if (significance.corrected() > level) {
            return Finding.NOT_SHOWN;
        }
        return gates.passed(difference, relative()) ? Finding.DIFFERENT : Finding.TOO_SMALL;
    }

    boolean alone() {
        return Math.min(a.values().size(), b.values().size()) < 2;
    }

    Comparison corrected(double p, String by) {
        return new Comparison(
                metric, a, b, paired, difference, interval, effect, significance.corrected(p, by), gates, level);
    }

    /// One sentence, or two, to be quoted.
    public String sentence() {
        return new Sentence(this).text();
    }

    /// One row below the sentence; columns as of [Comparisons#table()].
    @Override
    public Table table() {
        Table table = new Comparisons(List.of(this)).table();
        return table.setName(sentence() + " · " + table.name());
    }

    /// Both conditions beside each other, a line for each pair.
    @Override
    public JFreeChart chart() {
        return PairsChart.of(new PairsChart.Content(
                "%s: %s against %s".formatted(metric, b.name(), a.name()),
                new Sentence(this).lines(),
                metric,
                a.name(),
                a.values(),
                b.name(),
                b.values(),
                paired));
    }

    /// The sentence.
    @Override
    public String toString() {
        return sentence();
    }
}

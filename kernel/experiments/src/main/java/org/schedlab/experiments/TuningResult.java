package org.schedlab.experiments;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import org.jfree.chart.JFreeChart;
import org.schedlab.experiments.search.Range;
import org.schedlab.experiments.statistics.Comparison;
import org.schedlab.experiments.statistics.Comparisons;
import org.schedlab.experiments.statistics.Finding;
import org.schedlab.lab.charts.Charted;
import org.schedlab.lab.tables.Tabular;
import tech.tablesaw.api.Table;

/// What a tuning found: every setting that was tried, the best of them, and what became of it on other seeds.
/// Immutable.
///
/// @param scheduler whose knobs were tuned
/// @param way how it was done
/// @param evaluations in their order; the first is the default
/// @param best the best of them; the default if none was better
/// @param heldOut the best against the default for each objective, in pairs, on seeds that the search did not
///     see; none if there is nothing to compare
/// @param trouble what failed on those seeds; empty if nothing did
public record TuningResult(
        String scheduler, Way way, List<Evaluation> evaluations, Evaluation best, Comparisons heldOut, String trouble)
        implements Tabular, Charted {
    public TuningResult {
        evaluations = List.copyOf(evaluations);
    }

    /// How it was tuned.
    ///
    /// @param objectives what it was tuned for
    /// @param ranges what was varied
    /// @param tunedOn the experiment's seeds that the search saw
    /// @param heldOut those it did not see
    /// @param searchSeed of what it drew at random
    public record Way(
            List<Objective> objectives, List<Range> ranges, List<Long> tunedOn, List<Long> heldOut, long searchSeed) {
        public Way {
            objectives = List.copyOf(objectives);
            ranges = List.copyOf(ranges);
            tunedOn = List.copyOf(tunedOn);
            heldOut = List.copyOf(heldOut);
        }
    }

    TuningResult shown(Comparisons onOthers, String failed) {
        return new TuningResult(scheduler, way, evaluations, best, onOthers, failed);
    }

    /// The setting before tuning.
    public Evaluation usual() {
        return evaluations.getFirst();
    }

    /// The settings that no other one beats in all objectives, the best in the first objective first.
    public List<Evaluation> front() {
        return TuningSearch.front(evaluations, way.objectives());
    }

    /// A row for each setting that was tried: `evaluation` (its number), the knobs, a column for each objective
    /// (missing
    /// if it failed), `is` (`default`, `best`, `front`: beaten by no other one), `failed` (why).
    @Override
    public Table table() {
        return new TuningTables(this).all();
    }

    /// The Pareto table: the rows of [#table()] that no other one beats, each objective also as a difference
    /// from the default in percent.
    public Table pareto() {
        return new TuningTables(this).front();
    }

    /// One objective: what each setting gave, and the best so far. Several: the first two against each other.
    @Override
    public JFreeChart chart() {
        return new TuningTables(this).chart();
    }

    /// What became of the gain on the seeds that the search did not see.
    public Gain gain() {
        if (best.number() == usual().number()) {
            return Gain.NONE;
        }
        if (heldOut.list().isEmpty()) {
            return Gain.FAILED;
        }
        if (heldOut.list().stream().anyMatch(each -> different(each) && !improved(each))) {
            return Gain.LOST;
        }
        return heldOut.list().stream().anyMatch(TuningResult::different) ? Gain.HOLDS : Gain.NOT_SHOWN;
    }

    private static boolean different(Comparison of) {
        return of.finding() == Finding.DIFFERENT;
    }

    private boolean improved(Comparison of) {
        return way.objectives().stream()
                .filter(each -> each.metric().equals(of.metric()))
                .allMatch(each -> each.cost(of.difference()) < 0);
    }

    /// In sentences that may be quoted: what was found on which seeds, and what is left of it on others.
    public String sentence() {
        String tuned = String.format(
                Locale.ROOT,
                "%s tuned on seed%s %s, %d settings tried",
                scheduler,
                way.tunedOn().size() == 1 ? "" : "s",
                TuningTables.seeds(way.tunedOn()),
                evaluations.size());
        long failed = evaluations.stream().filter(each -> !each.counts()).count();
        String failures = failed == 0 ? "" : String.format(Locale.ROOT, " (%d failed)", failed);
        if (gain() == Gain.NONE) {
            return tuned + failures + ": none is better than the default, " + best.setting() + ".";
        }
        String found = way.objectives().stream().map(this::found).collect(Collectors.joining(", "));
        return "%s%s: best is %s with %s. On the seeds %s, which the search did not see, %s%s"
                .formatted(
                        tuned,
                        failures,
                        best.setting(),
                        found,
                        TuningTables.seeds(way.heldOut()),
                        gain(),
                        trouble.isEmpty()
                                ? heldOut.list().stream()
                                        .map(Comparison::sentence)
                                        .collect(Collectors.joining(" ", ": ", ""))
                                : ": " + trouble);
    }

    private String found(Objective objective) {
        double usual = usual().value(objective);
        double now = best.value(objective);
        return "%s %s (%s)"
                .formatted(
                        objective.metric(),
                        TuningTables.number(now),
                        Double.isFinite(usual)
                                ? String.format(
                                        Locale.ROOT,
                                        "default %s, %+.1f %%",
                                        TuningTables.number(usual),
                                        100 * (now - usual) / Math.abs(usual))
                                : "the default failed");
    }

    /// The sentences.
    @Override
    public String toString() {
        return sentence();
    }
}

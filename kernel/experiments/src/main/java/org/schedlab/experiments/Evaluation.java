package org.schedlab.experiments;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/// One setting that was tried, and what came of it. Immutable.
///
/// @param number from 1 on, in the order in which they were tried; 1 is the default
/// @param knobs the values of the knobs that are tuned
/// @param metrics one number of all its cells for each objective; NaN if it failed
/// @param failed why it does not count: a scheduler that was refused or ended, a claim that did not hold,
///     something that was not measured; empty if it counts
public record Evaluation(
        int number, SequencedMap<String, Long> knobs, SequencedMap<String, Double> metrics, String failed) {
    public Evaluation {
        knobs = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(knobs));
        metrics = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(metrics));
    }

    /// Whether it has a number for each objective.
    public boolean counts() {
        return failed.isEmpty();
    }

    /// Whether it is at least as good as another in each objective, and better in one.
    boolean beats(Evaluation other, List<Objective> objectives) {
        boolean better = false;
        for (Objective each : objectives) {
            double own = each.cost(value(each));
            double others = each.cost(other.value(each));
            if (own > others) {
                return false;
            }
            better |= own < others;
        }
        return better;
    }

    /// Its number for an objective; NaN if it failed.
    double value(Objective objective) {
        return metrics.getOrDefault(objective.metric(), Double.NaN);
    }

    /// As `slice_ns=5000000 greedy=1`.
    public String setting() {
        return knobs.entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining(" "));
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s: %s", setting(), counts() ? metrics : "failed: " + failed);
    }
}

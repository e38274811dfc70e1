package org.schedlab.hunt;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.schedlab.hunt.run.Breach;
import org.schedlab.hunt.run.Outcome;
import org.schedlab.hunt.scenario.Focus;
import org.schedlab.hunt.scenario.Reductions;
import org.schedlab.hunt.scenario.Scenario;

/// Reduces a scenario while the same invariant breaks in the same way. Which candidates are tried, and in which order,
/// is decided by the scenario and by what came of those before, not by the host. Confined to one thread.
final class Shrinker {
    /// So many side by side; the first of them that will do is taken, whichever ends first.
    private static final int AT_ONCE = 2;

    private final Runs runs;
    private final List<String> topologies;
    private final Duration leastHold;
    private final int mostRuns;
    private final Set<Scenario> tried = new HashSet<>();
    private int count;

    /// @param topologies that may be used, any order
    /// @param leastHold no invariant can be judged in less
    /// @param mostRuns after so many it ends with what it has
    Shrinker(Runs runs, List<String> topologies, Duration leastHold, int mostRuns) {
        this.runs = runs;
        this.topologies = List.copyOf(topologies);
        this.leastHold = leastHold;
        this.mostRuns = mostRuns;
    }

    /// The least that could be found.
    ///
    /// @param found breaks something
    Outcome reduce(Outcome found) {
        Breach breach = found.breach().orElseThrow(() -> new IllegalArgumentException("nothing broke"));
        Outcome best = firstOf(new Focus(found.scenario(), breach.task()).all(), breach)
                .orElse(found);
        boolean less = true;
        while (less && count < mostRuns) {
            Optional<Outcome> smaller = first(best.scenario(), breach);
            less = smaller.isPresent();
            best = smaller.orElse(best);
        }
        return best;
    }

    private Optional<Outcome> first(Scenario scenario, Breach breach) {
        return firstOf(new Reductions(scenario, topologies, leastHold).all(), breach);
    }

    private Optional<Outcome> firstOf(List<Scenario> all, Breach breach) {
        List<Scenario> candidates =
                all.stream().filter(each -> !tried.contains(each)).toList();
        for (int at = 0; at < candidates.size() && count < mostRuns; at += AT_ONCE) {
            List<Scenario> some = candidates.subList(at, Math.min(at + AT_ONCE, candidates.size()));
            tried.addAll(some);
            count += some.size();
            Optional<Outcome> first = runs.all(some).stream()
                    .filter(outcome -> outcome.breaksAs(breach))
                    .findFirst();
            if (first.isPresent()) {
                return first;
            }
        }
        return Optional.empty();
    }

    /// How many scenarios were run.
    int count() {
        return count;
    }
}

package org.schedlab.hunt;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import org.schedlab.hunt.scenario.Scenario;

/// Scenarios that have reached something that none before them had. Not thread-safe.
final class Corpus {
    private final Map<String, Long> seen = new HashMap<>();
    private final List<Kept> kept = new ArrayList<>();

    private record Kept(long number, Scenario scenario) {}

    /// Takes what a scenario has reached; in the order of the numbers.
    ///
    /// @return what of it is new, in order
    List<String> take(long number, Scenario scenario, Collection<String> features) {
        List<String> news = new TreeSet<>(features)
                .stream().filter(each -> seen.putIfAbsent(each, number) == null).toList();
        if (!news.isEmpty()) {
            kept.add(new Kept(number, scenario));
        }
        return news;
    }

    /// Those of numbers below one, in order.
    List<Scenario> before(long number) {
        return kept.stream()
                .filter(each -> each.number < number)
                .map(Kept::scenario)
                .toList();
    }

    /// How much was reached.
    int reached() {
        return seen.size();
    }

    /// How many scenarios are kept.
    int size() {
        return kept.size();
    }

    /// The first scenario that has reached each, by feature.
    Map<String, Long> firsts() {
        return Map.copyOf(seen);
    }
}

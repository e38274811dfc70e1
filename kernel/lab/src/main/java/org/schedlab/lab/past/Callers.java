package org.schedlab.lab.past;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// Sums over the calls of a function by who called it. Not thread-safe.
final class Callers {
    private final Map<String, Calls.Caller> sums = new HashMap<>();

    /// @param caller its name; empty if it has none
    /// @param took instructions, if they are known
    void add(String caller, OptionalLong took) {
        long one = took.orElse(0);
        sums.merge(
                caller.isEmpty() ? "?" : caller,
                new Calls.Caller(caller.isEmpty() ? "?" : caller, 1, took.isPresent() ? 1 : 0, one, one),
                (all, call) -> new Calls.Caller(
                        all.function(),
                        all.calls() + call.calls(),
                        all.measured() + call.measured(),
                        all.instructions() + call.instructions(),
                        Math.max(all.most(), call.most())));
    }

    /// The most frequent first.
    List<Calls.Caller> all() {
        return sums.values().stream()
                .sorted(Comparator.comparingLong((Calls.Caller each) -> -each.calls())
                        .thenComparing(Calls.Caller::function))
                .toList();
    }
}

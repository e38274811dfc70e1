package org.schedlab.hunt.run;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Stream;

import org.schedlab.hunt.scenario.Scenario;
import org.schedlab.hunt.scenario.Undone;

/// What came of a scenario. A value.
///
/// @param breaches the most telling one first; empty if all invariants held
/// @param stateHash of all of the guest's RAM in the end; empty unless something broke, or if the machine was lost
/// @param features what was reached, see [Coverage]
/// @param undone what the guest refused, or did not come to the end of
/// @param ended schedulers that ended in good order, in words
/// @param guestNanos guest time that it took
public record Outcome(
        Scenario scenario,
        List<Breach> breaches,
        String stateHash,
        SortedSet<String> features,
        List<Undone> undone,
        List<String> ended,
        long guestNanos) {
    public Outcome {
        breaches = List.copyOf(breaches);
        undone = List.copyOf(undone);
        ended = List.copyOf(ended);
    }

    /// What the guest refused, and schedulers that ended in good order.
    public List<String> notes() {
        return Stream.concat(undone.stream().map(Undone::note), ended.stream()).toList();
    }

    /// The most telling breach.
    public Optional<Breach> breach() {
        return breaches.stream().findFirst();
    }

    /// Whether something breaks in the same way as there.
    public boolean breaksAs(Breach other) {
        return breaches.stream().anyMatch(other::sameAs);
    }
}

package org.schedlab.hunt.run;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

import org.schedlab.hunt.scenario.Scenario;

/// What came of a scenario. A value.
///
/// @param breaches the most telling one first; empty if all invariants held
/// @param stateHash of all of the guest's RAM in the end; empty unless something broke, or if the machine was lost
/// @param features what was reached, see [Coverage]
/// @param notes what the guest refused, and schedulers that ended in good order
/// @param guestNanos guest time that it took
public record Outcome(
        Scenario scenario,
        List<Breach> breaches,
        String stateHash,
        SortedSet<String> features,
        List<String> notes,
        long guestNanos) {
    public Outcome {
        breaches = List.copyOf(breaches);
        notes = List.copyOf(notes);
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

package org.schedlab.hunt;

import java.util.List;

import org.schedlab.hunt.run.Breach;
import org.schedlab.hunt.scenario.Scenario;

/// A line of a hunt's log. Written as [org.schedlab.experiments.json.DataJson] writes records.
public sealed interface Entry {
    /// What hunt it is; the first line.
    ///
    /// @param identity of everything that decides it
    /// @param words the same for people
    record Began(String identity, String words) implements Entry {}

    /// A scenario was tried.
    ///
    /// @param stateHash in the end; empty unless something broke
    /// @param news what it reached that none before it had
    /// @param notes what the guest refused, and the like
    /// @param guestNanos guest time that it took
    record Tried(
            long number,
            Scenario scenario,
            List<Breach> breaches,
            String stateHash,
            List<String> news,
            List<String> notes,
            long guestNanos)
            implements Entry {}

    /// A scenario could not be tried: the host was in the way.
    record Missed(long number, String why) implements Entry {}

    /// What broke something was reduced.
    ///
    /// @param number of the scenario that broke it first
    /// @param scenario what is left of it
    /// @param stateHash where that ends
    /// @param runs how many scenarios that took
    record Reduced(long number, Breach breach, Scenario scenario, String stateHash, long runs) implements Entry {}
}

package org.schedlab.hunt;

import java.nio.file.Path;
import java.util.Locale;

import org.schedlab.hunt.run.Breach;
import org.schedlab.hunt.scenario.NotebookJava;
import org.schedlab.hunt.scenario.Scenario;

/// An invariant that does not hold, and the least that breaks it. A value.
///
/// @param number of the scenario that broke it first, from 0
/// @param breach how the reduced scenario breaks it
/// @param scenario reduced
/// @param stateHash SHA-256 of all of the guest's RAM where the reduced scenario ends
/// @param runs how many scenarios it took to reduce it
/// @param folder holds a notebook, a JUnit test, the journal, the timeline
public record Find(long number, Breach breach, Scenario scenario, String stateHash, long runs, Path folder) {
    /// The reduced scenario in the words of a notebook, a line for each step, to be pasted into a cell.
    public String cell() {
        return String.join("\n", NotebookJava.lines(scenario));
    }

    /// What broke, by how much, where it is written down.
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "scenario %d: %s%n%s%n  %s", number, breach, scenario.text(), folder);
    }
}

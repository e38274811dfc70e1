package org.schedlab.guest.work;

import java.util.List;

/// Goes through phases in turn, for ever. One work unit is a phase; latencies are those of the sleeps,
/// as of [Sleep].
///
/// @param phases 1 to 16
public record Sequence(List<WorkPhase> phases) implements Work {
    public Sequence {
        phases = List.copyOf(phases);
        Choice.within("Sequence", "phases", phases.size(), 1, 16);
    }

    @Override
    public String comm() {
        return "sequence";
    }
}

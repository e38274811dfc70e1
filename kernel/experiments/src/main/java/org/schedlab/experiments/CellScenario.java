package org.schedlab.experiments;

import org.schedlab.lab.session.VmSession;

/// What happens in each cell of an experiment. Called by several threads at once, each with a session of its own.
///
/// @param <T> what it hands to the metrics, such as the workers it spawned
@FunctionalInterface
public interface CellScenario<T> {
    /// Does it. The words of [org.schedlab.lab.words.Lab] mean this session meanwhile.
    T run(VmSession vm, Cell cell);
}

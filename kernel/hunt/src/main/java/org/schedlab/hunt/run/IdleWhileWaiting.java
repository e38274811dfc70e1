package org.schedlab.hunt.run;

import java.util.Comparator;
import java.util.Optional;

import org.schedlab.lab.recorder.RecordedTask;
import org.schedlab.lab.trace.Wait;
import org.schedlab.lab.trace.WorkConservation.Violation;

/// One task waited while one CPU was idle that it may run on.
///
/// @param cpu the idle one
/// @param waitedOn for which CPU's run queue the task waited
/// @param from the guest's clock of QEMU, in ns
/// @param to the same
record IdleWhileWaiting(int cpu, RecordedTask task, int waitedOn, long from, long to) {
    private long length() {
        return to - from;
    }

    /// The longest that is longer than a bound, in ns.
    static Optional<IdleWhileWaiting> find(Observed observed, long bound) {
        return observed.trace().workConservation().violations().stream()
                .filter(idle -> idle.length() > bound)
                .flatMap(idle -> observed.trace().waits().stream()
                        .filter(wait -> wait.task().equals(idle.task()))
                        .map(wait -> both(idle, wait)))
                .filter(found -> found.length() > bound)
                .max(Comparator.comparingLong(IdleWhileWaiting::length)
                        .thenComparing(
                                Comparator.comparingLong(IdleWhileWaiting::from).reversed()));
    }

    private static IdleWhileWaiting both(Violation idle, Wait wait) {
        return new IdleWhileWaiting(
                idle.cpu(),
                idle.task(),
                idle.waitedOn(),
                Math.max(idle.from(), wait.from()),
                Math.min(idle.to(), wait.to()));
    }
}

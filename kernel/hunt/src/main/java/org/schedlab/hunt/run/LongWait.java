package org.schedlab.hunt.run;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import org.schedlab.hunt.scenario.Step;
import org.schedlab.lab.recorder.RecordedTask;
import org.schedlab.lab.trace.Wait;

/// A task that waited long for a CPU.
///
/// @param from the guest's clock of QEMU, in ns
/// @param to the same
/// @param unended it still waited when the scenario, or the scheduler, ended
/// @param after what was done to it before, in a few words; may be empty
record LongWait(RecordedTask task, WaitKind kind, long from, long to, boolean unended, String after) {
    long length() {
        return to - from;
    }

    /// The longest of a kind that is longer than a bound, in ns.
    static Optional<LongWait> longest(Observed observed, WaitKind kind, long bound) {
        return observed.trace().waits().stream()
                .filter(wait -> wait.length() > bound)
                .map(wait -> of(observed, wait, bound))
                .filter(found -> found.kind == kind)
                .max(Comparator.comparingLong(LongWait::length)
                        .thenComparing(Comparator.comparingLong(LongWait::from).reversed()));
    }

    private static LongWait of(Observed observed, Wait wait, long bound) {
        boolean unended = wait.to() >= observed.trace().recording().interval().to();
        // A task that ran when it was moved may run on to the end of its slice: the wait need not have begun by then.
        Optional<Observed.Done> moved = moves(observed, wait.task()).stream()
                .filter(done -> observed.clock(done.atNanos()) >= wait.from() - bound)
                .filter(done -> wait.to() - Math.max(wait.from(), observed.clock(done.atNanos())) > bound)
                .reduce((_, last) -> last);
        if (moved.isPresent()) {
            return new LongWait(
                    wait.task(),
                    WaitKind.AFTER_MOVE,
                    Math.max(wait.from(), observed.clock(moved.get().atNanos())),
                    wait.to(),
                    unended,
                    moved.get().step().text());
        }
        WaitKind kind = wait.cause() == Wait.Cause.PREEMPTED || wait.cause() == Wait.Cause.UNKNOWN
                ? WaitKind.PREEMPTED
                : WaitKind.WOKEN;
        return new LongWait(wait.task(), kind, wait.from(), wait.to(), unended, "");
    }

    /// The moves of a task: its own, those of its cgroup, those between classes, and CPUs that came and went.
    private static List<Observed.Done> moves(Observed observed, RecordedTask task) {
        return observed.done().stream()
                .filter(done -> switch (done.step()) {
                    case Step.Affinity affinity -> isOf(task, affinity.workers());
                    case Step.Move move -> isOf(task, move.workers());
                    case Step.SetPolicy policy -> isOf(task, policy.workers());
                    case Step.Cpuset cpuset -> task.cgroup().equals("/" + cpuset.cgroup());
                    case Step.Hotplug _ -> true;
                    case Step.Spawn _, Step.Nice _, Step.Weight _, Step.Freeze _, Step.Unfreeze _, Step.Stop _ -> false;
                })
                .toList();
    }

    /// Worker N of a spawn is called NAME-N.
    static boolean isOf(RecordedTask task, String name) {
        return task.name().startsWith(name + "-");
    }
}

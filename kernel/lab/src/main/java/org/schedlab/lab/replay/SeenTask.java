package org.schedlab.lab.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// One task of a recording while it is read: what it did, by its own CPU time. Confined to one reading.
final class SeenTask {
    /// Something that it did when it had run for so long.
    sealed interface Act {
        /// CPU time since the recording's beginning, in ns.
        long after();

        /// It woke another.
        record Wakes(long after, int pid, long at) implements Act {}

        /// It slept; `wokenAt` is negative if it was not woken before the end, `waker` 0 if by nobody that is known.
        record Sleeps(long after, long wokenAt, int waker) implements Act {}
    }

    final int pid;
    final String name;
    final List<Act> acts = new ArrayList<>();
    final List<Long> latencies = new ArrayList<>();
    final Set<Integer> cpus = new TreeSet<>();
    int prio;
    long run;
    long switches;
    private long runningSince = -1;
    private long wokenAt = -1;
    private long sleepsAfter = -1;

    SeenTask(SeenEvent.Who who) {
        pid = who.pid();
        name = who.name();
        prio = who.prio();
    }

    long ranUntil(long nanos) {
        return run + (runningSince < 0 ? 0 : nanos - runningSince);
    }

    void beginsRunning(long nanos, int cpu) {
        runningSince = nanos;
        cpus.add(cpu);
        switches++;
        if (wokenAt >= 0) {
            latencies.add(nanos - wokenAt);
            wokenAt = -1;
        }
        sleepsAfter = -1;
    }

    void leaves(long nanos, boolean runnable, long began, int cpu) {
        if (runningSince < 0) {
            runningSince = began;
            cpus.add(cpu);
        }
        run = ranUntil(nanos);
        runningSince = -1;
        if (!runnable) {
            sleepsAfter = run;
        }
    }

    /// It slept when the recording began.
    void sleptBefore() {
        sleepsAfter = 0;
    }

    /// It is woken.
    ///
    /// @return false if it did not sleep
    boolean wakes(long nanos, int waker) {
        if (sleepsAfter < 0 || wokenAt >= 0) {
            return false;
        }
        wokenAt = nanos;
        acts.add(new Act.Sleeps(sleepsAfter, nanos, waker));
        return true;
    }

    void ends(long nanos) {
        run = ranUntil(nanos);
        runningSince = -1;
        if (sleepsAfter >= 0 && wokenAt < 0) {
            acts.add(new Act.Sleeps(sleepsAfter, -1, 0));
        }
    }
}

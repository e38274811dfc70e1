package org.schedlab.hunt.run;

import java.util.List;
import java.util.function.Supplier;

import org.schedlab.hunt.scenario.Scenario;
import org.schedlab.hunt.scenario.Step;
import org.schedlab.lab.schedulers.ExitReport;
import org.schedlab.lab.session.VmSession;
import org.schedlab.lab.trace.Trace;

/// What happened in a scenario. As thread-safe as the session.
///
/// @param scenario what was done
/// @param machine gives the session, which stands where the scenario ended
/// @param trace what happened while the scheduler was in charge
/// @param done the steps that were done, in order
/// @param ends schedulers that ended by themselves, in order
public record Observed(
        Scenario scenario, Supplier<VmSession> machine, Trace trace, List<Done> done, List<ExitReport> ends) {
    /// A step that was done.
    ///
    /// @param atNanos just before it, the guest's CLOCK_MONOTONIC in ns
    public record Done(Step step, long atNanos) {}

    public Observed {
        done = List.copyOf(done);
        ends = List.copyOf(ends);
    }

    /// The session, which stands where the scenario ended.
    public VmSession vm() {
        return machine.get();
    }

    /// A time of the recording as the guest's CLOCK_MONOTONIC, in ns.
    long guestNanos(long clock) {
        return trace.recording().guestTime(clock);
    }

    /// The other way round.
    long clock(long guestNanos) {
        return trace.recording().clock(guestNanos);
    }
}

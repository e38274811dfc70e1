package org.schedlab.hunt.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

import org.schedlab.hunt.scenario.Scenario;
import org.schedlab.lab.WatchdogException;
import org.schedlab.lab.machine.MachinePool;
import org.schedlab.lab.recorder.Recording;
import org.schedlab.lab.recorder.SchedEvent;
import org.schedlab.lab.recorder.SchedEvent.SchedExtChanged.Change;
import org.schedlab.lab.schedulers.ExitReport;
import org.schedlab.lab.session.Fork;
import org.schedlab.lab.session.VmSession;
import org.schedlab.lab.trace.Trace;
import org.schedlab.vm.machine.GuestPanicException;

/// Runs scenarios, each on a machine of its own that is restored where the scheduler has just come into charge.
/// Thread-safe.
///
/// @param bases where scenarios start
/// @param invariants the most telling first
public record ScenarioRunner(Bases bases, List<Invariant> invariants) {
    private static final int ATTEMPTS = 3;
    private static final String PANIC = "no panic";

    public ScenarioRunner {
        invariants = List.copyOf(invariants);
    }

    /// Runs one. Equal scenarios have equal outcomes.
    ///
    /// @throws ClaimFailedException a claim of the user's threw
    /// @throws org.schedlab.vm.LabException the host was in the way, or the scheduler is not taken
    public Outcome run(Scenario scenario, MachinePool.Machines machines) {
        return attempt(scenario, machines, false);
    }

    /// The same, and notes which code was executed, for [Outcome#features()]. The machine is several times slower by
    /// that, and comes to the same bits.
    public Outcome explore(Scenario scenario, MachinePool.Machines machines) {
        return attempt(scenario, machines, true);
    }

    /// A host that is busy with other things may miss a deadline; that says nothing about the scenario.
    private Outcome attempt(Scenario scenario, MachinePool.Machines machines, boolean blocks) {
        for (int attempt = 1; ; attempt++) {
            try (VmSession vm = machines.hold(VmSession.restore(bases.of(scenario.topology(), machines)))) {
                if (blocks) {
                    vm.recorder().countBlocks();
                }
                return run(scenario, vm);
            } catch (WatchdogException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /// Runs one in a session that stands where scenarios start, and leaves it where the scenario has ended.
    public Outcome run(Scenario scenario, VmSession vm) {
        return ScopedValue.where(Fork.FUTURE, vm).call(() -> outcome(scenario, vm));
    }

    private Outcome outcome(Scenario scenario, VmSession vm) {
        List<ExitReport> ends = new ArrayList<>();
        vm.schedulers().onEnd(ends::add);
        long from = vm.instant().guestTimeNanos();
        Stage stage = new Stage(vm);
        try {
            stage.play(scenario);
        } catch (GuestPanicException e) {
            String first = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            Breach panic = new Breach(PANIC, "panic", "", first, from, from);
            return new Outcome(scenario, List.of(panic), "", new TreeSet<>(), stage.undone(), List.of(), 0);
        }
        long to = vm.instant().guestTimeNanos();
        Trace trace = inCharge(vm.trace(), from, to, ends);
        Observed observed = new Observed(scenario, () -> vm, trace, stage.done(), ends);
        List<Breach> breaches = invariants.stream()
                .flatMap(each -> breach(each, observed).stream())
                .toList();
        return new Outcome(
                scenario,
                breaches,
                breaches.isEmpty() ? "" : vm.stateHash(),
                Coverage.of(trace, vm.recorder().executed()),
                stage.undone(),
                ends.stream()
                        .filter(end -> !end.isFailure())
                        .map(ExitReport::title)
                        .toList(),
                to - from);
    }

    private static Optional<Breach> breach(Invariant invariant, Observed observed) {
        try {
            return invariant.breach(observed);
        } catch (RuntimeException e) {
            if (invariant instanceof Invariant.Claimed) {
                throw ClaimFailedException.of(invariant.name(), observed.scenario(), e);
            }
            throw e;
        }
    }

    /// Of the time while the scheduler was in charge: what its successor does is not its doing.
    private static Trace inCharge(Trace all, long from, long to, List<ExitReport> ends) {
        Trace whole = all.during(from, to);
        return ends.isEmpty()
                ? whole
                : exitBegins(whole.recording())
                        .map(end -> whole.during(from, whole.recording().guestTime(end)))
                        .orElse(whole);
    }

    private static Optional<Long> exitBegins(Recording recording) {
        List<Long> ends = new ArrayList<>();
        recording.forEach(event -> {
            if (event instanceof SchedEvent.SchedExtChanged change && change.change() == Change.EXIT_BEGINS) {
                ends.add(change.nanos());
            }
        });
        return ends.stream().findFirst();
    }
}

package org.schedlab.lab.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.schedlab.guest.cgroup.CgroupDef;
import org.schedlab.vm.freeze.ColdOp;

/// One act of a scenario, always in this order: its cgroups are made, its operations are done, the
/// guest runs for the hold; then the workers it started are stopped and the cgroups it made are
/// removed.
///
/// What it changed of things that were there before stays changed, and a scheduler that it attached
/// stays on. Immutable; each method gives a copy with something added or changed.
///
/// @param cgroups made first, with their workers
/// @param ops what is done then, in order
/// @param hold how long the guest runs afterwards; a [Hold.Loop] does the operations again and again
public record Step(List<CgroupDef> cgroups, List<Op> ops, Hold hold) {
    public Step {
        cgroups = List.copyOf(cgroups);
        ops = List.copyOf(ops);
    }

    /// A step of cold operations, all in one freeze, without a hold.
    public static Step of(ColdOp... operations) {
        return new Step(List.of(), List.of(), Hold.none()).then(operations);
    }

    /// The same and more cgroups.
    public Step with(CgroupDef... more) {
        return new Step(joined(cgroups, List.of(more)), ops, hold);
    }

    /// The same and then more.
    public Step then(Op... more) {
        return new Step(cgroups, joined(ops, List.of(more)), hold);
    }

    /// The same and then cold operations.
    public Step then(ColdOp... more) {
        return new Step(
                cgroups, joined(ops, Arrays.stream(more).<Op>map(Op.Cold::new).toList()), hold);
    }

    /// The same with another hold.
    public Step hold(Hold other) {
        return new Step(cgroups, ops, other);
    }

    /// The same with a hold of a stretch of guest time.
    public Step hold(Duration guestTime) {
        return hold(Hold.of(guestTime));
    }

    /// The guest time that its hold and its runs take; a loop does its runs besides its hold, each time.
    Duration guestTime(Duration scenario) {
        Duration runs = ops.stream()
                .map(op -> op instanceof Op.LetRun run ? run.guestTime() : Duration.ZERO)
                .reduce(Duration.ZERO, Duration::plus);
        Duration held = hold.within(scenario);
        long times = hold instanceof Hold.Loop loop ? 1 + held.dividedBy(loop.interval()) : 1;
        return held.plus(runs.multipliedBy(times));
    }

    private static <T> List<T> joined(List<T> some, List<T> more) {
        List<T> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }
}

package org.schedlab.lab.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.schedlab.guest.cgroup.CgroupDef;
import org.schedlab.guest.work.WorkerSpec;
import org.schedlab.lab.machine.Stretch;

/// What is there before the first step and stays until the last one ends: cgroups, and workers.
/// Immutable.
///
/// @param cgroups made in order, with their workers
/// @param workers started then, in the cgroups of their specifications
/// @param settle how long the guest runs before the first step: phase 0, the baseline
public record Backdrop(List<CgroupDef> cgroups, List<WorkerSpec> workers, Duration settle) {
    public Backdrop {
        cgroups = List.copyOf(cgroups);
        workers = List.copyOf(workers);
        if (!settle.isZero()) {
            Stretch.require(settle);
        }
    }

    /// Nothing at all.
    public static Backdrop none() {
        return of();
    }

    /// Cgroups with their workers.
    public static Backdrop of(CgroupDef... cgroups) {
        return new Backdrop(List.of(cgroups), List.of(), Duration.ZERO);
    }

    /// The same and workers, in the cgroup of their specification.
    public Backdrop workers(WorkerSpec spec) {
        List<WorkerSpec> more = new ArrayList<>(workers);
        more.add(spec);
        return new Backdrop(cgroups, more, settle);
    }

    /// The same with a baseline of that much guest time.
    public Backdrop settle(Duration guestTime) {
        return new Backdrop(cgroups, workers, guestTime);
    }
}

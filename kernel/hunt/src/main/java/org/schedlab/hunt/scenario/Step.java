package org.schedlab.hunt.scenario;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.schedlab.guest.work.Policy;
import org.schedlab.guest.work.WorkerSpec;

/// Something that is done to the guest in a scenario. Workers are named as they were spawned, cgroups as the scenario
/// names them.
public sealed interface Step {

    /// Starts workers, in the cgroup of their specification.
    record Spawn(WorkerSpec workers) implements Step {}

    /// Lets workers run on these CPUs only.
    ///
    /// @param cpus in order, at least one
    record Affinity(String workers, List<Integer> cpus) implements Step {
        public Affinity {
            cpus = List.copyOf(cpus);
        }
    }

    /// Gives workers another nice value.
    record Nice(String workers, int nice) implements Step {}

    /// Gives workers another scheduling policy: those that become real-time leave the scheduler.
    record SetPolicy(String workers, Policy policy) implements Step {}

    /// Moves workers to a cgroup.
    record Move(String workers, String cgroup) implements Step {}

    /// Sets `cpu.weight`, 1 to 10000.
    record Weight(String cgroup, int weight) implements Step {}

    /// Sets `cpuset.cpus`.
    ///
    /// @param cpus in order, at least one
    record Cpuset(String cgroup, List<Integer> cpus) implements Step {
        public Cpuset {
            cpus = List.copyOf(cpus);
        }
    }

    /// Stops the tasks of a cgroup where they are.
    record Freeze(String cgroup) implements Step {}

    /// Lets a frozen cgroup go on.
    record Unfreeze(String cgroup) implements Step {}

    /// Ends workers.
    record Stop(String workers) implements Step {}

    /// Takes a CPU away, through the guest's sysfs, or brings it back.
    record Hotplug(int cpu, boolean online) implements Step {}

    /// The workers that it is about; empty if it is about none, or about all in a cgroup.
    default Optional<String> about() {
        return switch (this) {
            case Spawn spawn -> Optional.of(spawn.workers().name());
            case Affinity affinity -> Optional.of(affinity.workers());
            case Nice nice -> Optional.of(nice.workers());
            case SetPolicy policy -> Optional.of(policy.workers());
            case Move move -> Optional.of(move.workers());
            case Stop stop -> Optional.of(stop.workers());
            case Weight _, Cpuset _, Freeze _, Unfreeze _, Hotplug _ -> Optional.empty();
        };
    }

    /// The cgroup that it is about; empty if it is about none.
    default Optional<String> inCgroup() {
        return switch (this) {
            case Spawn spawn -> Optional.of(spawn.workers().cgroup()).filter(name -> !name.isEmpty());
            case Move move -> Optional.of(move.cgroup());
            case Weight weight -> Optional.of(weight.cgroup());
            case Cpuset cpuset -> Optional.of(cpuset.cgroup());
            case Freeze freeze -> Optional.of(freeze.cgroup());
            case Unfreeze unfreeze -> Optional.of(unfreeze.cgroup());
            case Affinity _, Nice _, SetPolicy _, Stop _, Hotplug _ -> Optional.empty();
        };
    }

    /// What it does, in a few words.
    default String text() {
        return switch (this) {
            case Spawn spawn ->
                String.format(
                        Locale.ROOT,
                        "spawn %s: %d %s%s%s",
                        spawn.workers().name(),
                        spawn.workers().count(),
                        spawn.workers().work().label(),
                        spawn.workers().nice() == 0
                                ? ""
                                : ", nice " + spawn.workers().nice(),
                        spawn.workers().cgroup().isEmpty()
                                ? ""
                                : ", in " + spawn.workers().cgroup());
            case Affinity affinity -> "%s: CPUs %s".formatted(affinity.workers(), affinity.cpus());
            case Nice nice -> String.format(Locale.ROOT, "%s: nice %d", nice.workers(), nice.nice());
            case SetPolicy policy -> "%s: policy %s".formatted(policy.workers(), policy.policy());
            case Move move -> "%s: into %s".formatted(move.workers(), move.cgroup());
            case Weight weight -> String.format(Locale.ROOT, "%s: cpu.weight %d", weight.cgroup(), weight.weight());
            case Cpuset cpuset -> "%s: cpuset.cpus %s".formatted(cpuset.cgroup(), cpuset.cpus());
            case Freeze freeze -> freeze.cgroup() + " frozen";
            case Unfreeze unfreeze -> unfreeze.cgroup() + " goes on";
            case Stop stop -> stop.workers() + " stopped";
            case Hotplug hotplug ->
                String.format(Locale.ROOT, "CPU %d %s", hotplug.cpu(), hotplug.online() ? "online" : "offline");
        };
    }
}

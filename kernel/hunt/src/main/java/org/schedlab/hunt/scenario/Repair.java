package org.schedlab.hunt.scenario;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

import org.schedlab.guest.work.Affinity;
import org.schedlab.guest.work.Policy;
import org.schedlab.guest.work.WorkerSpec;
import org.schedlab.vm.spec.Topology;

/// Makes a scenario that was changed one that can be carried out: steps about workers, cgroups or CPUs that are not
/// there go, and so do cgroups that nobody needs. Stateless; a scenario in order stays as it is.
public final class Repair {
    private static final int MOST_WORKERS = 6;

    private final Scenario scenario;
    private final Topology topology;
    private final Map<String, WorkerSpec> alive = new HashMap<>();
    private final Set<String> used = new HashSet<>();
    private final Set<String> frozen = new HashSet<>();
    private final Set<Integer> offline = new TreeSet<>();
    private final Set<String> spawned = new HashSet<>();

    private Repair(Scenario scenario) {
        this.scenario = scenario;
        this.topology = Topology.parse(scenario.topology());
    }

    /// The same, in order.
    public static Scenario of(Scenario scenario) {
        return new Repair(scenario).repaired();
    }

    private Scenario repaired() {
        List<Timed> steps = new ArrayList<>();
        for (Timed each : scenario.steps()) {
            Optional<Step> kept = kept(each.step());
            kept.ifPresent(step -> steps.add(new Timed(each.after(), step)));
            kept.flatMap(Step::inCgroup).ifPresent(used::add);
        }
        List<Group> groups = scenario.groups().stream()
                .filter(each -> used.contains(each.name()))
                .toList();
        return scenario.withSteps(steps).withGroups(groups);
    }

    private Optional<Step> kept(Step step) {
        if (step.inCgroup().isPresent() && !isGroup(step.inCgroup().get())) {
            return step instanceof Step.Spawn spawn
                    ? kept(new Step.Spawn(spawn.workers().inCgroup("")))
                    : Optional.empty();
        }
        return switch (step) {
            case Step.Spawn spawn -> spawn(spawn.workers());
            case Step.Affinity affinity ->
                isAlive(affinity.workers())
                        ? cpus(affinity.cpus()).map(cpus -> new Step.Affinity(affinity.workers(), cpus))
                        : Optional.empty();
            case Step.Cpuset cpuset -> cpus(cpuset.cpus()).map(cpus -> new Step.Cpuset(cpuset.cgroup(), cpus));
            case Step.Nice nice -> nice(nice);
            case Step.SetPolicy policy -> policy(policy);
            case Step.Move move -> isAlive(move.workers()) ? Optional.of(step) : Optional.empty();
            case Step.Stop stop -> alive.remove(stop.workers()) == null ? Optional.empty() : Optional.of(step);
            case Step.Freeze freeze -> frozen.add(freeze.cgroup()) ? Optional.of(step) : Optional.empty();
            case Step.Unfreeze unfreeze -> frozen.remove(unfreeze.cgroup()) ? Optional.of(step) : Optional.empty();
            case Step.Hotplug hotplug -> hotplug(hotplug);
            case Step.Weight _ -> Optional.of(step);
        };
    }

    private boolean isGroup(String name) {
        return scenario.groups().stream().anyMatch(each -> each.name().equals(name));
    }

    private boolean isAlive(String workers) {
        return alive.containsKey(workers);
    }

    private Optional<Step> spawn(WorkerSpec workers) {
        int before = alive.values().stream().mapToInt(WorkerSpec::count).sum();
        if (before + workers.count() > MOST_WORKERS || spawned.contains(workers.name())) {
            return Optional.empty();
        }
        if (!isBearable(workers)) {
            return spawn(workers.policy(Policy.NORMAL));
        }
        spawned.add(workers.name());
        alive.put(workers.name(), workers);
        if (!(workers.affinity() instanceof Affinity.Exact exact)) {
            return Optional.of(new Step.Spawn(workers));
        }
        Affinity allowed = cpus(exact.cpus())
                .filter(cpus -> cpus.size() < topology.cpus())
                .<Affinity>map(Affinity.Exact::new)
                .orElseGet(Affinity.Inherit::new);
        return Optional.of(new Step.Spawn(workers.affinity(allowed)));
    }

    private Optional<Step> nice(Step.Nice step) {
        WorkerSpec known = alive.get(step.workers());
        if (known == null || known.nice() == step.nice()) {
            return Optional.empty();
        }
        alive.put(step.workers(), known.nice(step.nice()));
        return Optional.of(step);
    }

    private Optional<Step> policy(Step.SetPolicy step) {
        WorkerSpec known = alive.get(step.workers());
        if (known == null || known.policy().equals(step.policy()) || !isBearable(known.policy(step.policy()))) {
            return Optional.empty();
        }
        alive.put(step.workers(), known.policy(step.policy()));
        return Optional.of(step);
    }

    /// Real-time is one worker at most, which leaves most of its CPU: what more of them take from the others would look
    /// like the scheduler's doing.
    private boolean isBearable(WorkerSpec workers) {
        if (!workers.policy().realTime()) {
            return true;
        }
        boolean alone = alive.values().stream()
                .noneMatch(each -> each.policy().realTime() && !each.name().equals(workers.name()));
        return alone && workers.count() == 1 && Choices.isLight(workers.work());
    }

    /// CPU 0 stays: the kernel does not let it go.
    private Optional<Step> hotplug(Step.Hotplug step) {
        boolean changes = step.cpu() > 0
                && step.cpu() < topology.cpus()
                && (step.online() ? offline.remove(step.cpu()) : offline.add(step.cpu()));
        return changes ? Optional.of(step) : Optional.empty();
    }

    /// Those of them that the machine has and that are online; empty if there is none.
    private Optional<List<Integer>> cpus(List<Integer> wanted) {
        List<Integer> there = IntStream.range(0, topology.cpus())
                .filter(cpu -> wanted.contains(cpu) && !offline.contains(cpu))
                .boxed()
                .toList();
        return there.isEmpty() ? Optional.empty() : Optional.of(there);
    }
}

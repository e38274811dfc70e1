package org.schedlab.hunt.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import org.schedlab.guest.work.Affinity;
import org.schedlab.guest.work.Policy;
import org.schedlab.guest.work.SpinWait;
import org.schedlab.guest.work.WorkerSpec;
import org.schedlab.vm.spec.Topology;

/// What is simpler than a scenario by one change, the greatest changes first. Values.
///
/// @param scenario to be made simpler
/// @param topologies that may be used
/// @param leastHold no shorter hold
public record Reductions(Scenario scenario, List<String> topologies, Duration leastHold) {
    private static final List<Duration> GAPS = List.of(Duration.ZERO, Duration.ofMillis(5));

    public Reductions {
        topologies = List.copyOf(topologies);
    }

    /// All of them, each in order and simpler; without the scenario itself.
    public List<Scenario> all() {
        Set<Scenario> all = new LinkedHashSet<>();
        fewerSteps(all);
        smallerTopology(all);
        simplerSteps(all);
        shorter(all);
        List<Scenario> repaired =
                new ArrayList<>(new LinkedHashSet<>(all.stream().map(Repair::of).toList()));
        repaired.removeIf(each -> each.equals(scenario) || each.workers() == 0);
        return repaired;
    }

    /// Without half of the steps, without a quarter, …, without one.
    private void fewerSteps(Set<Scenario> all) {
        int count = scenario.steps().size();
        for (int size = count / 2; size >= 1; size /= 2) {
            for (int at = 0; at < count; at += size) {
                all.add(without(at, Math.min(at + size, count)));
            }
        }
    }

    private Scenario without(int from, int to) {
        List<Timed> left = new ArrayList<>(scenario.steps());
        left.subList(from, to).clear();
        return scenario.withSteps(left);
    }

    private void smallerTopology(Set<Scenario> all) {
        int cpus = Topology.parse(scenario.topology()).cpus();
        topologies.stream()
                .filter(each -> Topology.parse(each).cpus() < cpus)
                .sorted(Comparator.comparingInt(each -> Topology.parse(each).cpus()))
                .forEach(each -> all.add(scenario.withTopology(each)));
    }

    private void simplerSteps(Set<Scenario> all) {
        for (int at = 0; at < scenario.steps().size(); at++) {
            if (scenario.steps().get(at).step() instanceof Step.Spawn(WorkerSpec workers)) {
                for (WorkerSpec each : simpler(workers)) {
                    all.add(with(at, new Timed(scenario.steps().get(at).after(), new Step.Spawn(each))));
                }
            }
        }
        for (int at = 0; at < scenario.groups().size(); at++) {
            List<Group> groups = new ArrayList<>(scenario.groups());
            groups.set(at, new Group(groups.get(at).name(), Group.USUAL_WEIGHT));
            all.add(scenario.withGroups(groups));
        }
    }

    private static List<WorkerSpec> simpler(WorkerSpec workers) {
        return List.of(
                workers.withWork(new SpinWait(), 1),
                workers.inCgroup(""),
                workers.nice(0),
                workers.policy(Policy.NORMAL),
                workers.affinity(new Affinity.Inherit()));
    }

    /// Gaps go, or become the usual one; then all of them at once; then the hold.
    private void shorter(Set<Scenario> all) {
        for (Duration gap : GAPS) {
            all.add(scenario.withSteps(scenario.steps().stream()
                    .map(each -> each.after().compareTo(gap) > 0 ? new Timed(gap, each.step()) : each)
                    .toList()));
            IntStream.range(0, scenario.steps().size())
                    .filter(at -> scenario.steps().get(at).after().compareTo(gap) > 0)
                    .forEach(at -> all.add(
                            with(at, new Timed(gap, scenario.steps().get(at).step()))));
        }
        if (scenario.hold().compareTo(leastHold) > 0) {
            all.add(scenario.withHold(leastHold));
        }
    }

    private Scenario with(int at, Timed step) {
        List<Timed> steps = new ArrayList<>(scenario.steps());
        steps.set(at, step);
        return scenario.withSteps(steps);
    }
}

package org.schedlab.hunt.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.schedlab.guest.work.WorkerSpec;
import org.schedlab.vm.spec.Topology;

/// Changes a scenario in one to three places.
///
/// @param generator says what may be chosen
/// @param random decides
record Mutation(Generator generator, Random random) {
    private static final int MOST_CHANGES = 3;

    Scenario of(Scenario parent, Scenario other) {
        Scenario changed = parent;
        int changes = 1 + random.nextInt(MOST_CHANGES);
        for (int count = 0; count < changes; count++) {
            changed = changed(changed, other);
        }
        return changed;
    }

    private Scenario changed(Scenario from, Scenario other) {
        Choices choices = new Choices(random, Topology.parse(from.topology()), generator.hotplug());
        List<Timed> steps = new ArrayList<>(from.steps());
        int at = steps.isEmpty() ? 0 : random.nextInt(steps.size());
        List<String> names = names(steps);
        int kind = random.nextInt(8);
        if (kind == 0 && from.groups().isEmpty()) {
            return from.withGroups(choices.groups());
        }
        if (kind == 1) {
            return from.withTopology(choices.of(generator.topologies()));
        }
        if (kind == 2) {
            return spliced(from, other);
        }
        if (steps.isEmpty()) {
            steps.add(new Timed(choices.gap(), new Step.Spawn(choices.workers("a", from.groups()))));
            return from.withSteps(steps);
        }
        switch (kind) {
            case 3 -> steps.remove(at);
            case 4 -> steps.set(at, new Timed(choices.gap(), steps.get(at).step()));
            case 5 ->
                steps.set(
                        at,
                        new Timed(steps.get(at).after(), varied(steps.get(at).step(), choices, from)));
            case 6 ->
                steps.add(
                        at,
                        new Timed(
                                choices.gap(),
                                steps.get(random.nextInt(steps.size())).step()));
            default ->
                steps.add(
                        random.nextInt(steps.size() + 1),
                        new Timed(
                                choices.gap(), choices.change(names.isEmpty() ? List.of("a") : names, from.groups())));
        }
        return from.withSteps(steps);
    }

    /// The beginning of one and the end of the other.
    private Scenario spliced(Scenario from, Scenario other) {
        int begin = random.nextInt(from.steps().size() + 1);
        int end = random.nextInt(other.steps().size() + 1);
        List<Timed> steps = Stream.concat(
                        from.steps().stream().limit(begin),
                        other.steps().stream().skip(end))
                .toList();
        return from.withSteps(steps).withGroups(from.groups().isEmpty() ? other.groups() : from.groups());
    }

    private Step varied(Step step, Choices choices, Scenario from) {
        return switch (step) {
            case Step.Spawn(WorkerSpec workers) -> new Step.Spawn(choices.workers(workers.name(), from.groups()));
            case Step.Affinity affinity -> new Step.Affinity(affinity.workers(), choices.cpus());
            case Step.Nice nice -> new Step.Nice(nice.workers(), choices.nice());
            case Step.SetPolicy policy -> new Step.SetPolicy(policy.workers(), choices.policy());
            case Step.Cpuset cpuset -> new Step.Cpuset(cpuset.cgroup(), choices.cpus());
            case Step.Move move
            when !from.groups().isEmpty() ->
                new Step.Move(move.workers(), choices.of(from.groups()).name());
            default -> step;
        };
    }

    private static List<String> names(List<Timed> steps) {
        return steps.stream()
                .map(Timed::step)
                .filter(Step.Spawn.class::isInstance)
                .flatMap(step -> step.about().stream())
                .toList();
    }
}

package org.schedlab.hunt.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.schedlab.guest.work.WorkerSpec;
import org.schedlab.vm.spec.Topology;

/// Makes up scenarios. The number of a scenario, the seed and the corpus decide all of it; nothing of the host does.
/// Immutable.
///
/// @param seed of the hunt
/// @param topologies to choose from, at least one
/// @param hold guest time after the last step
/// @param hotplug whether CPUs may come and go
public record Generator(long seed, List<String> topologies, Duration hold, boolean hotplug) {
    private static final int MUTATED_PERCENT = 60;
    private static final int MOST_SPAWNS = 4;
    private static final int MOST_CHANGES = 5;
    private static final long SPREAD = 0x9E3779B97F4A7C15L; // SplitMix64's: neighbouring numbers share no sequence

    public Generator {
        topologies = List.copyOf(topologies);
    }

    /// The scenario of a number.
    ///
    /// @param number from 0
    /// @param corpus scenarios that have reached something new, in the order in which they did
    public Scenario scenario(long number, List<Scenario> corpus) {
        Random random = new Random((seed + 1) * SPREAD + number * 0x2545F4914F6CDD1DL);
        if (!corpus.isEmpty() && random.nextInt(100) < MUTATED_PERCENT) {
            Scenario parent = corpus.get(random.nextInt(corpus.size()));
            Scenario other = corpus.get(random.nextInt(corpus.size()));
            return Repair.of(new Mutation(this, random).of(parent, other));
        }
        return Repair.of(fresh(random));
    }

    private Scenario fresh(Random random) {
        String topology = topologies.get(random.nextInt(topologies.size()));
        Choices choices = new Choices(random, Topology.parse(topology), hotplug);
        List<Group> groups = choices.groups();
        List<Timed> steps = new ArrayList<>();
        List<String> names = new ArrayList<>();
        int spawns = 1 + random.nextInt(MOST_SPAWNS);
        for (int count = 0; count < spawns; count++) {
            WorkerSpec workers = choices.workers(Character.toString('a' + count), groups);
            names.add(workers.name());
            steps.add(new Timed(count == 0 ? Duration.ZERO : choices.gap(), new Step.Spawn(workers)));
        }
        int changes = random.nextInt(MOST_CHANGES + 1);
        for (int count = 0; count < changes; count++) {
            steps.add(new Timed(choices.gap(), choices.change(names, groups)));
        }
        return new Scenario(topology, groups, steps, hold);
    }
}

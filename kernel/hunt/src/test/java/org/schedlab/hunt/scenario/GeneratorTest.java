package org.schedlab.hunt.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.schedlab.guest.work.Affinity;
import org.schedlab.guest.work.SpinWait;
import org.schedlab.guest.work.WorkerSpec;
import org.schedlab.vm.spec.Topology;

import static org.assertj.core.api.Assertions.assertThat;

/// Scenarios are what seed, number and corpus say, can be carried out, and are the same after JSON.
class GeneratorTest {
    private static final List<String> TOPOLOGIES = List.of("1n1l1c1t", "1n1l2c1t", "1n2l2c1t");

    private static Generator generator(long seed) {
        return new Generator(seed, TOPOLOGIES, Duration.ofMillis(400), true);
    }

    private static List<Scenario> many(long seed) {
        List<Scenario> all = new ArrayList<>();
        for (int number = 0; number < 500; number++) {
            // Every fifth is kept, so that later ones are changes of changes.
            List<Scenario> corpus = new ArrayList<>();
            for (int at = 0; at < number - number % 20; at += 5) {
                corpus.add(all.get(at));
            }
            all.add(generator(seed).scenario(number, corpus));
        }
        return all;
    }

    @Test
    void equalSeedsMakeEqualScenarios() {
        assertThat(many(7)).isEqualTo(many(7)).isNotEqualTo(many(8));
        assertThat(new HashSet<>(many(7))).hasSizeGreaterThan(400);
    }

    @Test
    void allCanBeCarriedOut() {
        for (Scenario each : many(3)) {
            assertThat(Repair.of(each)).isEqualTo(each);
            assertThat(each.workers()).isLessThanOrEqualTo(6);
            Set<String> alive = new HashSet<>();
            Set<String> groups = new HashSet<>();
            each.groups().forEach(group -> groups.add(group.name()));
            for (Timed timed : each.steps()) {
                assertThat(timed.step().inCgroup().map(groups::contains).orElse(true))
                        .as(each.text())
                        .isTrue();
                switch (timed.step()) {
                    case Step.Spawn spawn ->
                        assertThat(alive.add(spawn.workers().name())).isTrue();
                    case Step.Stop stop ->
                        assertThat(alive.remove(stop.workers())).isTrue();
                    case Step.Affinity affinity -> {
                        assertThat(alive).contains(affinity.workers());
                        assertThat(affinity.cpus())
                                .isNotEmpty()
                                .allMatch(cpu ->
                                        cpu < Topology.parse(each.topology()).cpus());
                    }
                    default -> {}
                }
            }
        }
    }

    @Test
    void jsonKeepsEverything() {
        for (Scenario each : many(5)) {
            assertThat(Scenario.read(each.json())).isEqualTo(each);
            assertThat(Scenario.read(each.json()).id()).isEqualTo(each.id());
        }
    }

    @Test
    void withoutHotplugNoCpuGoes() {
        Generator generator = new Generator(1, TOPOLOGIES, Duration.ofMillis(400), false);
        for (int number = 0; number < 300; number++) {
            assertThat(generator.scenario(number, List.of()).steps())
                    .noneMatch(each -> each.step() instanceof Step.Hotplug);
        }
        assertThat(many(1)).anyMatch(each -> each.steps().stream().anyMatch(it -> it.step() instanceof Step.Hotplug));
    }

    @Test
    void repairDropsWhatCannotBe() {
        WorkerSpec a = WorkerSpec.of(new SpinWait(), 1).named("a").withCpus(0, 5);
        Scenario broken = new Scenario(
                "1n1l2c1t",
                List.of(new Group("g1", 50), new Group("g2", 50)),
                List.of(
                        new Timed(Duration.ZERO, new Step.Affinity("a", List.of(0))),
                        new Timed(Duration.ZERO, new Step.Spawn(a.inCgroup("g3"))),
                        new Timed(Duration.ZERO, new Step.Affinity("a", List.of(1, 4))),
                        new Timed(Duration.ZERO, new Step.Affinity("a", List.of(4))),
                        new Timed(Duration.ZERO, new Step.Move("a", "g2")),
                        new Timed(Duration.ZERO, new Step.Unfreeze("g1")),
                        new Timed(Duration.ZERO, new Step.Stop("a")),
                        new Timed(Duration.ZERO, new Step.Move("a", "g2"))),
                Duration.ofMillis(1));
        Scenario repaired = Repair.of(broken);
        assertThat(repaired.groups()).containsExactly(new Group("g2", 50));
        assertThat(repaired.steps().stream().map(Timed::step))
                .containsExactly(
                        new Step.Spawn(a.affinity(new Affinity.Exact(List.of(0)))),
                        new Step.Affinity("a", List.of(1)),
                        new Step.Move("a", "g2"),
                        new Step.Stop("a"));
    }
}

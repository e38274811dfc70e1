package org.schedlab.hunt.scenario;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.schedlab.guest.work.Bursty;
import org.schedlab.guest.work.SpinWait;
import org.schedlab.guest.work.WorkerSpec;

import static org.assertj.core.api.Assertions.assertThat;

/// What is tried to make a scenario simpler.
class ReductionsTest {
    private static final Duration LEAST = Duration.ofMillis(320);
    private static final WorkerSpec A = WorkerSpec.of(new SpinWait(), 1).named("a");
    private static final WorkerSpec B = WorkerSpec.of(new Bursty(Duration.ofMillis(1), Duration.ofMillis(2)), 1)
            .named("b")
            .nice(3)
            .inCgroup("g1");

    private static Timed at(long millis, Step step) {
        return new Timed(Duration.ofMillis(millis), step);
    }

    private static final Scenario SCENARIO = new Scenario(
            "1n1l2c1t",
            List.of(new Group("g1", 50)),
            List.of(
                    at(0, new Step.Spawn(A)),
                    at(20, new Step.Spawn(B)),
                    at(1, new Step.Affinity("b", List.of(1))),
                    at(2, new Step.Weight("g1", 200))),
            Duration.ofMillis(400));

    private static List<Scenario> all(Scenario scenario) {
        return new Reductions(scenario, List.of("1n1l2c1t", "1n1l1c1t"), LEAST).all();
    }

    @Test
    void eachIsInOrderAndAnother() {
        assertThat(all(SCENARIO))
                .doesNotContain(SCENARIO)
                .doesNotHaveDuplicates()
                .allSatisfy(each -> assertThat(Repair.of(each)).isEqualTo(each));
        assertThat(all(SCENARIO))
                .contains(
                        SCENARIO.withHold(LEAST),
                        SCENARIO.withGroups(List.of(new Group("g1", 100))),
                        Repair.of(SCENARIO.withTopology("1n1l1c1t")),
                        Repair.of(SCENARIO.withSteps(SCENARIO.steps().subList(0, 2))))
                .anyMatch(each -> each.steps().get(1).step().equals(new Step.Spawn(B.nice(0))))
                .anyMatch(each -> each.steps().get(1).step().equals(new Step.Spawn(B.withWork(new SpinWait(), 1))));
    }

    @Test
    void takingTheFirstAgainAndAgainEnds() {
        Scenario now = SCENARIO;
        int rounds = 0;
        while (!all(now).isEmpty()) {
            now = all(now).getLast();
            rounds++;
            assertThat(rounds).isLessThan(50);
        }
        assertThat(now.workers()).isEqualTo(1);
        assertThat(now.steps()).hasSize(1);
        assertThat(now.hold()).isEqualTo(LEAST);
    }

    @Test
    void focusKeepsWhatIsOfTheTask() {
        assertThat(new Focus(SCENARIO, "b-0").all().getFirst().steps())
                .isEqualTo(SCENARIO.steps().subList(1, 4));
        assertThat(new Focus(SCENARIO, "kworker/0:1").all()).isEmpty();
        assertThat(new Focus(SCENARIO, "").all()).isEmpty();
    }

    @Test
    void asANotebookSaysIt() {
        assertThat(NotebookJava.lines(SCENARIO))
                .containsExactly(
                        "var g1 = create(cgroup(\"g1\").weight(50));",
                        "var a = spawn(workers(1).doing(new SpinWait()).named(\"a\"));",
                        "run(ms(20)); var b = spawn(workers(1).doing(new Bursty(ms(1), ms(2))).named(\"b\").nice(3)"
                                + ".inCgroup(\"g1\"));",
                        "run(ms(1)); b.affinity(cpus(1));",
                        "run(ms(2)); g1.weight(200);",
                        "run(ms(400));");
    }

    @Test
    void aNotebookGoesOnBehindTheVeryStepThatWasRefused() {
        Step away = new Step.Hotplug(1, false);
        Scenario twice = new Scenario("1n1l2c1t", List.of(), List.of(at(0, away), at(1, away)), Duration.ofMillis(5));
        String does = NotebookJava.lines(twice).getFirst();

        assertThat(NotebookJava.lines(twice, List.of(Undone.refused(1, away, "busy"))))
                .satisfiesExactly(
                        first -> assertThat(first).isEqualTo(does),
                        second -> assertThat(second).startsWith("run(ms(1)); try { " + does),
                        last -> assertThat(last).isEqualTo("run(ms(5));"));
        assertThat(NotebookJava.lines(twice, List.of(Undone.unfinished(1, away))))
                .hasSize(2);
    }
}

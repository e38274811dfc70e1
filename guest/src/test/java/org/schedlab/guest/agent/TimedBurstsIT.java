package org.schedlab.guest.agent;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.schedlab.guest.GuestMachines;
import org.schedlab.guest.work.Sequence;
import org.schedlab.guest.work.WorkPhase;
import org.schedlab.guest.work.Worker;
import org.schedlab.guest.work.WorkerReport;
import org.schedlab.guest.work.WorkerSpec;
import org.schedlab.vm.machine.Machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

/// Bursts that go by the clocks, while other CPUs are busy; `/proc/PID/schedstat` is the oracle.
@ParameterizedClass
@MethodSource("newest")
@Tag("machine")
class TimedBurstsIT extends RestoredGuest {
    private static final Duration BURST = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofMillis(100);

    TimedBurstsIT(String release) {
        super(release);
    }

    static List<String> newest() {
        return List.of(GuestMachines.releases().getFirst());
    }

    @Test
    void aBurstHasTheCpuTimeThatWasAskedWhateverTheOthersDo() {
        agent.spawn(WorkerSpec.spinning(3).withCpus(1, 2, 3).named("others"));
        long byTime = cpuNanosOfOne(WorkPhase.cpuTime(LONG), LONG.multipliedBy(3));
        long byInstructions = cpuNanosOfOne(WorkPhase.spin(LONG), LONG.multipliedBy(8));

        assertThat(byTime).isCloseTo(LONG.toNanos(), withPercentage(1));
        assertThat(byInstructions)
                .as("the same in instructions, while three CPUs take turns")
                .isCloseTo(3 * LONG.toNanos(), withPercentage(8));
    }

    /// One burst beside a spinner on the same CPU.
    private long cpuNanosOfOne(WorkPhase burst, Duration time) {
        List<Worker> workers = agent.spawn(WorkerSpec.of(new Sequence(List.of(burst, WorkPhase.sleep(VERY_LONG))), 1)
                .withCpus(1)
                .named("one"));
        agent.run(time, PATIENCE);
        WorkerReport report = agent.report(workers).getFirst();
        assertThat(report.workUnits()).isEqualTo(1);
        assertThat(report.runDelayNanos()).isGreaterThan(LONG.toNanos() / 2);
        return schedstat(workers.getFirst());
    }

    @Test
    void burstAfterBurstHasItsCpuTime() {
        assertThat(cpuNanosOfSixBursts(WorkPhase.cpuTime(BURST))).isCloseTo(6 * BURST.toNanos(), withPercentage(1));
    }

    @Test
    void aBurstByWallTimeThatKeepsItsCpuHasAsMuchCpuTime() {
        assertThat(cpuNanosOfSixBursts(WorkPhase.wallTime(BURST))).isCloseTo(6 * BURST.toNanos(), withPercentage(1));
    }

    /// Beside two busy CPUs, between two moments of its sleep, so that its birth is left out.
    private long cpuNanosOfSixBursts(WorkPhase burst) {
        agent.spawn(WorkerSpec.spinning(2).withCpus(2, 3));
        List<Worker> workers = agent.spawn(WorkerSpec.of(new Sequence(List.of(burst, WorkPhase.sleep(BURST))), 1)
                .withCpus(1));
        agent.run(BURST.multipliedBy(3).dividedBy(2), PATIENCE);
        long before = schedstat(workers.getFirst());
        agent.run(BURST.multipliedBy(12), PATIENCE);

        assertThat(agent.report(workers).getFirst().workUnits()).as("phases").isEqualTo(13);
        return schedstat(workers.getFirst()) - before;
    }

    @Test
    void aBurstByWallTimeEndsThoughItLostItsCpu() {
        agent.spawn(WorkerSpec.spinning(1).withCpus(1));
        List<Worker> workers = agent.spawn(
                WorkerSpec.of(new Sequence(List.of(WorkPhase.wallTime(BURST), WorkPhase.wallTime(BURST))), 1)
                        .withCpus(1)
                        .named("wall"));
        agent.run(Duration.ofMillis(400), PATIENCE);
        WorkerReport report = agent.report(workers).getFirst();

        assertThat(report.cpuNanos()).as("half of a CPU").isCloseTo(report.wallNanos() / 2, withPercentage(5));
        // Each ends at the clock, or when it has its CPU again: two ticks of 4 ms later at most. By CPU time it were
        // 10.
        assertThat(report.workUnits()).isBetween(14L, 20L);
    }

    @Test
    void equalRunsEndInEqualBits() {
        try (Machine other = GuestMachines.of(release)) {
            assertThat(hashOfMovingBursts(new Agent(other), other)).isEqualTo(hashOfMovingBursts(agent, machine));
        }
    }

    /// More workers than CPUs, so that they are interrupted and move.
    private static String hashOfMovingBursts(Agent agent, Machine machine) {
        Duration little = BURST.dividedBy(10);
        agent.spawn(WorkerSpec.of(
                        new Sequence(List.of(
                                WorkPhase.cpuTime(little), WorkPhase.sleep(little), WorkPhase.wallTime(little))),
                        7)
                .workingSet(512));
        agent.run(BURST.multipliedBy(3), PATIENCE);
        return machine.ramHash();
    }

    private long schedstat(Worker worker) {
        return Long.parseLong(text("/proc/" + worker.pid() + "/schedstat").split(" ", -1)[0]);
    }
}

package org.schedlab.lab.session;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.guest.work.WorkerReport;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.scenario.Scenario;
import org.schedlab.lab.scenario.ScenarioPhase;
import org.schedlab.lab.scenario.Step;
import org.schedlab.lab.workers.WorkerCount;
import org.schedlab.lab.workers.Workers;
import org.schedlab.testsupport.TestKernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.schedlab.lab.scenario.Ops.attachScheduler;
import static org.schedlab.lab.scenario.Ops.backdrop;
import static org.schedlab.lab.scenario.Ops.cgroup;
import static org.schedlab.lab.scenario.Ops.cpus;
import static org.schedlab.lab.scenario.Ops.step;

/// Shares of a CPU against what theory says they are, on the oldest kernel and the newest.
@ParameterizedClass
@MethodSource("kernels")
@Tag("machine")
class FairnessIT {
    private static final double PERCENT = 0.01;

    /// Two spinning workers, each in a cgroup of its own, both on CPU 1.
    private static final Step LIGHT_AND_HEAVY = step(
                    cgroup("light").weight(100).cpuset(cpus(1)).workers(1),
                    cgroup("heavy").weight(300).cpuset(cpus(1)).workers(1))
            .hold(Duration.ofMillis(1500));

    private final Path kernel;

    FairnessIT(Path kernel) {
        this.kernel = kernel;
    }

    static List<Path> kernels() {
        return TestKernels.newest();
    }

    @Test
    void eevdfSharesByWeight() {
        ScenarioPhase phase = phase(LIGHT_AND_HEAVY);
        assertThat(phase.share("light")).isCloseTo(0.25, within(0.25 * 2 * PERCENT));
        assertThat(phase.share("heavy")).isCloseTo(0.75, within(0.75 * 2 * PERCENT));
        assertThat(busy(phase)).as("the CPU was theirs").isCloseTo(1, within(PERCENT));
        assertThat(workShare(phase, 1)).as("work done").isCloseTo(0.75, within(0.75 * 2 * PERCENT));
    }

    @Test
    void vtimeSharesByWeightOfCgroups() {
        ScenarioPhase phase = phase(LIGHT_AND_HEAVY.then(attachScheduler(Schedulers.vtime())));
        assertThat(phase.share("light")).isCloseTo(0.25, within(0.25 * 2 * PERCENT));
        assertThat(phase.share("heavy")).isCloseTo(0.75, within(0.75 * 2 * PERCENT));
        assertThat(busy(phase)).isCloseTo(1, within(PERCENT));
    }

    /// A bill below zero would make a virtual clock of 2^64/100, and whoever came after it starve.
    @Test
    void vtimeStarvesNobodyWhoWakes() {
        try (VmSession vm = VmSession.boot(BootOptions.defaults().withKernel(kernel))) {
            vm.attach(Schedulers.vtime());
            Workers spinners = vm.spawn(new WorkerCount(6).spinning());
            Workers wakers = vm.spawn(new WorkerCount(6).bursty(Duration.ofMillis(1), Duration.ofMillis(1)));
            vm.run(Duration.ofSeconds(1));

            for (int cpu = 0; cpu < 4; cpu++) {
                assertThat(vm.schedulers().knob("turns[%d].now".formatted(cpu)).number())
                        .as("no weight is below 1 of 100, so no clock is faster than a hundred times real time")
                        .isBetween(0L, 100 * vm.instant().guestTimeNanos());
            }
            assertThat(spinners.report()).extracting(WorkerReport::cpuNanos).allMatch(nanos -> nanos > 200_000_000);
            assertThat(wakers.report()).extracting(WorkerReport::cpuNanos).allMatch(nanos -> nanos > 100_000_000);
        }
    }

    @Test
    void fifoKnowsNoWeights() {
        ScenarioPhase phase = phase(LIGHT_AND_HEAVY.then(attachScheduler(Schedulers.fifo())));
        assertThat(phase.share("light")).isCloseTo(0.5, within(0.5 * 2 * PERCENT));
        assertThat(phase.share("heavy")).isCloseTo(0.5, within(0.5 * 2 * PERCENT));
        assertThat(busy(phase)).isCloseTo(1, within(PERCENT));
    }

    @Test
    void aLimitOfHalfACpuGivesHalfACpu() {
        ScenarioPhase phase = phase(Scenario.of(
                backdrop(cgroup("half").maxPercent(50).cpuset(cpus(1)).workers(1))
                        .settle(Duration.ofMillis(400)),
                step().hold(Duration.ofMillis(1500))));
        assertThat(busy(phase)).isCloseTo(0.5, within(0.5 * 2 * PERCENT));
        assertThat(phase.cgroup("half").throttled()).as("once in each 100 ms").isBetween(15L, 16L);
        assertThat(phase.cgroup("half").throttledMicros() * 1e3 / phase.nanos()).isCloseTo(0.5, within(PERCENT));
    }

    private ScenarioPhase phase(Step step) {
        return phase(Scenario.of(step));
    }

    private ScenarioPhase phase(Scenario scenario) {
        try (VmSession vm = VmSession.boot(BootOptions.defaults().withKernel(kernel))) {
            return vm.execute(scenario).orThrow().phase(1);
        }
    }

    private static double busy(ScenarioPhase phase) {
        return phase.cgroups().stream()
                        .mapToLong(ScenarioPhase.CgroupPart::cpuMicros)
                        .sum()
                * 1e3
                / phase.nanos();
    }

    private static double workShare(ScenarioPhase phase, int worker) {
        return (double) phase.workers().get(worker).workUnits()
                / phase.workers().stream()
                        .mapToLong(ScenarioPhase.WorkerPart::workUnits)
                        .sum();
    }
}

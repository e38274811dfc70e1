package org.schedlab.guest.agent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.schedlab.guest.scheduler.SchedulerObject;
import org.schedlab.guest.scheduler.SchedulerSwitch;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.guest.work.Worker;
import org.schedlab.guest.work.WorkerReport;
import org.schedlab.guest.work.WorkerSpec;

import static org.assertj.core.api.Assertions.assertThat;

/// The shares that two spinning workers of different weight get of one CPU, against theory, on the
/// oldest kernel and the newest.
@ParameterizedClass
@MethodSource("org.schedlab.guest.GuestMachines#newestReleases")
@Tag("machine")
class WeightsIT extends RestoredGuest {
    /// Nice 5 is 335 to nice 0's 1024, which sched_ext makes 33 of 100 (kernel/sched/ext.c,
    /// sched_weight_to_cgroup).
    private static final double NICE_0_TO_NICE_5 = 100.0 / 33;

    private static final Percentage TWO_PERCENT = Percentage.withPercentage(2);

    WeightsIT(String release) {
        super(release);
    }

    @Test
    void vtimeSharesByWeightBetweenTwo() {
        assertThat(nice0ToNice5(Schedulers.vtime())).isCloseTo(NICE_0_TO_NICE_5, TWO_PERCENT);
    }

    @Test
    void fifoKnowsNoWeight() {
        // turns of 20 ms: one more or less of them in 2 s is 4 %
        assertThat(nice0ToNice5(Schedulers.fifo())).isCloseTo(1.0, Percentage.withPercentage(5));
    }

    private double nice0ToNice5(SchedulerObject scheduler) {
        SchedulerSwitch.to(scheduler, agent);
        List<Worker> workers =
                new ArrayList<>(agent.spawn(WorkerSpec.spinning(1).withCpus(1)));
        workers.addAll(agent.spawn(WorkerSpec.spinning(1).withCpus(1).nice(5)));
        agent.run(Duration.ofSeconds(2), PATIENCE);
        List<WorkerReport> reports = agent.stop(workers);
        assertThat(reports.stream().mapToLong(WorkerReport::cpuNanos).sum())
                .isBetween(
                        Duration.ofMillis(1950).toNanos(),
                        Duration.ofMillis(2050).toNanos());
        return (double) reports.getFirst().cpuNanos() / reports.getLast().cpuNanos();
    }
}

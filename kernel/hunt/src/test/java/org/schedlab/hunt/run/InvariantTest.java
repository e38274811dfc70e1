package org.schedlab.hunt.run;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.schedlab.guest.agent.SchedulerExit;
import org.schedlab.guest.work.SpinWait;
import org.schedlab.guest.work.WorkerSpec;
import org.schedlab.hunt.scenario.Step;
import org.schedlab.lab.recorder.CpuMask;
import org.schedlab.lab.recorder.LeavingState;
import org.schedlab.lab.recorder.RecordedTask;
import org.schedlab.lab.schedulers.ExitReport;

import static org.assertj.core.api.Assertions.assertThat;

/// Each invariant with something that breaks it, and the nearest thing that does not.
class InvariantTest {
    private static final Duration BOUND = Duration.ofMillis(100);
    private final Recorded recorded = new Recorded();

    private static ExitReport end(String kind, String reason) {
        return new ExitReport(
                "x", 5_000_000, kind, new SchedulerExit(1, 0, reason, "more"), List.of(), "", ExitReport.Source.KERNEL);
    }

    @Test
    void anErrorEndsChargeAndAnOrderlyEndDoesNot() {
        var invariant = new Invariant.StaysInCharge();
        assertThat(invariant.breach(recorded.upTo(10))).isEmpty();
        assertThat(invariant.breach(recorded.upTo(10, end("SCX_EXIT_UNREG_KERN", "cpu going offline"))))
                .isEmpty();
        assertThat(invariant.breach(recorded.upTo(10, end("SCX_EXIT_ERROR_STALL", "runnable task stall"))))
                .hasValueSatisfying(breach -> {
                    assertThat(breach.key()).isEqualTo("stays in charge: SCX_EXIT_ERROR_STALL runnable task stall");
                    assertThat(breach.fromNanos()).isEqualTo(5_000_000);
                });
    }

    @Test
    void aTaskThatWaitsBesideAnIdleCpu() {
        var invariant = new Invariant.WorkIsConserved(BOUND);
        RecordedTask a = recorded.worker("a-0");
        RecordedTask b = recorded.worker("b-0");
        recorded.wakes(1, a, 0)
                .switches(1, 0, recorded.idle(0), LeavingState.RUNNABLE, a)
                .wakes(2, b, 0);
        assertThat(invariant.breach(recorded.upTo(102))).isEmpty();
        assertThat(invariant.breach(recorded.upTo(103)))
                .hasValueSatisfying(breach -> assertThat(breach.text())
                        .isEqualTo(
                                "CPU 1 was idle for 101.0 ms while b-0:103 waited for CPU 0, though it may run there"));
    }

    @Test
    void oneThatMayNotRunOnTheIdleCpuMayWait() {
        var invariant = new Invariant.WorkIsConserved(BOUND);
        RecordedTask a = recorded.worker("a-0");
        RecordedTask b = recorded.worker("b-0", new CpuMask(List.of(1L)));
        recorded.wakes(1, a, 0)
                .switches(1, 0, recorded.idle(0), LeavingState.RUNNABLE, a)
                .wakes(2, b, 0);
        assertThat(invariant.breach(recorded.upTo(400))).isEmpty();
    }

    /// One CPU is idle all the time and somebody waits all the time, but each of the two waits for short times only.
    @Test
    void shortWaitsOfSeveralTasksAreNoBreach() {
        var invariant = new Invariant.WorkIsConserved(BOUND);
        RecordedTask a = recorded.worker("a-0");
        RecordedTask b = recorded.worker("b-0");
        recorded.wakes(1, a, 0)
                .switches(1, 0, recorded.idle(0), LeavingState.RUNNABLE, a)
                .wakes(2, b, 0);
        for (int turn = 0; turn < 10; turn++) {
            recorded.switches(20 + 40 * turn, 0, a, LeavingState.PREEMPTED, b)
                    .switches(40 + 40 * turn, 0, b, LeavingState.PREEMPTED, a);
        }
        assertThat(invariant.breach(recorded.upTo(400))).isEmpty();
    }

    @Test
    void longWaitsAreOfOneKindEach() {
        RecordedTask a = recorded.worker("a-0");
        RecordedTask b = recorded.worker("b-0");
        RecordedTask c = recorded.worker("c-0");
        recorded.wakes(1, a, 0)
                .switches(1, 0, recorded.idle(0), LeavingState.RUNNABLE, a)
                .switches(2, 0, a, LeavingState.PREEMPTED, b)
                .wakes(3, c, 0)
                .does(50, new Step.Affinity("c", List.of(0)));
        Observed observed = recorded.upTo(120);
        assertThat(new Invariant.WaitsEnd(WaitKind.PREEMPTED, BOUND).breach(observed))
                .hasValueSatisfying(breach -> assertThat(breach.task()).isEqualTo("a-0"));
        assertThat(new Invariant.WaitsEnd(WaitKind.WOKEN, BOUND).breach(observed))
                .hasValueSatisfying(breach -> assertThat(breach.text())
                        .isEqualTo("c-0:104 waited 117.0 ms for a CPU, and still waits at the end"));
        assertThat(new Invariant.WaitsEnd(WaitKind.AFTER_MOVE, BOUND).breach(observed))
                .as("only 70 ms after the move")
                .isEmpty();
        assertThat(new Invariant.WaitsEnd(WaitKind.AFTER_MOVE, BOUND).breach(recorded.upTo(151)))
                .hasValueSatisfying(breach -> assertThat(breach.text())
                        .isEqualTo("c-0:104 waited 101.0 ms for a CPU, and still waits at the end, since c: CPUs [0]"));
        assertThat(new Invariant.WaitsEnd(WaitKind.WOKEN, BOUND).breach(recorded.upTo(151)))
                .isEmpty();
    }

    @Test
    void whoRunsInTimeBreaksNothing() {
        RecordedTask a = recorded.worker("a-0");
        RecordedTask b = recorded.worker("b-0");
        recorded.wakes(1, a, 0)
                .switches(1, 0, recorded.idle(0), LeavingState.RUNNABLE, a)
                .does(2, new Step.Affinity("b", List.of(0)))
                .wakes(3, b, 0)
                .switches(100, 0, a, LeavingState.PREEMPTED, b)
                .switches(190, 0, b, LeavingState.SLEEPING, a);
        Observed observed = recorded.upTo(1000);
        assertThat(Invariant.usual(BOUND, BOUND))
                .allSatisfy(each -> assertThat(each.breach(observed)).isEmpty());
    }

    private static WorkerSpec spinner(String name, int nice) {
        return WorkerSpec.of(new SpinWait(), 1).named(name).nice(nice).withCpus(0);
    }

    /// Nice 5 weighs a third of nice 0.
    @Test
    void sharesAreComparedWithWeights() {
        RecordedTask a = recorded.worker("a-0");
        RecordedTask b = recorded.worker("b-0");
        recorded.does(0, new Step.Spawn(spinner("a", 0)))
                .does(0, new Step.Spawn(spinner("b", 5)))
                .wakes(0, a, 0)
                .wakes(0, b, 0)
                .switches(0, 0, recorded.idle(0), LeavingState.RUNNABLE, a)
                .switches(60, 0, a, LeavingState.PREEMPTED, b);
        var invariant = new Invariant.SharesFollowWeights(2);
        assertThat(invariant.breach(recorded.upTo(80))).isEmpty();
        assertThat(invariant.breach(recorded.upTo(180)))
                .hasValueSatisfying(
                        breach -> assertThat(breach.key()).isEqualTo("shares follow weights: less than its share"));
    }
}

package org.schedlab.lab.breakpoints;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.recorder.SchedEvent;
import org.schedlab.lab.session.VmSession;
import org.schedlab.lab.stacks.CodePlace;
import org.schedlab.lab.workers.WorkerCount;
import org.schedlab.lab.workers.Workers;
import org.schedlab.testsupport.TestKernels;
import org.schedlab.vm.LabException;
import org.schedlab.vm.freeze.Target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.schedlab.lab.breakpoints.Breakpoint.entry;
import static org.schedlab.lab.breakpoints.Breakpoint.written;
import static org.schedlab.lab.cold.ColdOps.natural;
import static org.schedlab.lab.cold.ColdOps.observe;
import static org.schedlab.lab.cold.ColdOps.perCpu;
import static org.schedlab.lab.cold.ColdOps.symbol;
import static org.schedlab.lab.cold.ColdOps.task;
import static org.schedlab.lab.cold.ColdOps.u32;
import static org.schedlab.lab.cold.ColdOps.writeCold;

/// Runs that end at an instruction. The oracles are the flight recorder, which sees the same calls, what
/// is in memory there, and the state of a run that nobody stopped.
@Tag("machine")
class BreakpointsIT {
    private static final Duration LIMIT = Duration.ofMillis(20);
    private static final Target LENGTH = perCpu("runqueues", "nr_running", 1);

    private static VmSession boot() {
        VmSession vm = VmSession.boot(BootOptions.defaults()
                .withKernel(TestKernels.newest().getLast())
                .withTopology("1n1l2c1t")
                .withMemory("256M"));
        vm.attach(Schedulers.vtime());
        return vm;
    }

    private static Workers load(VmSession vm) {
        Workers spinners = vm.spawn(new WorkerCount(3).spinning());
        vm.spawn(new WorkerCount(2).pipeIo());
        return spinners;
    }

    private static BreakpointStop until(VmSession vm, Breakpoint breakpoint) {
        return vm.breakpoints().runUntil(List.of(breakpoint), LIMIT);
    }

    @Test
    void whoStopsThereChangesNothing() {
        String[] states = new String[2];
        for (int way = 0; way < 2; way++) {
            try (VmSession vm = boot()) {
                Workers workers = load(vm);
                long end = vm.instant().guestTimeNanos() + Duration.ofMillis(60).toNanos();
                if (way == 1) {
                    assertThat(until(vm, entry("enqueue_task_scx")).reached()).isTrue();
                    assertThat(until(vm, written(LENGTH).atLeast(3)).reached()).isTrue();
                    assertThat(vm.tasks()).isNotEmpty();
                    assertThat(until(vm, written(task(workers, "scx.slice"))).reached())
                            .isTrue();
                    vm.checkpoint("behind it");
                    assertThat(until(vm, entry("vtime_dispatch")).reached()).isTrue();
                    vm.rewind("behind it");
                }
                vm.run(Duration.ofNanos(end - vm.instant().guestTimeNanos()));
                states[way] = vm.stateHash();
            }
        }
        assertThat(states[1]).isEqualTo(states[0]);
    }

    @Test
    void itStandsAtEachCallThatTheRecorderSees() {
        try (VmSession vm = boot()) {
            load(vm);
            vm.run(Duration.ofMillis(10));
            List<Long> stops = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                BreakpointStop.Hit hit = until(vm, entry("vtime_enqueue")).at().orElseThrow();
                assertThat(hit.place().function()).isEqualTo("vtime_enqueue");
                assertThat(hit.place().offset()).isZero();
                stops.add(hit.guestTimeNanos());
            }
            vm.run(Duration.ofMillis(1));
            List<Long> calls = new ArrayList<>();
            var recording = vm.recording();
            recording.forEach(event -> {
                if (event instanceof SchedEvent.OpCalled op && op.op().equals("enqueue")) {
                    calls.add(recording.guestTime(op.begun()));
                }
            });
            int before = (int)
                    calls.stream().filter(nanos -> nanos < stops.getFirst() - 1).count();
            for (int i = 0; i < stops.size(); i++) {
                // One is read off the guest's clock there, the other lies on a line between two stops.
                assertThat(calls.get(before + i)).isBetween(stops.get(i) - 1, stops.get(i) + 1);
            }
        }
    }

    @Test
    void aStoreHasJustBeenDone() {
        try (VmSession vm = boot()) {
            Workers workers = load(vm);
            BreakpointStop.Hit hit = until(vm, written(LENGTH).atLeast(3)).at().orElseThrow();
            assertThat(read(vm, LENGTH)).isEqualTo(3);
            assertThat(hit.cpu()).isBetween(0, 1);
            // It becomes 3 when one comes, and when one of four goes.
            assertThat(hit.place().function()).matches("(en|de)queue_task.*");
            assertThat(vm.stacks(vm.tasks()).stacks())
                    .filteredOn(stack -> hit.task()
                            .equals(stack.task().comm() + ":" + stack.task().pid()))
                    .singleElement()
                    .satisfies(stack -> assertThat(stack.frames())
                            .extracting(CodePlace::function)
                            .startsWith(hit.place().function())
                            .hasSizeGreaterThan(3));

            Breakpoint used = written(task(workers, "scx.slice")).equalTo(0);
            assertThat(vm.breakpoints()
                            .runUntil(List.of(used), LIMIT.multipliedBy(10))
                            .reached())
                    .isTrue();
            assertThat(read(vm, task(workers, "scx.slice"))).isZero();
            BreakpointStop mine = vm.breakpoints()
                    .runUntil(
                            List.of(entry("enqueue_task_scx").of(workers.list().getLast())), LIMIT.multipliedBy(10));
            assertThat(mine.reached()).isTrue();
            assertThat(mine.text())
                    .contains("enqueue_task_scx of pid "
                            + workers.list().getLast().pid());
        }
    }

    private static long read(VmSession vm, Target target) {
        return vm.apply(List.of(observe("v", target, natural()))).reply("v").number();
    }

    @Test
    void whatWasNotReachedSaysHowOftenItNearlyWas() {
        try (VmSession vm = boot()) {
            load(vm);
            BreakpointStop stop = until(vm, written(LENGTH).above(100));
            assertThat(stop.reached()).isFalse();
            assertThat(stop.tried()).isGreaterThanOrEqualTo(5);
            assertThat(stop.passedNanos()).isBetween(LIMIT.toNanos() - 40_000, LIMIT.toNanos() + 40_000);
            assertThat(stop.text())
                    .contains("not reached in 0.02")
                    .contains("nr_running")
                    .contains("looked at");
        }
    }

    @Test
    void whatCannotBeDoneThereSaysWhy() {
        try (VmSession vm = boot()) {
            Workers workers = load(vm);
            Target slice = task(workers, "scx.slice");
            assertThatThrownBy(() -> until(vm, entry("enqueue_task_scy")))
                    .isInstanceOf(LabException.class)
                    .hasMessageContaining("enqueue_task_scx");
            assertThatThrownBy(
                            () -> until(vm, entry("schedule").of(workers.list().getFirst())))
                    .isInstanceOf(LabException.class)
                    .hasMessageContaining("struct task_struct *");
            assertThatThrownBy(() -> vm.breakpoints().runUntil(List.of(), LIMIT))
                    .isInstanceOf(LabException.class)
                    .hasMessageContaining("0 breakpoints");
            assertThatThrownBy(() -> vm.breakpoints().runUntil(List.of(entry("schedule")), Duration.ZERO))
                    .isInstanceOf(LabException.class);

            assertThat(until(vm, written(slice)).reached()).isTrue();
            assertThat(vm.travel().endCell()).isEmpty();
            vm.run(Duration.ofNanos(1));
            vm.apply(List.of(writeCold("w", symbol("sysctl_sched_base_slice"), u32(3_000_001))))
                    .orThrow();
            assertThat(vm.travel().endCell()).isPresent();
            Workers later = vm.spawn(new WorkerCount(1).spinning());
            assertThat(until(vm, written(task(later, "scx.slice"))).reached()).isTrue();
            assertThat(vm.spawn(new WorkerCount(1).spinning()).list()).hasSize(1);
        }
    }
}

package org.schedlab.lab.breakpoints;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.past.Call;
import org.schedlab.lab.past.Write;
import org.schedlab.lab.past.Writes;
import org.schedlab.lab.session.VmSession;
import org.schedlab.lab.stacks.CodePlace;
import org.schedlab.lab.workers.WorkerCount;
import org.schedlab.lab.workers.Workers;
import org.schedlab.testsupport.TestKernels;
import org.schedlab.vm.freeze.Target;
import org.schedlab.vm.journal.Input;
import org.schedlab.vm.journal.JournalText;

import static org.assertj.core.api.Assertions.assertThat;
import static org.schedlab.lab.breakpoints.Breakpoint.entry;
import static org.schedlab.lab.breakpoints.Breakpoint.written;
import static org.schedlab.lab.cold.ColdOps.natural;
import static org.schedlab.lab.cold.ColdOps.observe;
import static org.schedlab.lab.cold.ColdOps.symbol;
import static org.schedlab.lab.cold.ColdOps.task;
import static org.schedlab.lab.cold.ColdOps.u32;
import static org.schedlab.lab.cold.ColdOps.writeCold;

/// What is written and asked in the middle of a CPU's turn. The oracles are what the guest does with it, the
/// second machine that has to come to the same state, and the state of a session that was written to in the same
/// places.
@Tag("machine")
class InTurnIT {
    private static final Duration LIMIT = Duration.ofMillis(100);
    private static final int TIMES = 12;
    private static final Target BASE_SLICE = symbol("sysctl_sched_base_slice");

    private static VmSession boot() {
        return VmSession.boot(BootOptions.defaults()
                .withKernel(TestKernels.newest().getLast())
                .withTopology("1n1l2c1t")
                .withMemory("256M"));
    }

    private static BreakpointStop until(VmSession vm, Breakpoint breakpoint) {
        return vm.breakpoints().runUntil(List.of(breakpoint), LIMIT);
    }

    private static long read(VmSession vm, Target target) {
        return vm.apply(List.of(observe("v", target, natural()))).reply("v").number();
    }

    /// Right behind the store of each new deadline, another base slice: in turns 1 ms and 9 ms.
    private static List<Long> change(VmSession vm, Workers workers) {
        List<Long> instants = new ArrayList<>();
        for (int i = 0; i < TIMES; i++) {
            BreakpointStop stop =
                    until(vm, written(task(workers, "se.deadline")).changed());
            instants.add(stop.at().orElseThrow().guestTimeNanos());
            vm.apply(List.of(writeCold("w", BASE_SLICE, u32(slice(i))))).orThrow();
        }
        return instants;
    }

    private static long slice(int time) {
        return time % 2 == 0 ? 1_000_000 : 9_000_000;
    }

    @Test
    void whatIsWrittenInTheMiddleOfATurnTakesEffectAndIsGivenAgain() {
        try (VmSession vm = boot()) {
            Workers workers = vm.spawn(new WorkerCount(3).spinning());
            vm.spawn(new WorkerCount(2).pipeIo());
            vm.checkpoint("before");
            List<Long> instants = change(vm, workers);
            assertThat(read(vm, BASE_SLICE)).isEqualTo(slice(TIMES - 1));

            Writes writes = vm.past().changes(BASE_SLICE);
            assertThat(writes.writes())
                    .hasSize(TIMES)
                    .allMatch(each -> each.by().equals(CodePlace.COLD_WRITE));
            assertThat(writes.writes()).extracting(Write::guestTimeNanos).isEqualTo(instants);
            assertThat(writes.last().orElseThrow().after()).isEqualTo(slice(TIMES - 1));
            assertThat(vm.past().whoWrote(BASE_SLICE)).isEqualTo(writes.last());
            assertThat(vm.past().changes(task(workers, "se.slice")).writes())
                    .extracting(Write::after)
                    .contains(slice(0), slice(1));

            vm.run(Duration.ofMillis(5));
            vm.checkpoint("behind");
            String state = vm.stateHash();
            List<Input> given = vm.travel().given();
            assertThat(given.stream().filter(Input.Instruction.class::isInstance))
                    .hasSize(TIMES);
            assertThat(JournalText.read(JournalText.of(given))).isEqualTo(given);

            vm.rewind("before");
            vm.run(Duration.ofMillis(5));
            assertThat(vm.stateHash()).isNotEqualTo(state);
            vm.rewind("behind");
            vm.rewind(instants.get(TIMES / 2));
            assertThat(vm.past().changes(BASE_SLICE).writes()).hasSize(TIMES / 2);
            vm.rewind("before");
            assertThat(change(vm, workers)).isEqualTo(instants);
            vm.run(Duration.ofMillis(5));
            assertThat(vm.stateHash()).isEqualTo(state);
        }
    }

    @Test
    void aQuestionInTheMiddleOfATurnEndsThere() {
        try (VmSession vm = boot()) {
            vm.attach(Schedulers.vtime());
            Workers workers = vm.spawn(new WorkerCount(3).spinning());
            vm.spawn(new WorkerCount(2).pipeIo());
            Target slice = task(workers, "scx.slice");
            vm.run(Duration.ofMillis(10));
            BreakpointStop.Hit hit = until(vm, written(slice)).at().orElseThrow();
            String state = vm.stateHash();
            Write write = vm.past().whoWrote(slice).orElseThrow();
            assertThat(write.guestTimeNanos()).isBetween(hit.guestTimeNanos() - 1, hit.guestTimeNanos() + 1);
            assertThat(write.cpu()).isEqualTo(hit.cpu());
            assertThat(write.after()).isEqualTo(read(vm, slice));
            assertThat(vm.past().calls("enqueue_task_scx").count()).isPositive();
            assertThat(vm.past().profile(Duration.ofMillis(2)).parts()).isNotEmpty();
            assertThat(vm.stateHash()).isEqualTo(state);

            BreakpointStop.Hit called = until(vm, entry("vtime_enqueue")).at().orElseThrow();
            assertThat(called.guestTimeNanos()).isGreaterThanOrEqualTo(hit.guestTimeNanos());
            Call last = vm.past().calls("vtime_enqueue").calls().getLast();
            assertThat(last.guestTimeNanos()).isBetween(called.guestTimeNanos() - 1, called.guestTimeNanos() + 1);
        }
    }
}

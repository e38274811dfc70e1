package org.schedlab.lab.session;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.series.PerCpuSeries;
import org.schedlab.lab.workers.WorkerCount;
import org.schedlab.lab.workers.Workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.schedlab.lab.cold.ColdOps.perCpu;
import static org.schedlab.lab.cold.ColdOps.symbol;
import static org.schedlab.lab.cold.ColdOps.u32;
import static org.schedlab.lab.cold.ColdOps.writeCold;

/// Looking changes nothing: the same 200 ms unseen, stepped, sampled, kept, gone back to and forked end
/// in one state.
///
/// Some machines always; every scheduler on 1, 2, 4 and 16 CPUs with `-Dschedlab.long=true`, as
/// `./schedlab test --long` sets it.
@Tag("machine")
class ObserverIT {
    private static final boolean LONG = Boolean.getBoolean("schedlab.long");
    private static final Duration SPAN = Duration.ofMillis(200);
    private static final Duration STEP = Duration.ofNanos(100_000);
    private static final long GRID_NANOS = 20_000;

    static Stream<Arguments> machines() {
        if (!LONG) {
            return Stream.of(Arguments.of("1n1l2c1t", "eevdf"), Arguments.of("1n1l4c1t", "vtime"));
        }
        return Stream.of("1n1l1c1t", "1n1l2c1t", "1n1l4c1t", "2n4l4c1t")
                .flatMap(topology ->
                        Stream.of("eevdf", "fifo", "vtime", "llc").map(scheduler -> Arguments.of(topology, scheduler)));
    }

    @ParameterizedTest
    @MethodSource("machines")
    void oneStateHoweverOftenItIsLookedAt(String topology, String scheduler) {
        Map<String, String> states = new LinkedHashMap<>();
        states.put("unseen", state(topology, scheduler, vm -> vm.run(SPAN)));
        states.put("not recorded", state(topology, scheduler, vm -> {
            vm.recorder().on(false);
            vm.run(SPAN);
        }));
        states.put("stepped 2,000 times", state(topology, scheduler, vm -> {
            for (long passed = 0; passed < SPAN.toNanos(); passed += STEP.toNanos()) {
                vm.run(STEP);
            }
        }));
        states.put("sampled 400 times", state(topology, scheduler, vm -> {
            PerCpuSeries series = vm.every(SPAN.dividedBy(400), 400, perCpu("runqueues", "nr_running"));
            assertThat(series.samples()).hasSize(400);
        }));
        states.put("looked at in all ways", state(topology, scheduler, ObserverIT::lookAround));
        states.put("kept 20 times", state(topology, scheduler, vm -> {
            for (int i = 0; i < 20; i++) {
                vm.run(SPAN.dividedBy(20));
                vm.checkpoint("kept " + i);
            }
        }));
        states.put("gone back to 4 times", state(topology, scheduler, vm -> {
            for (int i = 0; i < 4; i++) {
                vm.run(SPAN.dividedBy(4));
                vm.checkpoint("back " + i);
                vm.run(Duration.ofMillis(3));
                vm.rewind("back " + i);
            }
        }));
        states.put("forked", state(topology, scheduler, vm -> {
            vm.run(SPAN.dividedBy(2));
            Futures futures = vm.fork().future("stays", _ -> {}).run(SPAN.dividedBy(2));
            vm.run(SPAN.dividedBy(2));
            assertThat(futures.get("stays").stateHash()).isEqualTo(vm.stateHash());
        }));
        System.out.println("observer " + topology + " " + scheduler + " " + states.get("unseen"));
        assertThat(states.values().stream().distinct()).as("states: %s", states).hasSize(1);
    }

    private static void lookAround(VmSession vm) {
        for (int i = 0; i < 20; i++) {
            vm.run(SPAN.dividedBy(20));
            assertThat(vm.tasks()).isNotEmpty();
            vm.topology();
            vm.checkpoints();
            vm.freezes();
        }
    }

    private static String state(String topology, String scheduler, Consumer<VmSession> way) {
        try (VmSession vm = started(topology, scheduler)) {
            way.accept(vm);
            return vm.instant().guestTimeNanos() + " " + vm.stateHash();
        }
    }

    private static VmSession started(String topology, String scheduler) {
        VmSession vm = VmSession.boot(BootOptions.defaults().withTopology(topology));
        if (!scheduler.equals("eevdf")) {
            vm.attach(Schedulers.named(scheduler));
        }
        vm.spawn(new WorkerCount(6).bursty(Duration.ofNanos(300_000), Duration.ofNanos(500_000)));
        vm.spawn(new WorkerCount(2).spinning());
        vm.run(Duration.ofMillis(20));
        return vm;
    }

    /// The counter-example: a state that differs is seen.
    @Test
    void aWriteOfOneFieldIsAnotherState() {
        String unseen = state("1n1l4c1t", "vtime", vm -> vm.run(SPAN));
        String written = state("1n1l4c1t", "vtime", vm -> {
            vm.apply(List.of(writeCold("w", symbol("sysctl_sched_base_slice"), u32(3_000_001))))
                    .orThrow();
            vm.run(SPAN);
        });
        assertThat(written).isNotEqualTo(unseen);
    }

    /// Two spinners on each CPU: the kernel's own count of their timeslices, on the CPU of the agent and
    /// on the other one.
    @Test
    void noCpuGetsMoreTimeslicesForBeingLookedAt() {
        assertThat(timeslices(vm -> vm.run(SPAN))).isEqualTo(timeslices(vm -> {
            for (int i = 0; i < 2000; i++) {
                vm.run(STEP);
            }
        }));
    }

    private static String timeslices(Consumer<VmSession> way) {
        try (VmSession vm = VmSession.boot(BootOptions.defaults().withTopology("1n1l2c1t"))) {
            Workers first = vm.spawn(new WorkerCount(2).spinning().named("c0").withCpus(0));
            Workers second = vm.spawn(new WorkerCount(2).spinning().named("c1").withCpus(1));
            vm.run(SPAN);
            long[] before = {sum(first), sum(second)};
            way.accept(vm);
            long[] counted = {sum(first) - before[0], sum(second) - before[1]};
            assertThat(counted[0]).as("timeslices of 4 ms in 200 ms").isBetween(40L, 70L);
            return counted[0] + " " + counted[1];
        }
    }

    private static long sum(Workers workers) {
        return workers.report().stream()
                .mapToLong(report -> report.timeslices())
                .sum();
    }

    @Test
    void stretchesAreAsLongAsTheirSum() {
        try (VmSession vm = VmSession.boot(BootOptions.defaults().withTopology("1n1l1c1t"))) {
            vm.spawn(new WorkerCount(1).spinning());
            vm.run(Duration.ofMillis(1));
            long start = vm.instant().guestTimeNanos();
            for (int i = 0; i < 5000; i++) {
                vm.run(Duration.ofNanos(7_000));
            }
            assertThat(vm.instant().guestTimeNanos() - start).isBetween(35_000_000L, 35_000_000L + 2 * GRID_NANOS);
            for (Duration wrong : new Duration[] {Duration.ZERO, Duration.ofMillis(-5)}) {
                assertThatThrownBy(() -> vm.run(wrong)).hasMessageContaining("above zero");
            }
        }
    }

    /// Idle time is skipped, with a quantum as without one, and the work behind it ends in the same bits
    /// whether somebody looked meanwhile or not.
    @Test
    void idleTimeIsFree() {
        Consumer<VmSession> work = vm -> {
            vm.spawn(new WorkerCount(4).bursty(Duration.ofNanos(100_000), Duration.ofMillis(1)));
            vm.run(Duration.ofMillis(20));
        };
        String[] states = new String[2];
        for (int way = 0; way < 2; way++) {
            try (VmSession vm = VmSession.boot(BootOptions.defaults().withTopology("1n1l4c1t"))) {
                for (int i = 0; i <= 39 * way; i++) {
                    vm.run(Duration.ofSeconds(20).dividedBy(1 + 39 * way));
                }
                work.accept(vm);
                states[way] = vm.stateHash();
            }
        }
        assertThat(states[1]).isEqualTo(states[0]);
    }

    @Tag("slow")
    @Test
    void theMatrixIsWhole() {
        assumeThat(LONG).isTrue();
        assertThat(machines()).hasSize(16);
    }
}

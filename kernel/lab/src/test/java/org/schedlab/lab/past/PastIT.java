package org.schedlab.lab.past;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.breakpoints.Breakpoint;
import org.schedlab.lab.breakpoints.BreakpointStop;
import org.schedlab.lab.session.VmSession;
import org.schedlab.lab.stacks.CodePlace;
import org.schedlab.lab.time.RewoundInstant;
import org.schedlab.lab.workers.WorkerCount;
import org.schedlab.lab.workers.Workers;
import org.schedlab.testsupport.TestKernels;
import org.schedlab.vm.LabException;
import org.schedlab.vm.freeze.Target;
import org.schedlab.vm.trace.Condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.schedlab.lab.cold.ColdOps.natural;
import static org.schedlab.lab.cold.ColdOps.observe;
import static org.schedlab.lab.cold.ColdOps.perCpu;
import static org.schedlab.lab.cold.ColdOps.symbol;
import static org.schedlab.lab.cold.ColdOps.task;
import static org.schedlab.lab.cold.ColdOps.u32;
import static org.schedlab.lab.cold.ColdOps.writeCold;

/// Who wrote a field. The oracle is what the field was whenever the machine stood: the last write that is
/// told of before that instant has to leave that very value.
@Tag("machine")
class PastIT {
    private static final Duration STEP = Duration.ofNanos(100_000);
    private static final int SAMPLES = 200;

    /// The oldest too with `./schedlab test --long`: there BPF programs write the fields of tasks themselves.
    static List<Path> kernels() {
        return TestKernels.newest();
    }

    private static VmSession boot(Path kernel) {
        return VmSession.boot(BootOptions.defaults()
                .withKernel(kernel)
                .withTopology("1n1l2c1t")
                .withMemory("256M"));
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void everyWriteToAFieldIsTold(Path kernel) {
        try (VmSession vm = boot(kernel)) {
            vm.attach(Schedulers.vtime());
            Workers workers = vm.spawn(new WorkerCount(5).bursty(Duration.ofNanos(300_000), Duration.ofNanos(400_000)));
            vm.run(Duration.ofMillis(5));
            Target vtime = task(workers, "scx.dsq_vtime");
            Target running = perCpu("runqueues", "nr_running", 1);
            Map<Long, Long> vtimes = new TreeMap<>();
            Map<Long, Long> lengths = new TreeMap<>();
            for (int i = 0; i < SAMPLES; i++) {
                vm.run(STEP);
                long now = vm.instant().guestTimeNanos();
                vtimes.put(now, read(vm, vtime));
                lengths.put(now, read(vm, running));
            }
            String state = vm.stateHash();

            Writes writes = vm.past().changes(vtime);
            agree(writes, vtimes);
            assertThat(writes.writes())
                    .filteredOn(each ->
                            each.guestTimeNanos() > vtimes.keySet().iterator().next())
                    .hasSizeGreaterThan(10)
                    .allSatisfy(each ->
                            assertThat(each.by().text()).containsAnyOf("dsq_vtime", "dispatch_enqueue", "dsq_insert"));
            agree(vm.past().changes(running, STEP.multipliedBy(SAMPLES)), lengths);

            Write last = vm.past().whoWrote(vtime).orElseThrow();
            assertThat(last).isEqualTo(writes.writes().getLast());
            assertThat(vm.past().whoWrote(vtime, last.guestTimeNanos()))
                    .contains(writes.writes().get(writes.writes().size() - 2));

            assertThat(vm.stateHash()).isEqualTo(state);
            Write length = vm.past().whoWrote(running).orElseThrow();
            assertThat(length.stack())
                    .as("who called %s", length)
                    .extracting(CodePlace::function)
                    .containsAnyOf("__schedule", "try_to_wake_up", "ttwu_do_activate", "schedule");
        }
    }

    private static long read(VmSession vm, Target target) {
        return vm.apply(List.of(observe("v", target, natural()))).reply("v").number();
    }

    private static void agree(Writes writes, Map<Long, Long> samples) {
        List<Long> told = new ArrayList<>();
        List<Long> seen = new ArrayList<>();
        int next = 0;
        Long value = null;
        for (Map.Entry<Long, Long> sample : samples.entrySet()) {
            while (next < writes.writes().size() && writes.writes().get(next).guestTimeNanos() < sample.getKey()) {
                Write write = writes.writes().get(next++);
                assertThat(value == null || value == write.before()).isTrue();
                value = write.after();
            }
            if (value != null) {
                told.add(value);
                seen.add(sample.getValue());
            }
        }
        assertThat(told).isEqualTo(seen).hasSizeGreaterThan(SAMPLES / 2);
    }

    /// An instant within a stretch of guest time that was run at once, one while workers were
    /// being started, and those that there are not.
    @Test
    void anyInstantIsComeBackTo() {
        try (VmSession vm = boot(TestKernels.newest().getFirst())) {
            vm.checkpoint("start");
            Workers workers =
                    vm.spawn(new WorkerCount(5).bursty(Duration.ofNanos(300_000), Duration.ofNanos(1_500_000)));
            long all = vm.instant().guestTimeNanos();
            vm.run(Duration.ofMillis(60));
            long calm = vm.instant().guestTimeNanos();
            Workers later = vm.spawn(new WorkerCount(2).spinning());
            vm.run(Duration.ofMillis(20));
            vm.checkpoint("end");
            String end = vm.stateHash();
            Target running = perCpu("runqueues", "nr_running", 1);
            Held crowded = vm.past().when(running, Condition.Test.AT_LEAST, 2);
            assertThat(crowded.last()).contains(crowded.intervals().getLast());
            // While workers are being started one can stand before that only.
            Held.Interval last = crowded.intervals().stream()
                    .filter(each -> each.from() > all + 5_000_000 && each.from() < calm)
                    .reduce((_, second) -> second)
                    .orElseThrow();
            assertThat(crowded.text()).startsWith("runqueues.nr_running of CPU 1 >= 2: held ");
            List<Write> writes = vm.past().changes(running).writes();
            assertThat(crowded.nanos()).isEqualTo(timeAtLeast(writes, 2, crowded.stretch()));

            RewoundInstant there = vm.rewind(last.from());
            assertThat(there.command()).isEmpty();
            assertThat(there.leftNanos()).as(there.text()).isBetween(0L, 40_000L);
            assertThat(read(vm, running)).isLessThan(2);
            BreakpointStop stop = vm.breakpoints()
                    .runUntil(List.of(Breakpoint.written(running).atLeast(2)), Duration.ofMillis(1));
            assertThat(stop.at().orElseThrow().guestTimeNanos()).isCloseTo(last.from(), within(1L));
            assertThat(read(vm, running)).isEqualTo(last.value());

            Write early = writes.stream()
                    .filter(each -> each.guestTimeNanos() > all
                            && each.guestTimeNanos() < there.instant().guestTimeNanos() - 3_000_000)
                    .reduce((_, second) -> second)
                    .orElseThrow();
            RewoundInstant before = vm.rewind(early.guestTimeNanos());
            assertThat(before.leftNanos()).as(before.text()).isBetween(0L, 40_000L);
            assertThat(workers.table().rowCount()).isEqualTo(5);
            assertThatThrownBy(later::table).hasMessageContaining("belong to a future that was undone");
            assertThat(vm.trace().recording().interval().length())
                    .as("what was recorded before")
                    .isGreaterThan(5_000_000);
            long left = early.guestTimeNanos() - before.instant().guestTimeNanos();
            vm.run(Duration.ofNanos(left + 100_000));
            Write again =
                    vm.past().whoWrote(running, early.guestTimeNanos() + 50).orElseThrow();
            // The machine has stood elsewhere meanwhile, between which the clock is a line only nearly.
            assertThat(again.guestTimeNanos()).isCloseTo(early.guestTimeNanos(), within(10L));
            assertThat(again)
                    .usingRecursiveComparison()
                    .ignoringFields("guestTimeNanos")
                    .isEqualTo(early);

            vm.rewind("end");
            assertThat(vm.stateHash()).isEqualTo(end);
            assertThat(later.table().rowCount()).isEqualTo(2);

            assertThatThrownBy(() -> vm.rewind(vm.instant().guestTimeNanos() + 1))
                    .isInstanceOf(LabException.class)
                    .hasMessageContaining("cannot be brought back to")
                    .hasMessageContaining("any instant from ");
            assertThatThrownBy(() -> vm.rewind(1L)).isInstanceOf(LabException.class);
            assertThat(vm.stateHash()).isEqualTo(end);
        }
    }

    private static long timeAtLeast(List<Write> writes, long least, Stretch stretch) {
        long from = stretch.from();
        long value = writes.getFirst().before();
        long sum = 0;
        for (Write each : writes) {
            sum += value >= least ? each.guestTimeNanos() - from : 0;
            from = each.guestTimeNanos();
            value = each.after();
        }
        return sum + (value >= least ? stretch.to() - from : 0);
    }

    @Test
    void whoAsksChangesNothing() {
        String[] states = new String[2];
        for (int way = 0; way < 2; way++) {
            try (VmSession vm = boot(TestKernels.newest().getLast())) {
                Workers workers = vm.spawn(new WorkerCount(3).spinning());
                vm.run(Duration.ofMillis(5));
                vm.checkpoint("here");
                vm.run(Duration.ofMillis(5));
                if (way == 1) {
                    assertThat(vm.past().changes(task(workers, "se.vruntime")).count())
                            .isPositive();
                }
                vm.run(Duration.ofMillis(5));
                states[way] = vm.stateHash();
            }
        }
        assertThat(states[1]).isEqualTo(states[0]);
    }

    @Test
    void aColdWriteIsTold() {
        try (VmSession vm = boot(TestKernels.newest().getLast())) {
            Target slice = symbol("sysctl_sched_base_slice");
            vm.run(Duration.ofMillis(1));
            assertThat(vm.past().whoWrote(slice)).isEmpty();
            vm.apply(List.of(writeCold("w", slice, u32(3_000_001)))).orThrow();
            vm.run(Duration.ofMillis(1));

            Write write = vm.past().whoWrote(slice).orElseThrow();
            assertThat(write.by()).isEqualTo(CodePlace.COLD_WRITE);
            assertThat(write.after()).isEqualTo(3_000_001);
            assertThat(write.text()).contains("by a cold write of this session");
        }
    }

    @Test
    void whatCannotBeWatchedSaysWhy() {
        try (VmSession vm = boot(TestKernels.newest().getLast())) {
            Workers workers = vm.spawn(new WorkerCount(1).spinning());
            assertThatThrownBy(() -> vm.past().changes(task(workers, "se")))
                    .isInstanceOf(LabException.class)
                    .hasMessageContaining("cannot be watched as one value");
            assertThatThrownBy(() -> vm.past().changes(task(workers, "se.vruntine")))
                    .isInstanceOf(LabException.class)
                    .hasMessageContaining("vruntime");
            assertThatThrownBy(() -> vm.past().changes(task(workers, "se.vruntime"), Duration.ZERO))
                    .isInstanceOf(LabException.class)
                    .hasMessageContaining("above zero");
            vm.run(Duration.ofMillis(1));
        }
    }
}

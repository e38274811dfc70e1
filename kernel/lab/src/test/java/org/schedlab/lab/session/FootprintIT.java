package org.schedlab.lab.session;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.workers.WorkerCount;
import org.schedlab.lab.workers.Workers;
import org.schedlab.vm.freeze.FreezeRecord;

import static org.assertj.core.api.Assertions.assertThat;

/// What commands cost the guest, and that looking costs nothing. `docs/footprint.md` has the numbers.
@Tag("machine")
class FootprintIT {
    private static final BootOptions FOUR_CPUS = BootOptions.defaults().withTopology("1n1l4c1t");
    private static final int COMMANDS = 50;

    /// An agent that did something is seen in the freeze after it; one that slept is not.
    @Test
    void aHundredStopsCostNothingAndAQuestionSome() {
        try (VmSession vm = VmSession.boot(FOUR_CPUS)) {
            Workers workers = vm.spawn(new WorkerCount(6).spinning());
            vm.run(Duration.ofMillis(20));
            assertThat(footprint(vm, () -> {
                        for (int i = 0; i < 100; i++) {
                            vm.run(Duration.ofMillis(1));
                            assertThat(workers.report()).hasSize(6);
                        }
                    }))
                    .as("guest ns of the agent in 100 stops")
                    .isZero();
            long asked = footprint(vm, () -> {
                for (int i = 0; i < COMMANDS; i++) {
                    vm.readFile("/proc/uptime");
                    vm.run(Duration.ofMillis(1));
                }
            });
            assertThat(asked / COMMANDS)
                    .as("guest ns of the agent for a small command")
                    .isBetween(20_000L, 400_000L);
        }
    }

    private static long footprint(VmSession vm, Runnable way) {
        int freezes = vm.freezes().size();
        way.run();
        return vm.freezes().stream()
                .skip(freezes)
                .mapToLong(FreezeRecord::guestNanosOfAgent)
                .sum();
    }

    /// The oracle is the kernel's own account of process 1, which is asked by a command: the last such
    /// command is not yet in it.
    @Test
    void theFootprintIsTheCpuTimeOfProcessOne() {
        try (VmSession vm = VmSession.boot(FOUR_CPUS)) {
            vm.spawn(new WorkerCount(6).spinning());
            vm.run(Duration.ofMillis(5));
            long before = cpuTimeOfAgent(vm);
            vm.run(Duration.ofMillis(5));
            long told = footprint(vm, () -> {
                for (int i = 0; i < COMMANDS; i++) {
                    vm.readFile("/proc/uptime");
                    vm.run(Duration.ofMillis(1));
                }
            });
            long after = cpuTimeOfAgent(vm);
            long askingOnce = told / COMMANDS;
            assertThat(after - before).isBetween(told - askingOnce, told + 4 * askingOnce);
        }
    }

    private static long cpuTimeOfAgent(VmSession vm) {
        String schedstat = new String(vm.readFile("/proc/1/schedstat"), StandardCharsets.UTF_8);
        return Long.parseLong(schedstat.split(" ", 2)[0]);
    }

    @Test
    void nothingHasPassedAfterABootOrARewind() {
        try (VmSession vm = VmSession.boot(FOUR_CPUS)) {
            assertThat(vm.freezes().getFirst().guestNanosPassed()).isZero();
            int freezes = vm.freezes().size();
            vm.checkpoint("start");
            assertThat(vm.freezes()).as("a checkpoint is no freeze of its own").hasSize(freezes);
            Consumer<VmSession> run = its -> its.run(Duration.ofMillis(1));
            run.accept(vm);
            List<FreezeRecord> all = vm.freezes();
            assertThat(all.getLast().guestNanosPassed()).isBetween(999_000L, 1_021_000L);
            vm.rewind("start");
            FreezeRecord rewind = vm.freezes().getLast();
            assertThat(rewind.guestNanosPassed()).isZero();
            assertThat(rewind.guestNanosOfAgent()).isZero();
            run.accept(vm);
            assertThat(vm.freezes().getLast().guestTimeNanos())
                    .isEqualTo(all.getLast().guestTimeNanos());
        }
    }
}

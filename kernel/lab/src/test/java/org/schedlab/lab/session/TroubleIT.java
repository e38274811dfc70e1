package org.schedlab.lab.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.scenario.ExitState;
import org.schedlab.lab.scenario.Hold;
import org.schedlab.lab.scenario.Scenario;
import org.schedlab.lab.scenario.ScenarioResult;
import org.schedlab.lab.scenario.Step;
import org.schedlab.lab.workers.WorkerCount;
import org.schedlab.vm.LabException;
import org.schedlab.vm.freeze.BatchResult;
import org.schedlab.vm.machine.BootListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.schedlab.lab.cold.ColdOps.readCold;
import static org.schedlab.lab.cold.ColdOps.symbol;
import static org.schedlab.lab.cold.ColdOps.u64;

/// When the machine dies, or never lives: an error within its deadline that says what to do, and
/// nothing left behind.
@Tag("machine")
class TroubleIT {
    @Test
    void aPanicIsToldAndAnotherMachineBoots() {
        try (VmSession vm = VmSession.boot(BootOptions.defaults())) {
            Path ram = vm.machine().guest().machine().ramFile();
            assertThatThrownBy(() -> vm.machine().ask("panic", agent -> {
                        agent.sysrq('c');
                        return true;
                    }))
                    .hasMessageContaining("panic")
                    .hasMessageContaining("sysrq triggered crash");
            assertThat(ram).doesNotExist();
            assertThatThrownBy(() -> vm.run(Duration.ofMillis(1)))
                    .isInstanceOf(LabException.class)
                    .hasMessageContaining("%boot");
            assertThatThrownBy(() -> vm.apply(List.of(readCold("j", symbol("jiffies_64"), u64()))))
                    .isInstanceOf(LabException.class)
                    .hasMessageContaining("%boot");
        }
        aMachineBoots();
    }

    /// QEMU's main thread must come to end the machine while the vCPUs keep theirs busy, or wait for the
    /// lock that it holds: see `gate.c` and `wakes.c`.
    @Test
    void aMachineWithBusyCpusEnds() {
        assertThat(hostTimeToEnd('c')).as("panic").isLessThan(Duration.ofSeconds(2));
        assertThat(hostTimeToEnd('o')).as("power-off").isLessThan(Duration.ofSeconds(5));
    }

    private static Duration hostTimeToEnd(char sysrq) {
        try (VmSession vm = VmSession.boot(BootOptions.defaults())) {
            vm.spawn(new WorkerCount(vm.options().topology().cpus()).spinning());
            vm.run(Duration.ofMillis(20));
            long start = System.nanoTime();
            assertThatThrownBy(() -> {
                        vm.machine().ask("SysRq", agent -> {
                            agent.sysrq(sysrq);
                            return true;
                        });
                        vm.run(Duration.ofSeconds(20));
                    })
                    .isInstanceOf(LabException.class);
            return Duration.ofNanos(System.nanoTime() - start);
        }
    }

    @Test
    void aKilledQemuIsToldAndAnotherMachineBoots() throws Exception {
        try (VmSession vm = VmSession.boot(BootOptions.defaults())) {
            Path ram = vm.machine().guest().machine().ramFile();
            vm.spawn(new WorkerCount(2).spinning());
            long qemu = vm.machine().guest().machine().pid();
            Thread killer = Thread.startVirtualThread(() -> kill(qemu));
            assertThatThrownBy(() -> vm.run(Duration.ofSeconds(20)))
                    .isInstanceOf(LabException.class)
                    .hasMessageContaining("QEMU");
            killer.join();
            assertThat(ram).doesNotExist();
        }
        aMachineBoots();
    }

    @Test
    void aScenarioTellsOfAPanicInItsResult() {
        try (VmSession vm = VmSession.boot(BootOptions.defaults())) {
            vm.spawn(new WorkerCount(2).spinning());
            long qemu = vm.machine().guest().machine().pid();
            Thread killer = Thread.startVirtualThread(() -> kill(qemu));
            ScenarioResult result = vm.execute(Scenario.of(
                            Step.of(readCold("j", symbol("jiffies_64"), u64())).hold(Hold.full()))
                    .duration(Duration.ofSeconds(20)));
            join(killer);
            assertThat(result.success()).isFalse();
            assertThat(result.exit()).isEqualTo(ExitState.GONE);
            assertThat(result.exitCode()).isEqualTo(137);
            assertThat(result.crashMessage())
                    .hasValueSatisfying(text -> assertThat(text).contains("QEMU"));
            assertThat(result.reply("j").success()).isTrue();
        }
    }

    @Test
    void aScenarioThatTakesTheHostTooLongTimesOutAndTheMachineStands() {
        try (VmSession vm = VmSession.boot(BootOptions.defaults())) {
            vm.spawn(new WorkerCount(2).spinning());
            ScenarioResult result = vm.execute(Scenario.of(
                            Step.of(readCold("j", symbol("jiffies_64"), u64())).hold(Hold.full()))
                    .duration(Duration.ofHours(1))
                    .hostDeadline(Duration.ofMillis(300)));
            assertThat(result.timedOut()).isTrue();
            assertThat(result.exitCode()).isEqualTo(124);
            assertThat(result.success()).isFalse();
            assertThat(result.exit()).isEqualTo(ExitState.FROZEN);
            assertThatThrownBy(result::orThrow)
                    .isInstanceOf(LabException.class)
                    .hasMessageContaining("the host deadline watchdog fired after 0.300 s of ")
                    .hasMessageContaining("try: hostDeadline lengthens it: execute(Scenario.of(…).hostDeadline(s(4)))");
            assertThat(result.timeOut()).isPresent();
            assertThat(vm.apply(List.of(readCold("j", symbol("jiffies_64"), u64())))
                            .success())
                    .isTrue();
        }
    }

    @Test
    void operationsGivenEarlyAreDoneInOrderWhenTheMachineIsThere() throws Exception {
        try (VmSession vm = VmSession.start(BootOptions.defaults(), BootListener.SILENT)) {
            CompletableFuture<BatchResult> first =
                    vm.submit(List.of(readCold("one", symbol("jiffies_64"), u64())), Duration.ofMinutes(2));
            CompletableFuture<BatchResult> second =
                    vm.submit(List.of(readCold("two", symbol("jiffies_64"), u64())), Duration.ofMinutes(2));
            int firstId = first.get().orThrow().reply("one").requestId();
            int secondId = second.get().orThrow().reply("two").requestId();
            assertThat(secondId).isEqualTo(firstId + 1);
        }
    }

    @Test
    void operationsForAMachineThatNeverComesEndAtTheirDeadline(@TempDir Path folder) throws IOException {
        Path noKernel = Files.writeString(folder.resolve("vmlinuz"), "not a kernel");
        try (VmSession vm = VmSession.start(BootOptions.defaults().withKernel(noKernel), BootListener.SILENT)) {
            CompletableFuture<BatchResult> early =
                    vm.submit(List.of(readCold("one", symbol("jiffies_64"), u64())), Duration.ofSeconds(2));
            assertThatThrownBy(early::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(LabException.class);
            assertThatThrownBy(() -> vm.run(Duration.ofMillis(1)))
                    .isInstanceOf(LabException.class)
                    .hasMessageContaining(noKernel.toString());
        } catch (LabException closedEarly) {
            assertThat(closedEarly).hasMessageContaining("closed");
        }
    }

    @Test
    void moreMemoryThanSharedMemoryHasIsRefused() {
        assertThatThrownBy(() -> VmSession.boot(BootOptions.defaults().withMemory("900000G")))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("shared memory");
    }

    private static void aMachineBoots() {
        try (VmSession vm = VmSession.boot(BootOptions.defaults())) {
            vm.run(Duration.ofMillis(1));
            assertThat(vm.tasks()).isNotEmpty();
        }
    }

    private static void kill(long pid) {
        try {
            Thread.sleep(Duration.ofMillis(700));
            new ProcessBuilder("kill", "-9", Long.toString(pid)).start().waitFor();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

package org.schedlab.lab.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.time.RewoundInstant;
import org.schedlab.lab.time.SessionCheckpoint;
import org.schedlab.lab.workers.WorkerCount;
import org.schedlab.testsupport.HostUse;
import org.schedlab.vm.LabException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// `kill -9` of QEMU at any moment: one rewind, and the session stands at its last checkpoint; no
/// half-written one is offered or left.
@Tag("machine")
class KilledQemuIT {
    private static final BootOptions OPTIONS =
            BootOptions.defaults().withTopology("1n1l2c1t").withMemory("256M");

    /// When QEMU is killed.
    enum Moment {
        /// Before the operation begins.
        AT_ONCE,
        /// When the changes of memory are being written.
        WHILE_WRITING,
        /// When the QEMU that takes its place has started.
        AT_THE_NEXT_QEMU,
        /// A little later: the devices' state is being loaded, or the guest goes on already.
        AFTER_THE_NEXT_QEMU
    }

    @ParameterizedTest
    @EnumSource
    void duringACheckpoint(Moment moment) throws Exception {
        try (VmSession vm = begun()) {
            String hash = vm.stateHash();
            vm.spawn(new WorkerCount(2).spinning());
            vm.run(Duration.ofMillis(2));
            CompletableFuture<Boolean> killed = killAt(moment);
            boolean made = succeeds(() -> vm.checkpoint("second"));
            killed.get(1, TimeUnit.MINUTES);

            assertThat(names(vm)).isEqualTo(made ? List.of("first", "second") : List.of("first"));
            assertNothingHalfWritten(vm);
            if (moment == Moment.AT_ONCE) {
                assertThat(made).isFalse();
                assertThatThrownBy(() -> vm.rewind("second")).hasMessageContaining("available: first");
            }
            vm.rewind();
            assertThat(vm.stateHash())
                    .isEqualTo(vm.checkpoints().list().getLast().stateHash());
            vm.rewind("first");
            assertThat(vm.stateHash()).isEqualTo(hash);
            assertUsable(vm);
        }
    }

    @ParameterizedTest
    @EnumSource
    void duringARewind(Moment moment) throws Exception {
        try (VmSession vm = begun()) {
            String hash = vm.stateHash();
            vm.run(Duration.ofMillis(2));
            CompletableFuture<Boolean> killed = killAt(moment);
            boolean back = succeeds(vm::rewind);
            killed.get(1, TimeUnit.MINUTES);

            if (moment == Moment.AT_ONCE) {
                assertThat(back).as("the QEMU that dies is not needed").isTrue();
            }
            assertNothingHalfWritten(vm);
            vm.rewind();
            assertThat(vm.stateHash()).isEqualTo(hash);
            assertUsable(vm);
        }
    }

    @Test
    void anInstantBeforeIsComeBackTo() throws Exception {
        try (VmSession vm = begun()) {
            vm.run(Duration.ofMillis(5));
            long now = vm.instant().guestTimeNanos();
            ProcessHandle.of(vm.machine().guest().machine().pid()).orElseThrow().destroyForcibly();
            assertThatThrownBy(() -> vm.run(Duration.ofSeconds(1))).isInstanceOf(LabException.class);

            RewoundInstant there = vm.rewind(now - 2_000_000);
            assertThat(there.leftNanos()).as(there.text()).isBetween(0L, 40_000L);
            assertUsable(vm);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 5, 200})
    void duringARun(long afterMillis) throws Exception {
        try (VmSession vm = begun()) {
            String hash = vm.stateHash();
            vm.spawn(new WorkerCount(2).spinning());
            long qemu = vm.machine().guest().machine().pid();
            CompletableFuture<Boolean> killed = CompletableFuture.supplyAsync(
                    () -> ProcessHandle.of(qemu).orElseThrow().destroyForcibly(),
                    CompletableFuture.delayedExecutor(afterMillis, TimeUnit.MILLISECONDS));

            assertThatThrownBy(() -> vm.run(Duration.ofSeconds(60)))
                    .isInstanceOf(LabException.class)
                    .hasMessageContaining("QEMU was killed by signal 9")
                    .hasMessageContaining("try: %rewind comes back to the last checkpoint; %boot");
            assertThatThrownBy(() -> vm.run(Duration.ofSeconds(1)))
                    .hasMessageContaining("nothing can be asked of it")
                    .hasMessageContaining("QEMU was killed by signal 9")
                    .satisfies(e -> assertThat(e.getMessage()).containsOnlyOnce("%rewind"));

            assertThat(killed.get(1, TimeUnit.MINUTES)).isTrue();
            vm.rewind();
            assertThat(vm.stateHash()).isEqualTo(hash);
            assertUsable(vm);
        }
    }

    private static VmSession begun() {
        VmSession vm = VmSession.boot(OPTIONS);
        vm.spawn(new WorkerCount(1).sleeping());
        vm.checkpoint("first");
        return vm;
    }

    private static boolean succeeds(Runnable operation) {
        try {
            operation.run();
            return true;
        } catch (LabException told) {
            assertThat(told).hasMessageContaining("QEMU");
            return false;
        }
    }

    private static CompletableFuture<Boolean> killAt(Moment moment) {
        List<Long> before = qemus();
        if (moment == Moment.AT_ONCE) {
            before.forEach(KilledQemuIT::kill);
            return CompletableFuture.completedFuture(true);
        }
        return CompletableFuture.supplyAsync(() -> {
            await(moment == Moment.WHILE_WRITING ? KilledQemuIT::writing : () -> !before.containsAll(qemus()));
            if (moment == Moment.AFTER_THE_NEXT_QEMU) {
                pause(Duration.ofMillis(60));
            }
            qemus().forEach(KilledQemuIT::kill);
            return true;
        });
    }

    private static List<Long> qemus() {
        return ProcessHandle.current().children().map(ProcessHandle::pid).toList();
    }

    private static void kill(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    private static boolean writing() {
        return sessionFiles().stream().anyMatch(name -> name.startsWith(".partial-"));
    }

    /// For as long as the operation that is watched may take.
    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofMillis(500).toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            pause(Duration.ofMillis(1));
        }
    }

    private static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> names(VmSession vm) {
        return vm.checkpoints().list().stream().map(SessionCheckpoint::name).toList();
    }

    /// Each folder in the session's belongs to a checkpoint that is offered.
    private static void assertNothingHalfWritten(VmSession vm) {
        assertThat(sessionFiles())
                .allMatch(name -> name.startsWith("checkpoint-"))
                .hasSize(vm.checkpoints().list().size());
    }

    private static List<String> sessionFiles() {
        return HostUse.folders().stream()
                .filter(folder -> !Files.exists(folder.resolve("ram")))
                .flatMap(KilledQemuIT::list)
                .filter(name -> !name.equals("owner"))
                .toList();
    }

    private static Stream<String> list(Path folder) {
        try (Stream<Path> content = Files.list(folder)) {
            return content.map(each -> each.getFileName().toString()).toList().stream();
        } catch (IOException goneMeanwhile) {
            return Stream.empty();
        }
    }

    private static void assertUsable(VmSession vm) {
        vm.run(Duration.ofMillis(1));
        vm.checkpoint("afterwards");
        String hash = vm.stateHash();
        vm.run(Duration.ofMillis(1));
        vm.rewind("afterwards");
        assertThat(vm.stateHash()).isEqualTo(hash);
        assertThat(ProcessHandle.current().children().map(ProcessHandle::pid))
                .containsExactly(vm.machine().guest().machine().pid());
    }
}

package org.schedlab.vm.machine;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.schedlab.vm.DeadlineException;
import org.schedlab.vm.Folders;
import org.schedlab.vm.LabException;
import org.schedlab.vm.spec.CheckpointException;
import org.schedlab.vm.spec.MachineSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/// Everything a running machine does, on machines restored from one checkpoint.
@Tag("machine")
class MachineIT {
    private final Folders folders = TestGuest.folders();
    private Machine machine = restore();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temporary;

    private Machine restore() {
        return Machine.bootOrRestore(TestGuest.spec(folders), folders, BootListener.SILENT, TestGuest.BOOT);
    }

    @BeforeEach
    void frozen() {
        assertThat(machine.frozen()).isTrue();
    }

    @AfterEach
    void nothingIsLeft() {
        Path folder = machine.console().file().getParent();
        machine.close();

        assertThat(folder).doesNotExist();
        assertThat(ProcessHandle.of(machine.pid()).filter(ProcessHandle::isAlive))
                .isEmpty();
    }

    @Test
    void runsFromFreezePointToFreezePoint() {
        long passes = TestGuest.passes(machine);
        long nanos = TestGuest.guestNanos(machine);

        machine.thaw();
        assertThat(machine.frozen()).isFalse();
        machine.awaitFreeze(TestGuest.PASS);

        assertThat(machine.frozen()).isTrue();
        assertThat(TestGuest.passes(machine)).isEqualTo(passes + 1);
        assertThat(TestGuest.guestNanos(machine)).isBetween(nanos + 1, nanos + 1_000_000);
    }

    @Test
    void guestTimePassesOnlyWhileTheGuestRuns() {
        long nanos = TestGuest.guestNanos(machine);

        TestGuest.command(machine, TestGuest.WORK, 5_000);

        assertThat(TestGuest.guestNanos(machine) - nanos).isBetween(5_000_000L, 15_000_000L);
        assertThat(TestGuest.result(machine)).isPositive();
    }

    @Test
    void kernelSeesTheCommandLineAndTheConsoleItsBoot() {
        assertThat(TestGuest.readFile(machine, "/proc/cmdline"))
                .contains("memmap=4M$0x8000000")
                .contains("schedlab.quantum_us=20");
        assertThat(machine.console().lastLines(1000)).anyMatch(line -> line.contains("Run /init as init process"));
        assertThat(machine.commandLine()).contains("tcg,thread=single");
        assertThat(machine.ram().size()).isEqualTo(MachineSpec.MIN_MEMORY);
    }

    @Test
    void turnsMustBeTaken() {
        assertThatThrownBy(() -> machine.awaitFreeze(TestGuest.PASS))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("not thawed");
        TestGuest.give(machine, TestGuest.HANG, 0);
        machine.thaw();
        assertThatThrownBy(machine::thaw).hasMessageContaining("not frozen");
        assertThatThrownBy(machine::ramHash).hasMessageContaining("not frozen");
        assertThatThrownBy(() -> machine.checkpoint(temporary.resolve("c"))).hasMessageContaining("not frozen");
    }

    @Test
    void guestThatDoesNotComeMissesTheDeadline() {
        TestGuest.give(machine, TestGuest.HANG, 0);
        machine.thaw();

        assertThatThrownBy(() -> machine.awaitFreeze(Duration.ofMillis(300)))
                .isInstanceOf(DeadlineException.class)
                .hasMessageContaining("the guest to reach its freeze point")
                .hasMessageContaining("Run /init");
    }

    @Test
    void panicIsReportedWithTheConsole() {
        TestGuest.give(machine, TestGuest.PANIC, 0);
        machine.thaw();

        GuestPanicException panic =
                catchThrowableOfType(GuestPanicException.class, () -> machine.awaitFreeze(TestGuest.PASS));

        assertThat(panic.panic()).contains("sysrq triggered crash");
        assertThat(panic.console()).anyMatch(line -> line.contains("Call Trace"));
        assertThatThrownBy(machine::thaw).hasMessageContaining("boot a machine");
    }

    @Test
    void endOfTheAgentIsAPanic() {
        TestGuest.give(machine, TestGuest.LEAVE, 0);
        machine.thaw();

        assertThatThrownBy(() -> machine.awaitFreeze(TestGuest.PASS))
                .isInstanceOf(GuestPanicException.class)
                .hasMessageContaining("Attempted to kill init");
    }

    @Test
    void deathOfQemuIsNoticedWhileTheGuestRuns() {
        TestGuest.give(machine, TestGuest.HANG, 0);
        machine.thaw();
        kill();

        assertThatThrownBy(() -> machine.awaitFreeze(TestGuest.PASS))
                .isInstanceOf(MachineGoneException.class)
                .hasMessageContaining("killed by signal 9")
                .hasMessageContaining("found: on the guest's console\n");
        // How far the guest came before that is the host's affair, and with it which lines are the last.
        assertThat(machine.console().lastLines(100)).anyMatch(line -> line.contains("Run /init"));
    }

    @Test
    void deathOfQemuIsNoticedWhileFrozen() throws Exception {
        ProcessHandle qemu = ProcessHandle.of(machine.pid()).orElseThrow();
        qemu.destroyForcibly();
        qemu.onExit().get(10, TimeUnit.SECONDS);

        assertThatThrownBy(() -> {
                    machine.thaw();
                    machine.awaitFreeze(TestGuest.PASS);
                })
                .isInstanceOf(MachineGoneException.class)
                .hasMessageContaining("killed by signal 9");
    }

    private void kill() {
        ProcessHandle.of(machine.pid()).orElseThrow().destroyForcibly();
    }

    @Test
    void commandsToQemuAreRefusedUntilRepeatabilityIsGivenUp() {
        Duration second = Duration.ofSeconds(5);
        assertThatThrownBy(() -> machine.qmp().execute("query-status", second))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("query-status")
                .hasMessageContaining("giveUpRepeatability");

        machine.giveUpRepeatability();
        TestGuest.give(machine, TestGuest.HANG, 0);
        machine.thaw();

        assertThat(machine.repeatable()).isFalse();
        machine.qmp().execute("stop", second);
        machine.qmp().awaitEvent("STOP", second);
        assertThat(machine.qmp().execute("query-status", second).path("status").asText())
                .isEqualTo("paused");
        assertThatThrownBy(() -> machine.qmp().execute("make-tea", second))
                .hasMessageContaining("QEMU refused the QMP command make-tea");
        machine.qmp().execute("cont", second);
    }

    @Test
    void machineGoesOnAfterACheckpointAsItsRestoredTwinDoes() {
        TestGuest.command(machine, TestGuest.WORK, 2_000);
        Checkpoint checkpoint = machine.checkpoint(temporary.resolve("checkpoint"));
        String atCheckpoint = machine.ramHash();
        TestGuest.command(machine, TestGuest.WORK, 3_000);

        try (Machine twin = Machine.restore(Checkpoint.open(checkpoint.folder()), folders, TestGuest.BOOT)) {
            assertThat(twin.ramHash()).isEqualTo(atCheckpoint);
            TestGuest.command(twin, TestGuest.WORK, 3_000);
            assertThat(twin.ramHash()).isEqualTo(machine.ramHash()).isNotEqualTo(atCheckpoint);
        }
    }

    @Test
    void damagedCheckpointsAreRefused() throws Exception {
        Checkpoint checkpoint = machine.checkpoint(temporary.resolve("checkpoint"));
        Path state = checkpoint.folder().resolve("state");
        byte[] bytes = Files.readAllBytes(state);

        assertThatThrownBy(() -> machine.checkpoint(checkpoint.folder())).hasMessageContaining("is there");
        bytes[bytes.length / 2] ^= 1;
        Files.write(state, bytes);
        assertThatThrownBy(() -> Machine.restore(checkpoint, folders, TestGuest.BOOT))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("state of the devices was changed");
        Files.write(state, new byte[10]);
        assertThatThrownBy(() -> Checkpoint.open(checkpoint.folder())).hasMessageContaining("wrong size");
        Files.delete(state);
        assertThatThrownBy(() -> Checkpoint.open(checkpoint.folder())).hasMessageContaining("not complete");
        assertThat(machine.frozen()).isTrue();
    }

    @Test
    void aLaterCheckpointHoldsOnlyWhatChanged() throws Exception {
        TestGuest.command(machine, TestGuest.WORK, 2_000);
        Checkpoint checkpoint = machine.checkpoint(temporary.resolve("checkpoint"));
        Path changes = checkpoint.folder().resolve("changes");

        assertThat(checkpoint.bytes()).isLessThan(machine.touchedBytes() / 10);
        assertThat(changes).isRegularFile();

        byte[] bytes = Files.readAllBytes(changes);
        bytes[bytes.length / 2] ^= 1;
        Files.write(changes, bytes);
        assertThatThrownBy(() -> Machine.restore(checkpoint, folders, TestGuest.BOOT))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("the memory was changed")
                .hasMessageContaining("remove it, boot, and make it again");
        assertThat(ProcessHandle.current().children().map(ProcessHandle::pid))
                .as("the QEMU that was to get this memory is gone")
                .containsExactly(machine.pid());
        Files.write(changes, Arrays.copyOf(bytes, bytes.length - 1));
        assertThatThrownBy(() -> Checkpoint.open(checkpoint.folder())).hasMessageContaining("wrong size");
        assertThat(machine.frozen()).isTrue();
    }

    @Test
    void aLaterCheckpointOutlivesTheFolderOfItsBaseOnlyInThisJvm() throws Exception {
        Path copy = temporary.resolve("base");
        Path base = Path.of(new ObjectMapper()
                .readTree(machine.checkpoint(temporary.resolve("first"))
                        .folder()
                        .resolve("manifest.json")
                        .toFile())
                .path("base")
                .asText());
        Files.createDirectory(copy);
        for (String file : List.of("manifest.json", "state", "console", "ram")) {
            Files.copy(base.resolve(file), copy.resolve(file));
        }
        Checkpoint full = Checkpoint.open(copy);
        try (Machine other = Machine.restore(full, folders, TestGuest.BOOT)) {
            Checkpoint later = other.checkpoint(temporary.resolve("later"));
            String hash = other.ramHash();
            full.remove();

            try (Machine again = Machine.restore(later, folders, TestGuest.BOOT)) {
                assertThat(again.ramHash()).isEqualTo(hash);
            }
            assertThatThrownBy(() -> Checkpoint.open(later.folder()))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining(copy.toString())
                    .hasMessageContaining("not complete");
        }
    }

    @Test
    void aCheckpointThatCannotBeWrittenChangesNothing() throws Exception {
        Path blocked = Files.createFile(temporary.resolve("a-file")).resolve("checkpoint");
        String withCheckpoint;
        try (Machine twin = restore()) {
            twin.checkpoint(temporary.resolve("checkpoint"));
            withCheckpoint = twin.ramHash();
        }

        assertThatThrownBy(() -> machine.checkpoint(blocked)).isInstanceOf(UncheckedIOException.class);

        assertThat(machine.ramHash()).isEqualTo(withCheckpoint);
    }

    @Test
    void checkpointOfAnotherQemuIsRefused() throws Exception {
        Checkpoint checkpoint = machine.checkpoint(temporary.resolve("checkpoint"));
        Path manifest = checkpoint.folder().resolve("manifest.json");
        Files.writeString(
                manifest,
                Files.readString(manifest).replaceFirst("\"pluginSha256\" : \"..", "\"pluginSha256\" : \"zz"));

        assertThatThrownBy(() -> Machine.restore(Checkpoint.open(checkpoint.folder()), folders, TestGuest.BOOT))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("made on another machine");
    }
}

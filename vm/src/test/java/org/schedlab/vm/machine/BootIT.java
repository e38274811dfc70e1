package org.schedlab.vm.machine;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.schedlab.vm.DeadlineException;
import org.schedlab.vm.Folders;
import org.schedlab.vm.LabException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Cold boots, good and bad.
class BootIT {
    private static final long HIGH_START = 1L << 32;

    private final Folders folders = TestGuest.folders();
    private final MachineSpec spec = TestGuest.spec(folders).withTopology(Topology.parse("1n1l1c1t"));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temporary;

    private static final class Heard implements BootListener {
        private final List<String> phases = new ArrayList<>();
        private final List<String> console = new ArrayList<>();
        private final List<String> notices = new ArrayList<>();

        @Override
        public void phase(String phase, Duration elapsed) {
            phases.add(phase);
        }

        @Override
        public void consoleLine(String line, Duration elapsed) {
            console.add(line);
        }

        @Override
        public void notice(String text) {
            notices.add(text);
        }
    }

    @Test
    void damagedCheckpointIsMadeAgainAndThenUsed() throws Exception {
        Folders fresh = new Folders(temporary, folders.runtime());
        Heard first = new Heard();
        Path base;
        String hash;
        try (Machine machine = Machine.bootOrRestore(spec, fresh, first, TestGuest.BOOT)) {
            hash = machine.ramHash();
        }
        try (var checkpoints = Files.newDirectoryStream(fresh.cache("checkpoints"), "[0-9a-f]*")) {
            base = checkpoints.iterator().next();
        }
        try (RandomAccessFile ram = new RandomAccessFile(base.resolve("ram").toFile(), "rw")) {
            ram.seek(16 << 20);
            int value = ram.read();
            ram.seek(16 << 20);
            ram.write(value ^ 1);
        }
        Heard second = new Heard();
        try (Machine machine = Machine.bootOrRestore(spec, fresh, second, TestGuest.BOOT)) {
            assertThat(machine.ramHash()).isEqualTo(hash);
        }
        Heard third = new Heard();
        try (Machine machine = Machine.bootOrRestore(spec, fresh, third, TestGuest.BOOT)) {
            assertThat(machine.ramHash()).isEqualTo(hash);
        }

        assertThat(first.phases).contains("the kernel boots", "a checkpoint is kept for the next time");
        assertThat(first.console).anyMatch(line -> line.contains("Linux version"));
        assertThat(second.notices).singleElement().asString().contains("memory was changed");
        assertThat(third.notices).isEmpty();
        assertThat(third.phases).contains("the checkpoint of an earlier boot is restored");
        assertThat(third.console).isEmpty();
    }

    @Test
    void partialAndForeignCheckpointsAreMadeAgain() throws Exception {
        Folders fresh = new Folders(temporary, folders.runtime());
        Heard heard = new Heard();
        String hash;
        try (Machine machine = Machine.bootOrRestore(spec, fresh, heard, TestGuest.BOOT)) {
            hash = machine.ramHash();
        }
        Path base = onlyCheckpoint(fresh);
        Path manifest = base.resolve("manifest.json");

        Files.writeString(manifest, "{}");
        assertThat(noticeOfARebuild(fresh, hash)).contains("the machine is booted anew", "it is not complete");
        try (RandomAccessFile state = new RandomAccessFile(base.resolve("state").toFile(), "rw")) {
            state.setLength(state.length() / 2);
        }
        assertThat(noticeOfARebuild(fresh, hash)).contains("the machine is booted anew", "the wrong size");
        Files.writeString(manifest, Files.readString(manifest).replaceFirst("\"seed\" : 1", "\"seed\" : 2"));
        assertThat(noticeOfARebuild(fresh, hash))
                .contains("the machine is booted anew", "made on another machine", "seed 2", "seed 1");
        assertThat(onlyCheckpoint(fresh)).isEqualTo(base);
    }

    private static Path onlyCheckpoint(Folders fresh) throws IOException {
        try (var checkpoints = Files.newDirectoryStream(fresh.cache("checkpoints"), "*[!k]")) {
            List<Path> all = new ArrayList<>();
            checkpoints.forEach(all::add);
            assertThat(all).hasSize(1);
            return all.getFirst();
        }
    }

    private String noticeOfARebuild(Folders fresh, String hash) {
        Heard heard = new Heard();
        try (Machine machine = Machine.bootOrRestore(spec, fresh, heard, TestGuest.BOOT)) {
            assertThat(machine.ramHash()).isEqualTo(hash);
        }
        assertThat(heard.notices).hasSize(1);
        return heard.notices.getFirst();
    }

    @Test
    void initramfsWithoutAnAgentIsAPanic() throws Exception {
        Path garbage = Files.writeString(temporary.resolve("initramfs"), "no archive".repeat(1000));
        MachineSpec bad = new MachineSpec(
                spec.kernelElf(),
                spec.kernelSha256(),
                garbage,
                null,
                spec.topology(),
                spec.memoryBytes(),
                spec.quantumMicros(),
                spec.seed(),
                "",
                spec.mode(),
                null);

        assertThatThrownBy(() -> Machine.boot(bad, folders, BootListener.SILENT, TestGuest.BOOT))
                .isInstanceOf(GuestPanicException.class)
                .hasMessageContaining("VFS: Unable to mount root fs")
                .hasMessageContaining("on the guest's console");
        assertNothingIsLeft();
    }

    @Test
    void bootThatTakesTooLongMissesItsDeadline() {
        assertThatThrownBy(() -> Machine.boot(spec, folders, BootListener.SILENT, Duration.ofSeconds(2)))
                .isInstanceOf(DeadlineException.class)
                .hasMessageMatching("(?s)waited 2.0 s for (the guest's agent to reach its freeze point|QEMU).*");
        assertNothingIsLeft();
    }

    @Test
    void fileThatIsNoKernelIsRefusedByQemu() throws Exception {
        Path text = Files.writeString(temporary.resolve("vmlinux"), "no kernel".repeat(1000));
        MachineSpec bad = MachineSpec.of(text, spec.initramfs());

        assertThatThrownBy(() -> Machine.boot(bad, folders, BootListener.SILENT, TestGuest.BOOT))
                .isInstanceOf(MachineGoneException.class)
                .hasMessageContaining("QEMU said");
        assertNothingIsLeft();
    }

    @Test
    void missingFilesAreNamed() {
        MachineSpec bad = MachineSpec.of(temporary.resolve("none"), spec.initramfs());

        assertThatThrownBy(() -> Machine.boot(bad, folders, BootListener.SILENT, TestGuest.BOOT))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("the kernel is not there");
    }

    @Test
    void memoryThatDoesNotFitIsRefusedAtOnce() {
        MachineSpec huge = spec.withMemoryBytes(1L << 50);

        assertThatThrownBy(() -> Machine.boot(huge, folders, BootListener.SILENT, TestGuest.BOOT))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("does not fit in");
        assertNothingIsLeft();
    }

    /// Two nodes of two LLCs with two threads, and so much memory that most of it lies above the hole.
    @Test
    void largeMachineIsAsAsked() throws Exception {
        MachineSpec large = spec.withTopology(Topology.parse("2n4l1c2t")).withMemoryBytes(4L << 30);
        try (Machine machine = Machine.boot(large, folders, BootListener.SILENT, TestGuest.BOOT)) {
            assertThat(cpu(machine, 0, "topology/thread_siblings_list")).isEqualTo("0-1");
            assertThat(cpu(machine, 5, "topology/thread_siblings_list")).isEqualTo("4-5");
            assertThat(cpu(machine, 2, "cache/index3/shared_cpu_list")).isEqualTo("2-3");
            assertThat(TestGuest.readFile(machine, "/sys/devices/system/node/node0/cpulist"))
                    .isEqualTo("0-3");
            assertThat(TestGuest.readFile(machine, "/sys/devices/system/node/node1/cpulist"))
                    .isEqualTo("4-7");

            long magic = 0x5ced_1ab5_ced1_ab11L;
            TestGuest.command(machine, TestGuest.PLACE, magic);
            long physical = TestGuest.result(machine);
            assertThat(physical).isGreaterThanOrEqualTo(HIGH_START);
            try (FileChannel ram = FileChannel.open(machine.ramFile())) {
                ByteBuffer word = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
                ram.read(word, physical - HIGH_START + machine.ram().lowBytes());
                assertThat(word.flip().getLong()).isEqualTo(magic);
            }
        }
        assertNothingIsLeft();
    }

    private static String cpu(Machine machine, int cpu, String file) {
        return TestGuest.readFile(machine, "/sys/devices/system/cpu/cpu" + cpu + "/" + file);
    }

    private void assertNothingIsLeft() {
        assertThat(folders.runtime()).isEmptyDirectory();
    }
}

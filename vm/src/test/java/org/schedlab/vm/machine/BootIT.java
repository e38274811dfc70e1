package org.schedlab.vm.machine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.schedlab.vm.DeadlineException;
import org.schedlab.vm.Folders;
import org.schedlab.vm.LabException;
import org.schedlab.vm.spec.MachineSpec;
import org.schedlab.vm.spec.Topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// Cold boots, good and bad.
@Tag("machine")
class BootIT {
    private static final long HIGH_START = 1L << 32;

    private final Folders folders = TestGuest.folders();
    private final MachineSpec spec = TestGuest.spec(folders).withTopology(Topology.parse("1n1l1c1t"));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temporary;

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
                spec.instructionNanos(),
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
    void bootThatSaysNothingForTooLongMissesItsDeadline() {
        MachineSpec silent = spec.withKernelArguments("quiet loglevel=0");

        assertThatThrownBy(() -> Machine.boot(silent, folders, BootListener.SILENT, Duration.ofSeconds(2)))
                .isInstanceOf(DeadlineException.class)
                .hasMessageMatching(
                        "(?s)timed out after 2.0 s waiting for (the kernel's first line on its console|QEMU).*");
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
        // Not by an annotation: JUnit makes an instance all the same, whose machine nobody would close.
        assumeTrue(Boolean.getBoolean("schedlab.long"), "run by ./schedlab test --long");
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

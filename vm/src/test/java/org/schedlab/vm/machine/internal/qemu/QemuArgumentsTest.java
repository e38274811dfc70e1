package org.schedlab.vm.machine.internal.qemu;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.schedlab.vm.DeadlineException;
import org.schedlab.vm.spec.MachineSpec;
import org.schedlab.vm.spec.Mode;
import org.schedlab.vm.spec.Topology;

import static org.assertj.core.api.Assertions.assertThat;

class QemuArgumentsTest {
    private static final Qemu QEMU = new Qemu(Path.of("/usr/bin/qemu"), "7.2.22", 7, 2, "");
    private final MachineSpec spec = MachineSpec.of(Path.of("/k/vmlinux"), Path.of("/i/initramfs"));

    @Test
    void kernelLeavesTheMailboxAlone() {
        assertThat(QemuArguments.kernelCommandLine(spec.withQuantumMicros(100).withKernelArguments("debug")))
                .contains(" memmap=4M$0x8000000 ")
                .contains(" schedlab.quantum_us=100 ")
                .endsWith(" debug");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ar-EG", "fa", "ne", "de-DE"})
    void numbersAreTheSameInEveryLanguage(String language) {
        List<String> expected = command("2n6l4c2t", Path.of("p.so"), false);
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag(language));
        try {
            assertThat(command("2n6l4c2t", Path.of("p.so"), false)).isEqualTo(expected);
            assertThat(new DeadlineException("x", Duration.ofMillis(1500), "wait"))
                    .hasMessageContaining("timed out after 1.5 s");
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "2, 1", "4, 2", "8, 3"})
    void qemuAndTheAgentAreToldWhatAnInstructionTakes(int nanos, int shift) {
        MachineSpec asked = spec.withInstructionNanos(nanos);

        assertThat(QemuArguments.of(asked, QEMU, Path.of("p.so"), false))
                .containsSequence("-icount", "shift=" + shift + ",sleep=off");
        String words = QemuArguments.kernelCommandLine(asked);
        if (nanos == MachineSpec.INSTRUCTION_NANOS) {
            assertThat(words).isEqualTo(QemuArguments.kernelCommandLine(spec)).doesNotContain("instruction");
        } else {
            assertThat(words).endsWith(" schedlab.instruction_ns=" + nanos);
        }
    }

    @Test
    void eachLlcIsASocket() {
        assertThat(command("2n6l4c2t", Path.of("p.so"), false))
                .containsSequence("-smp", "48,sockets=6,cores=4,threads=2")
                .containsSequence("-numa", "node,nodeid=0,cpus=0-23,memdev=ram")
                .containsSequence("-numa", "node,nodeid=1,cpus=24-47");
    }

    @Test
    void oneNodeNeedsNoNuma() {
        assertThat(command("1n1l4c1t", Path.of("p.so"), false))
                .containsSequence("-M", "q35,suppress-vmdesc=on,memory-backend=ram")
                .containsSequence("-m", "512M")
                .doesNotContain("-numa", "-incoming");
    }

    @Test
    void pluginPathMayHaveCommas() {
        assertThat(command("1n1l1c1t", Path.of("/a,b/p.so"), true))
                .containsSequence("-plugin", "/a,,b/p.so,socket=rendezvous,address=0x5ced1ab000,quantum=20000")
                .containsSequence("-incoming", "defer");
    }

    @ParameterizedTest
    @CsvSource({"KVM, kvm", "TCG_ONE_THREAD, 'tcg,thread=single'", "TCG_THREADS, 'tcg,thread=multi'"})
    void aLiveMachineHasNeitherInstructionCountingNorPlugin(Mode mode, String accelerator) {
        MachineSpec live = spec.withMode(mode);

        assertThat(QemuArguments.kernelCommandLine(live))
                .endsWith(" schedlab.quantum_us=0 schedlab.seed=1 schedlab.live");
        assertThat(QemuArguments.of(live, QEMU, Path.of("p.so"), false))
                .containsSequence("-accel", accelerator)
                .doesNotContain("-icount", "-plugin", "null,id=bell");
    }

    @ParameterizedTest
    @CsvSource({
        "VIRTUAL_TIME, 7, on",
        "KVM, 7, on",
        "TCG_ONE_THREAD, 7, on",
        "TCG_THREADS, 7, off",
        "TCG_THREADS, 10, on"
    })
    void cmpxchg16bIsThereWhereItIsSound(Mode mode, int major, String cx16) {
        Qemu qemu = new Qemu(Path.of("/usr/bin/qemu"), major + ".0.0", major, 0, "");
        assertThat(QemuArguments.of(spec.withMode(mode), qemu, Path.of("p.so"), false))
                .contains("max,la57=off,cx16=%s,erms=off,rdrand=off,rdseed=off".formatted(cx16));
    }

    private List<String> command(String topology, Path plugin, boolean incoming) {
        return QemuArguments.of(spec.withTopology(Topology.parse(topology)), QEMU, plugin, incoming);
    }
}

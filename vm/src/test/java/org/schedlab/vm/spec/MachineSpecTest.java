package org.schedlab.vm.spec;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.schedlab.vm.LabException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MachineSpecTest {
    private final MachineSpec spec = MachineSpec.of(Path.of("vmlinux"), Path.of("initramfs"));

    @Test
    void defaultsAreASmallMachine() {
        assertThat(spec.memoryBytes()).isEqualTo(512L << 20);
        assertThat(spec.topology()).hasToString("1n1l4c1t");
        assertThat(spec.quantumMicros()).isEqualTo(20);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 255L << 20, (512L << 20) + 1})
    void refusesMemoryNoMachineCanHave(long bytes) {
        assertThatThrownBy(() -> spec.withMemoryBytes(bytes))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("multiples of 2 MiB from 256 MiB on");
    }

    @Test
    void refusesQuantaTheTimerCannotHold() {
        assertThatThrownBy(() -> spec.withQuantumMicros(50_001)).hasMessageContaining("1 to 50000 us");
        assertThatThrownBy(() -> spec.withQuantumMicros(-1)).hasMessageContaining("cannot be programmed");
    }

    @ParameterizedTest
    @ValueSource(ints = {-2, 0, 3, 6, 16})
    void anInstructionTakesWhatQemuCanCount(int nanos) {
        assertThatThrownBy(() -> spec.withInstructionNanos(nanos))
                .isInstanceOf(LabException.class)
                .hasMessageStartingWith("an instruction cannot take %d ns".formatted(nanos))
                .hasMessageContaining("available: 1, 2, 4 and 8 ns");
    }

    @Test
    void aLiveMachineHasTheUsualSpeed() {
        MachineSpec live = spec.withInstructionNanos(8).withMode(Mode.KVM);

        assertThat(live.instructionNanos()).isEqualTo(2);
        assertThatThrownBy(() -> live.withInstructionNanos(4)).hasMessageContaining("or boot in virtual time");
    }

    @Test
    void aLiveMachineHasNoQuantum() {
        MachineSpec live = spec.withMode(Mode.KVM);

        assertThat(live.quantumMicros()).isZero();
        assertThatThrownBy(() -> live.withQuantumMicros(20)).hasMessageContaining("or boot in virtual time");
    }

    @Test
    void refusesControlCharactersInKernelArguments() {
        assertThatThrownBy(() -> spec.withKernelArguments("debug\nquiet")).hasMessageContaining("control character");
    }
}

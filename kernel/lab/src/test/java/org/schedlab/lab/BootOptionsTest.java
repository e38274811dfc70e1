package org.schedlab.lab;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.schedlab.vm.LabException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BootOptionsTest {
    private final BootOptions options = BootOptions.defaults();

    @ParameterizedTest
    @CsvSource({
        "262144K, 268435456",
        "256M, 268435456",
        "2G, 2147483648",
        "1T, 1099511627776",
        "1gib, 1073741824",
    })
    void sizesOfMemory(String text, long bytes) {
        assertThat(options.withMemory(text).memoryBytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({
        "512, '''512'' is not a size of guest memory'",
        "much, '''much'' is not a size of guest memory'",
        "0M, 0M of memory are too little for a machine",
        "255M, 255M of memory are too little for a machine",
        "257M, 257M of memory are not a multiple of 2M",
        "9999999999T, 9999999999T of memory are more than a machine can address",
    })
    void whatIsNotOneSaysWhatIs(String text, String why) {
        assertThatThrownBy(() -> options.withMemory(text))
                .isInstanceOf(LabException.class)
                .hasMessageStartingWith(why)
                .hasMessageContaining("available: a whole number with K, M, G or T: from 256M on, in steps of 2M")
                .hasMessageContaining("try: for example 512M or 2G");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 50_001})
    void aQuantumThatNoMachineCanHaveIsRefusedAtOnce(long micros) {
        assertThatThrownBy(() -> options.withQuantumMicros(micros))
                .isInstanceOf(LabException.class)
                .hasMessageStartingWith("a quantum of %d us cannot be programmed".formatted(micros))
                .hasMessageContaining("available: 1 to 50000 us; 0 for none");
    }

    @Test
    void captionsSayWhatAnInstructionTakesIfItIsNotTheUsual() {
        assertThat(options.machineText("virtual time")).isEqualTo("1n1l4c1t, virtual time, quantum 20 µs");
        assertThat(options.withInstructionNanos(2)).isEqualTo(options);
        assertThat(options.withInstructionNanos(8).machineText("virtual time"))
                .isEqualTo("1n1l4c1t, virtual time, quantum 20 µs, 8 ns an instruction");
        assertThatThrownBy(() -> options.withInstructionNanos(3))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("available: 1, 2, 4 and 8 ns");
    }

    @Test
    void aDeadlineIsAboveZero() {
        assertThat(options.withDeadline(Duration.ofMinutes(7)).deadline()).hasMinutes(7);
        assertThatThrownBy(() -> options.withDeadline(Duration.ZERO))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("available: host times above zero");
    }
}

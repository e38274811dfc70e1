package org.schedlab.vm.machine.internal.ram;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.schedlab.vm.LabException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RamFileTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @ParameterizedTest
    @CsvSource({"512, 512", "2048, 2048", "2814, 2814", "2816, 2048", "3072, 2048", "8192, 2048"})
    void q35KeepsAHoleBelow4GiB(long mebibytes, long low) {
        assertThat(RamFile.layout(mebibytes << 20).size()).isEqualTo(mebibytes << 20);
        assertThat(RamFile.layout(mebibytes << 20).lowBytes()).isEqualTo(low << 20);
    }

    @Test
    void saysHowMuchIsThereWhenItDoesNotFit() {
        Path ram = folder.resolve("ram");

        assertThatThrownBy(() -> RamFile.create(ram, 1L << 50))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("1073741824 MiB are needed")
                .hasMessageContaining("MiB are free")
                .hasMessageContaining("SCHEDLAB_RUNTIME");
        assertThat(Files.exists(ram)).isFalse();
    }
}

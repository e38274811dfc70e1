package org.schedlab.vm.memory;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.schedlab.vm.LabException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PhysicalMemoryTest {
    private static final long MIB = 1L << 20;

    @TempDir
    private Path folder;

    private Path ram(long size) throws IOException {
        Path file = folder.resolve("ram");
        try (RandomAccessFile ram = new RandomAccessFile(file.toFile(), "rw")) {
            ram.setLength(size);
        }
        return file;
    }

    @Test
    void aStoreIsAStoreInTheFileLittleEndian() throws IOException {
        Path file = ram(MIB);
        try (PhysicalMemory memory = PhysicalMemory.map(file, new RamLayout(MIB, MIB))) {
            memory.write(0x101, 8, 0x0807_0605_0403_0201L);
            memory.write(0x200, 2, 0xfffeL);
            assertThat(memory.read(0x101, 1)).isEqualTo(1);
            assertThat(memory.read(0x103, 4)).isEqualTo(0x0605_0403L);
            assertThat(memory.read(0x200, 2)).isEqualTo(0xfffe);
        }
        byte[] content = Files.readAllBytes(file);
        assertThat(Arrays.copyOfRange(content, 0x101, 0x109)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, MIB - 7, MIB, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE})
    void anAddressOutsideTheRamIsRefused(long address) throws IOException {
        try (PhysicalMemory memory = PhysicalMemory.map(ram(MIB), new RamLayout(MIB, MIB))) {
            assertThatThrownBy(() -> memory.read(address, 8))
                    .isInstanceOf(OutsideRamException.class)
                    .hasMessageContaining("%#x".formatted(address))
                    .hasMessageContaining("physical 0x0 to 0x100000");
        }
    }

    @Test
    void noReadGoesOverTheHole() throws IOException {
        try (PhysicalMemory memory = PhysicalMemory.map(ram(2 * MIB), new RamLayout(2 * MIB, MIB))) {
            memory.write((1L << 32) + MIB - 8, 8, 5);
            assertThat(memory.read((1L << 32) + MIB - 8, 8)).isEqualTo(5);
            assertThatThrownBy(() -> memory.read(MIB - 4, 8))
                    .isInstanceOf(OutsideRamException.class)
                    .hasMessageContaining("0x100000000 to 0x100100000");
            assertThatThrownBy(() -> memory.read((1L << 32) + MIB - 4, 8)).isInstanceOf(OutsideRamException.class);
        }
    }

    @Test
    void aFileOfAnotherLengthIsNotTheRam() throws IOException {
        Path file = ram(MIB);
        assertThatThrownBy(() -> PhysicalMemory.map(file, new RamLayout(2 * MIB, 2 * MIB)))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("1048576 bytes")
                .hasMessageContaining("2097152 bytes");
    }

    @Test
    void aFileThatIsNotThereIsSaid() {
        assertThatThrownBy(() -> PhysicalMemory.map(folder.resolve("gone"), new RamLayout(MIB, MIB)))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("it is not there");
    }
}

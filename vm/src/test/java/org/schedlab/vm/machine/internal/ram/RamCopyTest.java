package org.schedlab.vm.machine.internal.ram;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class RamCopyTest {
    private static final int SIZE = 9 << 20;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void copiesEveryByteAndKeepsTheHoles() throws IOException {
        Path source = sparse("source");
        Path copy = folder.resolve("copy");

        RamCopy.Result result = RamCopy.copy(source, copy);

        assertThat(Files.mismatch(source, copy)).isEqualTo(-1);
        assertThat(result.dataBytes()).isEqualTo(3 * 4096);
        assertThat(blocks(copy)).isLessThan(SIZE / 512 / 4);
    }

    @Test
    void checksumIsOfTheContentNotOfTheHoles() throws IOException {
        Path source = sparse("source");
        Path dense = folder.resolve("dense");
        Files.write(dense, Files.readAllBytes(source));

        assertThat(checksum(dense)).isEqualTo(checksum(source));
    }

    @Test
    void checksumNoticesOneBitAndAMovedPage() throws IOException {
        Path source = sparse("source");
        String before = checksum(source);

        put(source, 4 << 20, new byte[] {1});
        String changed = checksum(source);
        Path moved = folder.resolve("moved");
        byte[] bytes = Files.readAllBytes(sparse("again"));
        byte[] page = java.util.Arrays.copyOfRange(bytes, 1 << 20, (1 << 20) + 4096);
        System.arraycopy(new byte[4096], 0, bytes, 1 << 20, 4096);
        System.arraycopy(page, 0, bytes, 2 << 20, 4096);
        Files.write(moved, bytes);

        assertThat(changed).isNotEqualTo(before);
        assertThat(checksum(moved)).isNotEqualTo(before).isNotEqualTo(changed);
    }

    private String checksum(Path file) throws IOException {
        Path copy = Files.createTempFile(folder, "copy", "");
        return RamCopy.copy(file, copy).checksum();
    }

    private Path sparse(String name) throws IOException {
        Path file = folder.resolve(name);
        byte[] page = new byte[4096];
        new Random(1).nextBytes(page);
        put(file, SIZE - 4096, page);
        put(file, 1 << 20, page);
        put(file, (5 << 20) + 100, new byte[] {7});
        return file;
    }

    private static void put(Path file, long position, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes), position);
        }
    }

    private static long blocks(Path file) throws IOException {
        long blocks = 0;
        for (SparseFile.Extent extent : SparseFile.extents(file)) {
            blocks += (extent.end() - extent.start()) / 512;
        }
        return blocks;
    }
}

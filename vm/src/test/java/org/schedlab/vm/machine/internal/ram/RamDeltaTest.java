package org.schedlab.vm.machine.internal.ram;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// What changed between two RAM files, written and applied again; and the hash of a RAM file.
class RamDeltaTest {
    private static final int SIZE = 8 << 20;
    private static final int PAGE = RamImage.PAGE;

    private final Arena arena = Arena.ofConfined();
    private final Random random = new Random(7);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @AfterEach
    void unmap() {
        arena.close();
    }

    @Test
    void theBaseWithItsChangesIsTheOther() throws IOException {
        Path base = ram("base");
        fill(base, 3, PAGE);
        fill(base, 700, 400 * PAGE);
        fill(base, 1500, PAGE);
        Path now = ram("now");
        Files.write(now, Files.readAllBytes(base));
        fill(now, 5, PAGE);
        fill(now, 800, 300 * PAGE);
        zero(now, 1500);
        put(now, 701, 8, 1);
        put(now, 2047, PAGE - 1, 2);

        assertThat(restored(base, now)).hasSameBinaryContentAs(now);
    }

    @Test
    void onlyChangedWordsAreKept() throws IOException {
        Path base = ram("base");
        fill(base, 0, 1000 * PAGE);
        Path now = ram("now");
        Files.write(now, Files.readAllBytes(base));
        put(now, 10, 16, 0x55);
        put(now, 999, 0, 0x55);

        RamDelta.Result result = RamDelta.write(image(base), image(now), folder.resolve("changes"));

        assertThat(result.pages()).isBetween(1, 2);
        assertThat(result.bytes())
                .isEqualTo(Files.size(folder.resolve("changes")))
                .isLessThan(200);
        assertThat(result.checksum()).isEqualTo(RamDelta.checksum(folder.resolve("changes")));
    }

    @Test
    void nothingChangedIsAnEmptyFile() throws IOException {
        Path base = ram("base");
        fill(base, 1, 3 * PAGE);
        Path dense = folder.resolve("dense");
        Files.write(dense, Files.readAllBytes(base));

        assertThat(RamDelta.write(image(base), image(dense), folder.resolve("changes")))
                .isEqualTo(new RamDelta.Result("00000000", 0, 0));
    }

    @Test
    void aDamagedFileIsNoticed() throws IOException {
        Path base = ram("base");
        Path now = ram("now");
        fill(now, 9, 20 * PAGE);
        Path changes = folder.resolve("changes");
        String written = RamDelta.write(image(base), image(now), changes).checksum();
        byte[] bytes = Files.readAllBytes(changes);
        bytes[bytes.length / 3] ^= 4;
        Files.write(changes, bytes);

        assertThat(RamDelta.checksum(changes)).isNotEqualTo(written);
        Files.write(changes, java.util.Arrays.copyOf(bytes, bytes.length - 5));
        assertThatThrownBy(() -> RamDelta.apply(image(base), changes, base))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("end in the middle");
    }

    @Test
    void theHashIsOfTheContentNotOfTheHoles() throws IOException {
        Path sparse = ram("sparse");
        fill(sparse, 77, 3 * PAGE);
        Path dense = folder.resolve("dense");
        Files.write(dense, Files.readAllBytes(sparse));
        String hash = RamHash.of(image(sparse));

        assertThat(RamHash.of(image(dense))).isEqualTo(hash).hasSize(64);
        put(dense, 78, 100, 1);
        assertThat(RamHash.of(image(dense))).isNotEqualTo(hash);
    }

    @Test
    void theHashNoticesAMovedPage() throws IOException {
        Path one = ram("one");
        put(one, 4, 0, 1);
        Path other = ram("other");
        put(other, 5, 0, 1);

        assertThat(RamHash.of(image(one))).isNotEqualTo(RamHash.of(image(other)));
    }

    private Path restored(Path base, Path now) throws IOException {
        Path changes = folder.resolve("changes");
        RamDelta.write(image(base), image(now), changes);
        Path restored = folder.resolve("restored");
        RamCopy.copy(base, restored);
        RamDelta.apply(image(base), changes, restored);
        return restored;
    }

    private RamImage image(Path file) throws IOException {
        return RamImage.map(file, arena);
    }

    private Path ram(String name) throws IOException {
        Path file = folder.resolve(name);
        try (var ram = new RandomAccessFile(file.toFile(), "rw")) {
            ram.setLength(SIZE);
        }
        return file;
    }

    private void fill(Path file, int page, int length) throws IOException {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        write(file, (long) page * PAGE, bytes);
    }

    private static void zero(Path file, int page) throws IOException {
        write(file, (long) page * PAGE, new byte[PAGE]);
    }

    private static void put(Path file, int page, int offset, int value) throws IOException {
        write(file, (long) page * PAGE + offset, new byte[] {(byte) value});
    }

    private static void write(Path file, long at, byte[] bytes) throws IOException {
        try (var ram = new RandomAccessFile(file.toFile(), "rw")) {
            ram.seek(at);
            ram.write(bytes);
        }
    }
}

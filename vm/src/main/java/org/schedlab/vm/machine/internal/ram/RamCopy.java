package org.schedlab.vm.machine.internal.ram;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.Locale;
import java.util.zip.CRC32C;

/// Copies the RAM of a guest sparsely, and makes a checksum of it on the way.
///
/// The checksum depends on the content alone, not on where the file systems have holes: CRC-32C over
/// the number and the CRC-32C of every 64 KiB chunk that is not all zeros.
public final class RamCopy {
    private static final int CHUNK = 64 << 10;
    private static final int PAGE = RamImage.PAGE;
    private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(CHUNK).asReadOnlyBuffer();

    private final MemorySegment source;
    private final FileChannel target;
    private final CRC32C total = new CRC32C();
    private long dataBytes;

    private RamCopy(MemorySegment source, FileChannel target) {
        this.source = source;
        this.target = target;
    }

    /// What was copied.
    ///
    /// @param checksum of the content, in hex
    /// @param dataBytes how much of it was not zero, in whole pages
    public record Result(String checksum, long dataBytes) {}

    /// Copies `from` to `to`, which is all zeros or empty and gets the same size.
    public static Result copy(Path from, Path to) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            return copy(RamImage.map(from, arena), to);
        }
    }

    /// Copies an image to `to`, which is all zeros or empty and gets the same size.
    public static Result copy(RamImage from, Path to) throws IOException {
        try (FileChannel target = FileChannel.open(to, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (target.size() < from.bytes()) {
                target.write(ByteBuffer.allocate(1), from.bytes() - 1);
            }
            return new RamCopy(from.memory(), target).run(from.pages());
        }
    }

    private Result run(BitSet pages) throws IOException {
        int pagesOfChunk = CHUNK / PAGE;
        for (int page = pages.nextSetBit(0); page >= 0; ) {
            int number = page / pagesOfChunk;
            copyChunk(number);
            page = pages.nextSetBit((number + 1) * pagesOfChunk);
        }
        return new Result(String.format(Locale.ROOT, "%08x", total.getValue()), dataBytes);
    }

    private void copyChunk(long number) throws IOException {
        long start = number * CHUNK;
        ByteBuffer chunk = source.asSlice(start, Math.min(CHUNK, source.byteSize() - start))
                .asByteBuffer();
        if (isZero(chunk, 0, chunk.limit())) {
            return;
        }
        addToChecksum(number, chunk);
        int run = 0;
        for (int page = 0; page < chunk.limit(); page += PAGE) {
            int end = Math.min(page + PAGE, chunk.limit());
            if (isZero(chunk, page, end)) {
                write(chunk, start, run, page);
                run = end;
            }
        }
        write(chunk, start, run, chunk.limit());
    }

    private static boolean isZero(ByteBuffer chunk, int from, int to) {
        return chunk.slice(from, to - from).mismatch(ZEROS.slice(0, to - from)) < 0;
    }

    private void write(ByteBuffer chunk, long start, int from, int to) throws IOException {
        ByteBuffer pages = chunk.slice(from, to - from);
        dataBytes += to - from;
        while (pages.hasRemaining()) {
            target.write(pages, start + from + pages.position());
        }
    }

    private void addToChecksum(long number, ByteBuffer chunk) {
        CRC32C crc = new CRC32C();
        crc.update(chunk.duplicate());
        total.update(
                ByteBuffer.allocate(16).putLong(number).putLong(crc.getValue()).flip());
    }
}

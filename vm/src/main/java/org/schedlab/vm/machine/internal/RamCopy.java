package org.schedlab.vm.machine.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/// Copies the RAM of a guest sparsely, and makes a checksum of it on the way.
///
/// The checksum depends on the content alone, not on where the file systems have holes: CRC-32C over the
/// number and the CRC-32C of every 64 KiB chunk that is not all zeros.
public final class RamCopy {
    private static final int CHUNK = 64 << 10;
    private static final int PAGE = 4 << 10;
    private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(CHUNK).asReadOnlyBuffer();

    private final FileChannel source;
    private final FileChannel target;
    private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
    private final CRC32C total = new CRC32C();
    private long dataBytes;

    private RamCopy(FileChannel source, FileChannel target) {
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
        try (FileChannel source = FileChannel.open(from);
                FileChannel target = FileChannel.open(to, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            long size = source.size();
            if (target.size() < size) {
                target.write(ByteBuffer.allocate(1), size - 1);
            }
            return new RamCopy(source, target).run(from, size);
        }
    }

    private Result run(Path from, long size) throws IOException {
        long next = 0;
        for (SparseFile.Extent extent : SparseFile.extents(from)) {
            long first = Math.max(next, extent.start() / CHUNK);
            long last = (Math.min(extent.end(), size) - 1) / CHUNK;
            for (long number = first; number <= last; number++) {
                copyChunk(number);
            }
            next = last + 1;
        }
        return new Result("%08x".formatted(total.getValue()), dataBytes);
    }

    private void copyChunk(long number) throws IOException {
        long start = number * CHUNK;
        chunk.clear();
        while (chunk.hasRemaining() && source.read(chunk, start + chunk.position()) > 0) {}
        chunk.flip();
        if (isZero(0, chunk.limit())) {
            return;
        }
        addToChecksum(number);
        int run = 0;
        for (int page = 0; page < chunk.limit(); page += PAGE) {
            int end = Math.min(page + PAGE, chunk.limit());
            if (isZero(page, end)) {
                write(start, run, page);
                run = end;
            }
        }
        write(start, run, chunk.limit());
    }

    private boolean isZero(int from, int to) {
        return chunk.slice(from, to - from).mismatch(ZEROS.slice(0, to - from)) < 0;
    }

    private void write(long start, int from, int to) throws IOException {
        ByteBuffer pages = chunk.slice(from, to - from);
        dataBytes += to - from;
        while (pages.hasRemaining()) {
            target.write(pages, start + from + pages.position());
        }
    }

    private void addToChecksum(long number) {
        CRC32C crc = new CRC32C();
        crc.update(chunk.duplicate());
        total.update(
                ByteBuffer.allocate(16).putLong(number).putLong(crc.getValue()).flip());
    }
}

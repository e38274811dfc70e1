package org.schedlab.vm.machine.internal.ram;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.BitSet;

/// The bytes of a RAM file, mapped, and which of its pages may hold something else than zeros.
/// Immutable as long as nobody writes to the file; whoever owns the mapping's arena ends it.
///
/// @param memory all of it
/// @param pages numbers of the pages that are not in holes of the file
public record RamImage(MemorySegment memory, BitSet pages) {
    /// The smallest piece of RAM that is compared, hashed, and kept.
    public static final int PAGE = 4 << 10;

    private static final MemorySegment ZEROS = Arena.global().allocate(PAGE);
    /// Large enough to be rare, small enough for a ByteBuffer.
    private static final int WINDOW = 256 << 20;

    /// Maps a file for reading; the arena unmaps it.
    public static RamImage map(Path file, Arena arena) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            return of(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena), file);
        }
    }

    /// What is mapped already.
    public static RamImage of(MemorySegment memory, Path file) throws IOException {
        BitSet pages = new BitSet();
        for (SparseFile.Extent extent : SparseFile.extents(file)) {
            long end = Math.min(extent.end(), memory.byteSize());
            pages.set(Math.toIntExact(extent.start() / PAGE), Math.toIntExact((end + PAGE - 1) / PAGE));
        }
        return new RamImage(memory, pages);
    }

    long bytes() {
        return memory.byteSize();
    }

    boolean isZero(int page) {
        return !pages.get(page) || equal(memory, start(page), ZEROS, 0);
    }

    /// Whether the same page of another image of the same size holds the same bytes.
    boolean samePage(RamImage other, int page) {
        if (!pages.get(page)) {
            return other.isZero(page);
        }
        return other.pages.get(page) ? equal(memory, start(page), other.memory, start(page)) : isZero(page);
    }

    private static boolean equal(MemorySegment one, long from, MemorySegment other, long otherFrom) {
        return MemorySegment.mismatch(one, from, from + PAGE, other, otherFrom, otherFrom + PAGE) < 0;
    }

    static long start(int page) {
        return (long) page * PAGE;
    }

    /// Gives every page that is not all zeros, in order, as a place in a buffer.
    void forEachPage(PageVisitor visitor) throws IOException {
        ByteBuffer window = ByteBuffer.allocate(0);
        long windowStart = 0;
        for (int page = pages.nextSetBit(0); page >= 0; page = pages.nextSetBit(page + 1)) {
            if (isZero(page)) {
                continue;
            }
            long start = start(page);
            if (start + PAGE > windowStart + window.capacity()) {
                windowStart = start;
                window =
                        memory.asSlice(start, Math.min(WINDOW, bytes() - start)).asByteBuffer();
            }
            visitor.visit(page, window, Math.toIntExact(start - windowStart));
        }
    }

    /// Takes one page.
    interface PageVisitor {
        void visit(int page, ByteBuffer buffer, int offset) throws IOException;
    }
}

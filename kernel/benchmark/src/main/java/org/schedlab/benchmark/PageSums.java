package org.schedlab.benchmark;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;

/// A checksum of each page of a guest's RAM at one moment, to count what changes until another.
/// Immutable.
final class PageSums {
    private static final int PAGE = 4 << 10;
    private static final int BUFFER = 4 << 20;

    private final int[] sums;

    private PageSums(int[] sums) {
        this.sums = sums;
    }

    /// Reads the file, so that holes stay holes.
    static PageSums of(Path ram) throws IOException {
        try (FileChannel file = FileChannel.open(ram)) {
            int[] sums = new int[Math.toIntExact(file.size() / PAGE)];
            ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
            CRC32C sum = new CRC32C();
            int page = 0;
            while (file.read(buffer.clear()) > 0) {
                buffer.flip();
                for (int start = 0; start < buffer.limit(); start += PAGE) {
                    sum.reset();
                    sum.update(buffer.slice(start, PAGE));
                    sums[page] = (int) sum.getValue();
                    page++;
                }
            }
            return new PageSums(sums);
        }
    }

    /// The bytes of the pages that differ.
    long changedBytes(PageSums before) {
        long pages = 0;
        for (int page = 0; page < sums.length; page++) {
            if (sums[page] != before.sums[page]) {
                pages++;
            }
        }
        return pages * PAGE;
    }

    /// The bytes of the pages that do not hold zeros only.
    long nonZeroBytes() {
        CRC32C zeros = new CRC32C();
        zeros.update(new byte[PAGE]);
        int zero = (int) zeros.getValue();
        return Arrays.stream(sums).filter(sum -> sum != zero).count() * PAGE;
    }
}

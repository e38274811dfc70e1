package org.schedlab.vm.image;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import org.tukaani.xz.SingleXZInputStream;

/// The compressions a kernel's payload may have (scripts/Makefile.lib of 6.18, `cmd_zstd22` and its
/// neighbours), told apart by their first bytes. Supported are zstd, gzip, xz and lz4 (legacy frame).
enum Compression {
    ZSTD("28b52ffd", true),
    GZIP("1f8b", true),
    XZ("fd377a585a00", true),
    LZ4("02214c18", true),
    NONE("7f454c46", true),
    BZIP2("425a68", false),
    LZMA("5d0000", false),
    LZO("894c5a4f000d", false);

    /// Debian's kernels need a window of 2^27 bytes; more than 2^30 no kernel has.
    private static final int LARGEST_WINDOW_LOG = 30;

    private static final int SIZE_BYTES = 4;
    private static final int LONGEST_MAGIC = 6;

    private final String magic;
    private final boolean supported;

    Compression(String magic, boolean supported) {
        this.magic = magic;
        this.supported = supported;
    }

    boolean supported() {
        return supported;
    }

    static Optional<Compression> of(MemorySegment payload) {
        long count = Math.min(LONGEST_MAGIC, payload.byteSize() - SIZE_BYTES);
        if (count <= 0) {
            return Optional.empty();
        }
        String start = HexFormat.of().formatHex(payload.asSlice(0, count).toArray(ValueLayout.JAVA_BYTE));
        return Arrays.stream(values())
                .filter(compression -> start.startsWith(compression.magic))
                .findFirst();
    }

    /// The unpacked size, which the kernel's build appends to the payload (gzip ends with it by
    /// itself).
    static long unpackedSize(MemorySegment payload) {
        return Integer.toUnsignedLong(payload.get(ValueLayout.JAVA_INT_UNALIGNED, payload.byteSize() - SIZE_BYTES));
    }

    /// The unpacked bytes of a supported compression. The caller closes the stream.
    InputStream open(MemorySegment payload) throws IOException {
        MemorySegment packed = payload.asSlice(0, payload.byteSize() - SIZE_BYTES);
        return switch (this) {
            case ZSTD -> new ZstdInputStreamNoFinalizer(new SegmentInputStream(packed)).setLongMax(LARGEST_WINDOW_LOG);
            case GZIP -> new GZIPInputStream(new SegmentInputStream(payload));
            case XZ -> new SingleXZInputStream(new SegmentInputStream(packed));
            case LZ4 -> new LegacyLz4InputStream(new SegmentInputStream(packed));
            case NONE -> new SegmentInputStream(packed);
            case BZIP2, LZMA, LZO -> throw new IOException("cannot unpack " + this);
        };
    }
}

package org.schedlab.vm.machine.internal.ram;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Locale;
import java.util.zip.CRC32C;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;

/// What differs between a guest's RAM and the base that it came from: the 8-byte words that changed,
/// in the pages that changed, exclusive-or the base's, packed with zstd.
///
/// The file is a row of blocks of up to 256 pages: packed length and plain length (4 bytes each),
/// then the packed block. A plain block has for each page its number (4 bytes), a bit for each of its
/// 512 words, and the words whose bits are set; all little-endian. The checksum is CRC-32C of the
/// whole file.
public final class RamDelta {
    private static final int BLOCK_PAGES = 256;
    private static final int WORDS = RamImage.PAGE / Long.BYTES;
    private static final int MASKS = WORDS / Long.SIZE;
    private static final int PAGE_LIMIT = Integer.BYTES + MASKS * Long.BYTES + RamImage.PAGE;
    private static final int BLOCK_LIMIT = BLOCK_PAGES * PAGE_LIMIT;
    private static final int HEADER = 2 * Integer.BYTES;
    private static final int LEVEL = 1;
    private static final int READ_AT_ONCE = 1 << 20;
    private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final RamImage base;
    private final ByteBuffer plain;
    private final ByteBuffer packed;
    private final long[] was = new long[WORDS];
    private final long[] is = new long[WORDS];
    private final CRC32C checksum = new CRC32C();

    /// @param buffers frees the buffers when it is closed: left to the garbage collector, those of
    ///     hundreds of rewinds would pile up beside a heap that is nearly empty
    private RamDelta(RamImage base, Arena buffers) {
        this.base = base;
        this.plain = buffer(buffers, BLOCK_LIMIT);
        this.packed = buffer(buffers, HEADER + Zstd.compressBound(BLOCK_LIMIT));
    }

    private static ByteBuffer buffer(Arena buffers, long bytes) {
        return buffers.allocate(bytes).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    /// What was written.
    ///
    /// @param checksum of the file, in hex
    /// @param bytes the file's length
    /// @param pages how many pages differ
    public record Result(String checksum, long bytes, int pages) {}

    /// Writes what turns `base` into `now`.
    public static Result write(RamImage base, RamImage now, Path file) throws IOException {
        try (FileChannel target = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                Arena buffers = Arena.ofConfined()) {
            return new RamDelta(base, buffers).write(now, target);
        }
    }

    private Result write(RamImage now, FileChannel target) throws IOException {
        BitSet candidates = (BitSet) now.pages().clone();
        candidates.or(base.pages());
        int pages = 0;
        try (ZstdCompressCtx zstd = new ZstdCompressCtx().setLevel(LEVEL)) {
            for (int page = candidates.nextSetBit(0); page >= 0; page = candidates.nextSetBit(page + 1)) {
                if (!now.samePage(base, page)) {
                    addPage(now, page);
                    pages++;
                    if (plain.remaining() < PAGE_LIMIT) {
                        writeBlock(zstd, target);
                    }
                }
            }
            writeBlock(zstd, target);
        }
        return new Result(hex(checksum), target.position(), pages);
    }

    private void addPage(RamImage now, int page) {
        load(base, page, was);
        load(now, page, is);
        plain.putInt(page);
        int masks = plain.position();
        plain.position(masks + MASKS * Long.BYTES);
        for (int group = 0; group < MASKS; group++) {
            long mask = 0;
            for (int bit = 0; bit < Long.SIZE; bit++) {
                long change = was[group * Long.SIZE + bit] ^ is[group * Long.SIZE + bit];
                if (change != 0) {
                    mask |= 1L << bit;
                    plain.putLong(change);
                }
            }
            plain.putLong(masks + group * Long.BYTES, mask);
        }
    }

    private static void load(RamImage image, int page, long[] words) {
        if (image.pages().get(page)) {
            MemorySegment.copy(image.memory(), WORD, RamImage.start(page), words, 0, WORDS);
        } else {
            Arrays.fill(words, 0);
        }
    }

    private void writeBlock(ZstdCompressCtx zstd, FileChannel target) throws IOException {
        if (plain.flip().hasRemaining()) {
            int length = plain.remaining();
            packed.clear().position(HEADER);
            zstd.compress(packed, plain);
            packed.flip();
            packed.putInt(0, packed.limit() - HEADER).putInt(Integer.BYTES, length);
            checksum.update(packed.duplicate());
            while (packed.hasRemaining()) {
                target.write(packed);
            }
        }
        plain.clear();
    }

    /// CRC-32C of a delta file, in hex.
    public static String checksum(Path file) throws IOException {
        CRC32C checksum = new CRC32C();
        try (FileChannel source = FileChannel.open(file);
                Arena buffers = Arena.ofConfined()) {
            ByteBuffer buffer = buffer(buffers, READ_AT_ONCE);
            while (source.read(buffer.clear()) > 0) {
                checksum.update(buffer.flip());
            }
        }
        return hex(checksum);
    }

    /// Turns a RAM file that is a copy of `base` into what the delta was written from. The file's
    /// checksum must have been compared before.
    public static void apply(RamImage base, Path file, Path ram) throws IOException {
        try (FileChannel source = FileChannel.open(file);
                FileChannel target = FileChannel.open(ram, StandardOpenOption.WRITE);
                ZstdDecompressCtx zstd = new ZstdDecompressCtx();
                Arena buffers = Arena.ofConfined()) {
            new RamDelta(base, buffers).apply(source, target, zstd);
        } catch (ZstdException e) {
            throw new IOException("the memory's changes cannot be unpacked: " + e.getMessage(), e);
        }
    }

    private void apply(FileChannel source, FileChannel target, ZstdDecompressCtx zstd) throws IOException {
        ByteBuffer page = ByteBuffer.allocate(RamImage.PAGE).order(ByteOrder.LITTLE_ENDIAN);
        while (source.position() < source.size()) {
            read(source, packed.clear().limit(HEADER));
            int packedLength = packed.getInt(0);
            int plainLength = packed.getInt(Integer.BYTES);
            read(source, packed.clear().limit(packedLength));
            zstd.decompress(plain.clear().limit(plainLength), packed);
            plain.flip();
            while (plain.hasRemaining()) {
                int number = plain.getInt();
                patch(number);
                page.clear().asLongBuffer().put(is);
                long start = RamImage.start(number);
                while (page.hasRemaining()) {
                    target.write(page, start + page.position());
                }
            }
        }
    }

    private void patch(int page) {
        load(base, page, is);
        int masks = plain.position();
        plain.position(masks + MASKS * Long.BYTES);
        for (int group = 0; group < MASKS; group++) {
            long mask = plain.getLong(masks + group * Long.BYTES);
            while (mask != 0) {
                is[group * Long.SIZE + Long.numberOfTrailingZeros(mask)] ^= plain.getLong();
                mask &= mask - 1;
            }
        }
    }

    private static void read(FileChannel source, ByteBuffer into) throws IOException {
        while (into.hasRemaining()) {
            if (source.read(into) < 0) {
                throw new IOException("the memory's changes end in the middle");
            }
        }
        into.flip();
    }

    private static String hex(CRC32C checksum) {
        return String.format(Locale.ROOT, "%08x", checksum.getValue());
    }
}

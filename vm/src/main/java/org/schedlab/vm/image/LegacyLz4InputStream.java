package org.schedlab.vm.image;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Objects;

import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/// The lz4 frame that kernels use, older than the one of lz4's library: a magic number, then blocks
/// of up to 8 MiB, each with its packed length in front (lz4_Frame_format.md, "Legacy frame"). Not
/// thread-safe.
final class LegacyLz4InputStream extends InputStream {
    private static final int MAGIC = 0x184c2102;
    private static final int BLOCK = 8 << 20;

    private final InputStream packed;
    private final LZ4SafeDecompressor decompressor =
            LZ4Factory.fastestJavaInstance().safeDecompressor();
    private final byte[] block = new byte[BLOCK];
    private int position;
    private int end;

    LegacyLz4InputStream(InputStream packed) throws IOException {
        this.packed = packed;
        if (length() != MAGIC) {
            throw new IOException("no lz4 legacy frame");
        }
    }

    @Override
    public int read() throws IOException {
        return position < end || nextBlock() ? block[position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (position == end && !nextBlock()) {
            return -1;
        }
        int count = Math.min(length, end - position);
        System.arraycopy(block, position, target, offset, count);
        position += count;
        return count;
    }

    @Override
    public void close() throws IOException {
        packed.close();
    }

    private boolean nextBlock() throws IOException {
        do {
            if (packed.available() == 0) {
                return false;
            }
            int length = length();
            if (length <= 0 || length > packed.available()) {
                throw new EOFException(
                        String.format(Locale.ROOT, "lz4 block of %d bytes, %d are left", length, packed.available()));
            }
            byte[] bytes = packed.readNBytes(length);
            try {
                end = decompressor.decompress(bytes, 0, length, block, 0, BLOCK);
            } catch (LZ4Exception e) {
                throw new IOException("damaged lz4 block", e);
            }
            position = 0;
        } while (end == 0);
        return true;
    }

    private int length() throws IOException {
        byte[] bytes = packed.readNBytes(Integer.BYTES);
        if (bytes.length < Integer.BYTES) {
            throw new EOFException("lz4 frame ends inside of a length");
        }
        return (bytes[0] & 0xff) | (bytes[1] & 0xff) << 8 | (bytes[2] & 0xff) << 16 | (bytes[3] & 0xff) << 24;
    }
}

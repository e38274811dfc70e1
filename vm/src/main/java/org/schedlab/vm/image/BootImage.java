package org.schedlab.vm.image;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Locale;

import org.schedlab.vm.image.KernelImageException.Problem;

/// The set-up header of a bzImage (Documentation/arch/x86/boot.rst, boot protocol 2.08 and later).
///
/// @param file the bzImage
/// @param payload the compressed kernel
record BootImage(Path file, MemorySegment payload) {
    private static final int SECTOR = 512;
    private static final int SETUP_SECTORS = 0x1f1;
    private static final int BOOT_FLAG = 0x1fe;
    private static final int HEADER_MAGIC = 0x202;
    private static final int PROTOCOL_VERSION = 0x206;
    private static final int PAYLOAD_OFFSET = 0x248;
    private static final int PAYLOAD_LENGTH = 0x24c;
    private static final int HEADER_END = 0x268;
    private static final int FIRST_WITH_PAYLOAD = 0x208;
    private static final int DEFAULT_SETUP_SECTORS = 4;

    /// Whether the bytes begin like a bzImage.
    static boolean isOne(MemorySegment bytes) {
        return bytes.byteSize() >= HEADER_END
                && unsignedShort(bytes, BOOT_FLAG) == 0xaa55
                && unsignedInt(bytes, HEADER_MAGIC) == 0x53726448L;
    }

    /// Reads the header.
    ///
    /// @throws KernelImageException if the payload is not inside the file
    static BootImage read(Path file, MemorySegment bytes) {
        int version = unsignedShort(bytes, PROTOCOL_VERSION);
        if (version < FIRST_WITH_PAYLOAD) {
            throw new KernelImageException(
                    Problem.NOT_A_KERNEL,
                    file,
                    "%s is too old a kernel".formatted(file),
                    String.format(
                            Locale.ROOT,
                            "boot protocol %d.%02d, without a payload that could be unpacked (2.08 is the first)",
                            version >> 8,
                            version & 0xff));
        }
        int setupSectors = bytes.get(ValueLayout.JAVA_BYTE, SETUP_SECTORS) & 0xff;
        long start = (setupSectors == 0 ? DEFAULT_SETUP_SECTORS : setupSectors) * (long) SECTOR
                + SECTOR
                + unsignedInt(bytes, PAYLOAD_OFFSET);
        long length = unsignedInt(bytes, PAYLOAD_LENGTH);
        if (start + length > bytes.byteSize()) {
            throw new KernelImageException(
                    Problem.TRUNCATED,
                    file,
                    "%s is cut off".formatted(file),
                    String.format(
                            Locale.ROOT,
                            "%,d bytes; its header says that the kernel inside ends at %,d",
                            bytes.byteSize(),
                            start + length));
        }
        return new BootImage(file, bytes.asSlice(start, length));
    }

    private static int unsignedShort(MemorySegment bytes, long at) {
        return Short.toUnsignedInt(bytes.get(ValueLayout.JAVA_SHORT_UNALIGNED, at));
    }

    private static long unsignedInt(MemorySegment bytes, long at) {
        return Integer.toUnsignedLong(bytes.get(ValueLayout.JAVA_INT_UNALIGNED, at));
    }
}

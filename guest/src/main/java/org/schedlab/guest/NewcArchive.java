package org.schedlab.guest;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// A cpio archive of format `newc`, which the kernel unpacks as its first file system. Owner root,
/// time 0, inode numbers in order: equal content gives equal bytes. Format:
/// Documentation/driver-api/early-userspace/buffer-format.rst.
final class NewcArchive {
    private static final int FOLDER = 0040755;
    private static final int PROGRAM = 0100755;
    private static final int CHARACTER_DEVICE = 0020600;
    private static final String TRAILER = "TRAILER!!!";
    private static final int ALIGNMENT = 4;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int nextInode = 1;

    NewcArchive folder(String name) {
        return entry(name, FOLDER, new byte[0], 0, 0);
    }

    NewcArchive program(String name, byte[] content) {
        return entry(name, PROGRAM, content, 0, 0);
    }

    NewcArchive characterDevice(String name, int major, int minor) {
        return entry(name, CHARACTER_DEVICE, new byte[0], major, minor);
    }

    /// The archive with its end mark. Nothing may be added afterwards.
    byte[] bytes() {
        entry(TRAILER, 0, new byte[0], 0, 0);
        return out.toByteArray();
    }

    private NewcArchive entry(String name, int mode, byte[] content, int deviceMajor, int deviceMinor) {
        byte[] nameBytes = (name + '\0').getBytes(StandardCharsets.US_ASCII);
        int[] fields = {
            nextInode++, mode, 0, 0, 1, 0, content.length, 0, 0, deviceMajor, deviceMinor, nameBytes.length, 0
        };
        StringBuilder header = new StringBuilder("070701");
        for (int field : fields) {
            header.append(String.format(Locale.ROOT, "%08x", field));
        }
        out.writeBytes(header.toString().getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(nameBytes);
        pad();
        out.writeBytes(content);
        pad();
        return this;
    }

    private void pad() {
        while (out.size() % ALIGNMENT != 0) {
            out.write(0);
        }
    }
}

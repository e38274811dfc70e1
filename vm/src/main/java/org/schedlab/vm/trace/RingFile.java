package org.schedlab.vm.trace;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A file of zeros that QEMU's plugin and this process map.
final class RingFile {
    private static final int CHUNK = 1 << 20;

    private RingFile() {}

    /// A new one, in place of the one that is there.
    ///
    /// @throws IOException it cannot be made, or the file system has no room for it
    static MemorySegment create(Path file, long bytes, Arena arena) throws IOException {
        Files.deleteIfExists(file);
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            // Written, so that a full file system is an error here and not the end of QEMU.
            for (long at = 0; at < bytes; ) {
                at += channel.write(ByteBuffer.allocate((int) Math.min(CHUNK, bytes - at)), at);
            }
            return channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes, arena);
        }
    }
}

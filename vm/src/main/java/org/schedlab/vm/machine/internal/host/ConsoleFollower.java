package org.schedlab.vm.machine.internal.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/// Hands on the lines that are new in a growing file. Used by one thread.
public final class ConsoleFollower {
    private final Path file;
    private final Consumer<String> lines;
    private final StringBuilder partial = new StringBuilder();
    private long position;

    public ConsoleFollower(Path file, Consumer<String> lines) {
        this.file = file;
        this.lines = lines;
    }

    /// Hands on what is new.
    ///
    /// @return whether there was something
    public boolean poll() throws IOException {
        long before = position;
        if (!Files.exists(file)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer bytes = ByteBuffer.allocate(16 << 10);
            while (channel.read(bytes, position) > 0) {
                position += bytes.position();
                partial.append(StandardCharsets.ISO_8859_1.decode(bytes.flip()));
                bytes.clear();
            }
        }
        int end;
        while ((end = partial.indexOf("\n")) >= 0) {
            lines.accept(partial.substring(0, end).stripTrailing());
            partial.delete(0, end + 1);
        }
        return position > before;
    }
}

package org.schedlab.mcp;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The lines of a stream; of one that is too long nothing is kept. Not thread-safe.
final class MessageLines {
    /// In bytes: room for the sources of a large scheduler, and an end for who sends without a line feed.
    static final int LONGEST = 4 << 20;

    private final InputStream in;

    MessageLines(InputStream in) {
        this.in = new BufferedInputStream(in, 1 << 16);
    }

    /// A line without its end.
    ///
    /// @param tooLong whether it was, and its text left out
    record Line(String text, boolean tooLong) {}

    /// The next; empty at the end. A last line without a line feed is none: who wrote it went away in the
    /// middle.
    Optional<Line> next() throws IOException {
        var bytes = new ByteArrayOutputStream();
        boolean tooLong = false;
        for (int read = in.read(); read >= 0; read = in.read()) {
            if (read == '\n') {
                return Optional.of(new Line(tooLong ? "" : bytes.toString(StandardCharsets.UTF_8), tooLong));
            }
            if (bytes.size() < LONGEST) {
                bytes.write(read);
            } else {
                tooLong = true;
            }
        }
        return Optional.empty();
    }
}

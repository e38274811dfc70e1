package org.schedlab.guest.agent;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.schedlab.guest.protocol.Fields;
import org.schedlab.guest.protocol.MailboxLayout;

/// Puts the pieces that the agent read from a program's two streams together to lines.
final class OutputLines {
    private final List<Begun> all = new ArrayList<>();
    private final Map<OutputLine.Stream, Begun> open = new EnumMap<>(OutputLine.Stream.class);

    private OutputLines() {}

    private static final class Begun {
        private final long atNanos;
        private final OutputLine.Stream stream;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Begun(long atNanos, OutputLine.Stream stream) {
            this.atNanos = atNanos;
            this.stream = stream;
        }

        OutputLine line() {
            String text = bytes.toString(StandardCharsets.UTF_8);
            return new OutputLine(atNanos, stream, text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
        }
    }

    /// The lines of the records between two offsets.
    static List<OutputLine> of(Fields fields, int start, int end) {
        OutputLines lines = new OutputLines();
        int at = start;
        while (at < end) {
            int size = (int) fields.number(at + MailboxLayout.OUTPUT_BYTES);
            int bytes = at + MailboxLayout.OUTPUT_SIZE;
            OutputLine.Stream stream = fields.number(at + MailboxLayout.OUTPUT_STREAM) == 1
                    ? OutputLine.Stream.OUT
                    : OutputLine.Stream.ERR;
            long time = fields.number(at + MailboxLayout.OUTPUT_TIME);
            for (int i = 0; i < size; i++) {
                lines.take(time, stream, fields.octet(bytes + i));
            }
            at = bytes + size;
        }
        return lines.all.stream().map(Begun::line).toList();
    }

    private void take(long atNanos, OutputLine.Stream stream, byte octet) {
        Begun line = open.get(stream);
        if (line == null) {
            line = new Begun(atNanos, stream);
            all.add(line);
            open.put(stream, line);
        }
        if (octet == '\n') {
            open.remove(stream);
        } else {
            line.bytes.write(octet);
        }
    }
}

package org.schedlab.lab.export;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// Pages of ftrace's ring buffer of one CPU (kernel/trace/ring_buffer.c): the time of the first event, how many
/// bytes are used, and events, each with the ns since the one before. Not thread-safe.
final class RingPages implements AutoCloseable {
    static final int PAGE = 4096;
    /// The common fields: type, flags, preemption count, pid.
    static final int COMMON_BYTES = 8;

    private static final int HEADER = 16;
    private static final int TYPE_BITS = 5;
    private static final int DELTA_BITS = 27;
    private static final int TIME_EXTEND = 30;

    private final OutputStream stream;
    private final byte[] bytes = new byte[PAGE];
    private final ByteBuffer page = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    private long last;

    RingPages(OutputStream stream) {
        this.stream = new BufferedOutputStream(stream, 16 * PAGE);
        page.position(HEADER);
    }

    static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /// Where the fields of an event begin in its record, and behind the last one where it ends.
    static int[] offsets(EventFormat format) {
        List<EventField> fields = format.fields();
        int[] offsets = new int[fields.size() + 1];
        int at = COMMON_BYTES;
        for (int i = 0; i < fields.size(); i++) {
            EventField.Type type = fields.get(i).type();
            int alignment = type.text() ? 1 : type.bytes();
            at = (at + alignment - 1) / alignment * alignment;
            offsets[i] = at;
            at += type.bytes();
        }
        offsets[fields.size()] = (at + Integer.BYTES - 1) / Integer.BYTES * Integer.BYTES;
        return offsets;
    }

    /// Adds an event; its time is not before that of the one before.
    ///
    /// @throws UncheckedIOException it cannot be written
    void add(TraceEvent event) {
        int[] offsets = offsets(event.format());
        int length = offsets[offsets.length - 1];
        if (page.remaining() < 3 * Integer.BYTES + length) {
            writePage();
        }
        if (page.position() == HEADER) {
            page.putLong(0, event.nanos());
            last = event.nanos();
        }
        long delta = event.nanos() - last;
        if (delta < 0) {
            throw new IllegalArgumentException("events of a CPU are not by time: " + event + " after " + last);
        }
        last = event.nanos();
        if (delta >>> DELTA_BITS != 0) {
            page.putInt(word(TIME_EXTEND, delta)).putInt((int) (delta >>> DELTA_BITS));
            delta = 0;
        }
        page.putInt(word(length / Integer.BYTES, delta));
        putRecord(event, offsets, page.position());
        page.position(page.position() + length);
    }

    private static int word(int type, long delta) {
        return type | (int) (delta << TYPE_BITS);
    }

    private void putRecord(TraceEvent event, int[] offsets, int at) {
        page.putShort(at, (short) event.format().id())
                .put(at + 2, (byte) event.commonFlags())
                .put(at + 3, (byte) 0)
                .putInt(at + 4, event.pid());
        List<EventField> fields = event.format().fields();
        for (int i = 0; i < fields.size(); i++) {
            EventField.Type type = fields.get(i).type();
            int offset = at + offsets[i];
            if (type.text()) {
                byte[] text = event.text(i).getBytes(StandardCharsets.UTF_8);
                page.put(offset, text, 0, Math.min(text.length, type.bytes() - 1));
            } else if (type.bytes() == Long.BYTES) {
                page.putLong(offset, event.number(i));
            } else {
                page.putInt(offset, (int) event.number(i));
            }
        }
    }

    private void writePage() {
        page.putLong(Long.BYTES, page.position() - HEADER);
        try {
            stream.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Arrays.fill(bytes, (byte) 0);
        page.position(HEADER);
    }

    /// Writes what is left.
    @Override
    public void close() throws IOException {
        try (stream) {
            if (page.position() > HEADER) {
                writePage();
            }
        }
    }
}

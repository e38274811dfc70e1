package org.schedlab.lab.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Bytes of a protocol buffers message under way. Knows the wire format and no schema. Not thread-safe.
final class ProtoBuffer {
    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int LENGTH_DELIMITED = 2;
    /// What a length takes at most, of messages that are held in memory here.
    private static final int LENGTH_BYTES = 4;

    private static final int SEVEN_BITS = 0x7f;
    private static final int MORE = 0x80;

    private byte[] bytes = new byte[1 << 12];
    private int size;

    /// A number of any of the integer types but `sint`; negative ones take ten bytes.
    void number(int field, long value) {
        tag(field, VARINT);
        varint(value);
    }

    void fixed64(int field, long value) {
        tag(field, FIXED_64);
        room(Long.BYTES);
        for (int i = 0; i < Long.BYTES; i++) {
            bytes[size++] = (byte) (value >>> (Byte.SIZE * i));
        }
    }

    void text(int field, String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        tag(field, LENGTH_DELIMITED);
        varint(utf8.length);
        room(utf8.length);
        System.arraycopy(utf8, 0, bytes, size, utf8.length);
        size += utf8.length;
    }

    /// Adds fields that are complete.
    void append(ProtoBuffer fields) {
        room(fields.size);
        System.arraycopy(fields.bytes, 0, bytes, size, fields.size);
        size += fields.size;
    }

    /// Begins a message within this one.
    ///
    /// @return what [#close] takes
    int open(int field) {
        tag(field, LENGTH_DELIMITED);
        room(LENGTH_BYTES);
        size += LENGTH_BYTES;
        return size;
    }

    /// Ends the message that was begun last.
    void close(int opened) {
        int length = size - opened;
        int start = opened - LENGTH_BYTES;
        size = start;
        varint(length);
        System.arraycopy(bytes, opened, bytes, size, length);
        size += length;
    }

    int size() {
        return size;
    }

    /// Writes out all of it and begins anew.
    void drainTo(OutputStream stream) throws IOException {
        stream.write(bytes, 0, size);
        size = 0;
    }

    void clear() {
        size = 0;
    }

    private void tag(int field, int type) {
        varint((long) field << 3 | type);
    }

    private void varint(long value) {
        room(10);
        long left = value;
        while ((left & ~(long) SEVEN_BITS) != 0) {
            bytes[size++] = (byte) ((left & SEVEN_BITS) | MORE);
            left >>>= 7;
        }
        bytes[size++] = (byte) left;
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}

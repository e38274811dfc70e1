package org.schedlab.guest.agent;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// A struct of the mailbox protocol: numbers of 64 bits and texts of fixed size, at byte offsets.
final class Fields {
    private final ByteBuffer bytes;

    private Fields(ByteBuffer bytes) {
        this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
    }

    static Fields ofSize(int size) {
        return new Fields(ByteBuffer.allocate(size));
    }

    static Fields of(byte[] bytes) {
        return new Fields(ByteBuffer.wrap(bytes));
    }

    int size() {
        return bytes.capacity();
    }

    /// The struct of the given size that begins at an offset.
    Fields at(int offset, int size) {
        return new Fields(bytes.slice(offset, size));
    }

    long number(int offset) {
        return bytes.getLong(offset);
    }

    int number32(int offset) {
        return bytes.getInt(offset);
    }

    String text(int offset, int size) {
        int length = 0;
        while (length < size && bytes.get(offset + length) != 0) {
            length++;
        }
        byte[] text = new byte[length];
        bytes.get(offset, text);
        return new String(text, StandardCharsets.UTF_8);
    }

    byte octet(int offset) {
        return bytes.get(offset);
    }

    /// All of a text, zeros included.
    String rawText(int offset, int size) {
        byte[] text = new byte[size];
        bytes.get(offset, text);
        return new String(text, StandardCharsets.UTF_8);
    }

    Fields put(int offset, long value) {
        bytes.putLong(offset, value);
        return this;
    }

    Fields put(int offset, byte[] value) {
        bytes.put(offset, value);
        return this;
    }

    byte[] toArray() {
        byte[] copy = new byte[bytes.capacity()];
        bytes.get(0, copy);
        return copy;
    }
}

package org.schedlab.guest.protocol;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// A struct of the mailbox protocol: numbers of 64 bits and texts of fixed size, at byte offsets.
public final class Fields {
    private final ByteBuffer bytes;

    private Fields(ByteBuffer bytes) {
        this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
    }

    public static Fields ofSize(int size) {
        return new Fields(ByteBuffer.allocate(size));
    }

    public static Fields of(byte[] bytes) {
        return new Fields(ByteBuffer.wrap(bytes));
    }

    public int size() {
        return bytes.capacity();
    }

    /// The struct of the given size that begins at an offset.
    public Fields at(int offset, int size) {
        return new Fields(bytes.slice(offset, size));
    }

    public long number(int offset) {
        return bytes.getLong(offset);
    }

    public int number32(int offset) {
        return bytes.getInt(offset);
    }

    public String text(int offset, int size) {
        int length = 0;
        while (length < size && bytes.get(offset + length) != 0) {
            length++;
        }
        byte[] text = new byte[length];
        bytes.get(offset, text);
        return new String(text, StandardCharsets.UTF_8);
    }

    public byte octet(int offset) {
        return bytes.get(offset);
    }

    /// All of a text, zeros included.
    public String rawText(int offset, int size) {
        byte[] text = new byte[size];
        bytes.get(offset, text);
        return new String(text, StandardCharsets.UTF_8);
    }

    public Fields put(int offset, long value) {
        bytes.putLong(offset, value);
        return this;
    }

    public Fields put(int offset, byte[] value) {
        bytes.put(offset, value);
        return this;
    }

    public byte[] toArray() {
        byte[] copy = new byte[bytes.capacity()];
        bytes.get(0, copy);
        return copy;
    }
}

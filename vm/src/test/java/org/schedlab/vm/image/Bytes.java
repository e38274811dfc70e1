package org.schedlab.vm.image;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Little-endian bytes, written one after the other. For fixtures.
public final class Bytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    public int size() {
        return out.size();
    }

    public Bytes u8(int value) {
        out.write(value);
        return this;
    }

    public Bytes u16(int value) {
        return u8(value).u8(value >> 8);
    }

    public Bytes u32(long value) {
        return u16((int) value).u16((int) (value >> 16));
    }

    public Bytes u64(long value) {
        return u32(value).u32(value >> 32);
    }

    public Bytes text(String text) {
        return bytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public Bytes bytes(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    public Bytes align(int alignment) {
        while (size() % alignment != 0) {
            u8(0);
        }
        return this;
    }

    public Bytes upTo(int size) {
        while (size() < size) {
            u8(0);
        }
        return this;
    }

    public byte[] toArray() {
        return out.toByteArray();
    }
}

package org.schedlab.vm.btf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/// Numbers and strings of BTF where they are. Trusts what [BtfIndex] has checked. Thread-safe.
final class BtfReader {
    private static final int HEADER_LENGTH_AT = 4;

    private final MemorySegment data;
    private final long types;
    private final long strings;
    private final MemorySegment typeStarts;

    /// @param data all of BTF from its header on
    /// @param typeStarts u32 per type id from 0: where it is in the type section
    public BtfReader(MemorySegment data, MemorySegment typeStarts) {
        this.data = data;
        this.typeStarts = typeStarts;
        long header = Integer.toUnsignedLong(data.get(ValueLayout.JAVA_INT_UNALIGNED, HEADER_LENGTH_AT));
        this.types = header + Integer.toUnsignedLong(data.get(ValueLayout.JAVA_INT_UNALIGNED, 8));
        this.strings = header + Integer.toUnsignedLong(data.get(ValueLayout.JAVA_INT_UNALIGNED, 16));
    }

    /// Types including `void`, so ids are below it.
    public int count() {
        return (int) (typeStarts.byteSize() / 4);
    }

    BtfKind kind(int id) {
        return id == 0 ? BtfKind.VOID : BtfKind.of(info(id) >>> 24 & 0x1f);
    }

    int elements(int id) {
        return info(id) & 0xffff;
    }

    boolean kindFlag(int id) {
        return info(id) < 0;
    }

    /// The third number of a type: its size or another type.
    int sizeOrType(int id) {
        return word(id, 2);
    }

    String name(int id) {
        return id == 0 ? "void" : string(word(id, 0));
    }

    int nameStart(int id) {
        return word(id, 0);
    }

    /// The `number`-th 32-bit number of a type, counted from its name.
    int word(int id, int number) {
        long start = types + Integer.toUnsignedLong(typeStarts.get(ValueLayout.JAVA_INT_UNALIGNED, 4L * id));
        return data.get(ValueLayout.JAVA_INT_UNALIGNED, start + 4L * number);
    }

    String string(int start) {
        long from = strings + Integer.toUnsignedLong(start);
        return start == 0 ? "" : data.getString(from, StandardCharsets.ISO_8859_1);
    }

    /// Compares a string of BTF with `wanted` byte by byte, without decoding it.
    int compare(int start, byte[] wanted) {
        long at = strings + Integer.toUnsignedLong(start);
        for (byte expected : wanted) {
            byte actual = data.get(ValueLayout.JAVA_BYTE, at++);
            if (actual != expected) {
                return Integer.compare(actual & 0xff, expected & 0xff);
            }
        }
        return data.get(ValueLayout.JAVA_BYTE, at) == 0 ? 0 : 1;
    }

    private int info(int id) {
        return word(id, 1);
    }
}

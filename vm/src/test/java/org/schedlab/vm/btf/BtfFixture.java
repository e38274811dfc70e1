package org.schedlab.vm.btf;

import java.util.LinkedHashMap;
import java.util.Map;

import org.schedlab.vm.image.Bytes;

/// Builds BTF by hand, type by type; each call returns the id of its type (Documentation/bpf/btf.rst).
public final class BtfFixture {
    public static final int MAGIC = 0xeb9f;
    private static final int INT = 1;

    private final Bytes types = new Bytes();
    private final Bytes strings = new Bytes().u8(0);
    private final Map<String, Integer> places = new LinkedHashMap<>();
    private int count;

    /// A member; `width` above 0 makes it a bitfield.
    public record Field(String name, int type, int bitOffset, int width) {}

    public static Field field(String name, int type, int byteOffset) {
        return new Field(name, type, byteOffset * 8, 0);
    }

    public static Field bits(String name, int type, int bitOffset, int width) {
        return new Field(name, type, bitOffset, width);
    }

    public int integer(String name, int size, boolean signed) {
        head(name, INT, 0, false, size);
        types.u32((signed ? 1L << 24 : 0) | size * 8L);
        return count;
    }

    public int pointer(int target) {
        return head("", 2, 0, false, target);
    }

    public int array(int element, int index, int elements) {
        head("", 3, 0, false, 0);
        types.u32(element).u32(index).u32(elements);
        return count;
    }

    public int struct(String name, int size, Field... members) {
        return composite(4, name, size, members);
    }

    public int union(String name, int size, Field... members) {
        return composite(5, name, size, members);
    }

    /// An enum of 4 bytes.
    public int enumeration(String name, boolean signed, Map<String, Integer> values) {
        head(name, 6, values.size(), signed, 4);
        values.forEach((value, number) -> types.u32(string(value)).u32(number));
        return count;
    }

    public int enumeration64(String name, boolean signed, Map<String, Long> values) {
        head(name, 19, values.size(), signed, 8);
        values.forEach((value, number) -> types.u32(string(value)).u32(number).u32(number >>> 32));
        return count;
    }

    public int typedef(String name, int target) {
        return head(name, 8, 0, false, target);
    }

    public int constant(int target) {
        return head("", 10, 0, false, target);
    }

    public int typeTag(String name, int target) {
        return head(name, 18, 0, false, target);
    }

    public int variable(String name, int type) {
        head(name, 14, 0, false, type);
        types.u32(1);
        return count;
    }

    public int dataSection(String name, int variable, int size) {
        head(name, 15, 1, false, size);
        types.u32(variable).u32(0).u32(size);
        return count;
    }

    /// A function that returns `result` and has parameters of these names and types.
    public int function(String name, int result, Map<String, Integer> parameters) {
        int prototype = head("", 13, parameters.size(), false, result);
        parameters.forEach((parameter, type) -> types.u32(string(parameter)).u32(type));
        return head(name, 12, 1, false, prototype);
    }

    /// Any type without more than its head.
    public int raw(int kind, int third) {
        return head("", kind, 0, false, third);
    }

    public byte[] build() {
        return new Bytes()
                .u16(MAGIC)
                .u8(1)
                .u8(0)
                .u32(24)
                .u32(0)
                .u32(types.size())
                .u32(types.size())
                .u32(strings.size())
                .bytes(types.toArray())
                .bytes(strings.toArray())
                .toArray();
    }

    private int composite(int kind, String name, int size, Field... members) {
        boolean bitfields = false;
        for (Field member : members) {
            bitfields |= member.width() > 0;
        }
        head(name, kind, members.length, bitfields, size);
        for (Field member : members) {
            types.u32(string(member.name())).u32(member.type()).u32((long) member.width() << 24 | member.bitOffset());
        }
        return count;
    }

    private int head(String name, int kind, int elements, boolean flag, int third) {
        types.u32(string(name))
                .u32((flag ? 1L << 31 : 0) | (long) kind << 24 | elements)
                .u32(third);
        return ++count;
    }

    private int string(String text) {
        if (text.isEmpty()) {
            return 0;
        }
        return places.computeIfAbsent(text, fresh -> {
            int place = strings.size();
            strings.text(fresh).u8(0);
            return place;
        });
    }
}

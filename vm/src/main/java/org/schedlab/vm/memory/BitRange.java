package org.schedlab.vm.memory;

import org.schedlab.vm.btf.FieldType;

/// Which bits of a number in memory a field is.
///
/// @param offset lowest bit
/// @param width number of bits
/// @param signed whether the highest of them is a sign
record BitRange(int offset, int width, boolean signed) {
    static BitRange of(FieldType type) {
        return new BitRange(type.bitOffset(), Math.min(type.bitWidth(), Long.SIZE), type.signed());
    }

    long extract(long whole) {
        int above = Long.SIZE - offset - width;
        long shifted = whole << above;
        int down = Long.SIZE - width;
        return signed ? shifted >> down : shifted >>> down;
    }

    long insert(long whole, long value) {
        return (whole & ~mask()) | ((value << offset) & mask());
    }

    private long mask() {
        return (-1L >>> (Long.SIZE - width)) << offset;
    }
}

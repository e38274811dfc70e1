package org.schedlab.vm.freeze;

import java.util.Locale;
import java.util.Map;

import org.schedlab.vm.btf.FieldType;
import org.schedlab.vm.btf.FieldType.Kind;

/// Where a target lies at this instant.
///
/// @param address virtual address of its bytes
/// @param type its type: BTF's, or one made from an explicit width
/// @param note what to tell the user about how it was found
record Place(long address, FieldType type, String note) {
    /// The type that an explicit width stands for where BTF knows none; null for [Width.Natural].
    static FieldType typeOf(Width.Scalar width) {
        int bits = width.bytes() * Byte.SIZE;
        String name = (width.signed() ? "s" : "u") + bits;
        return new FieldType(0, name, Kind.INTEGER, width.bytes(), 0, bits, width.signed(), Map.of(), 1);
    }

    static FieldType typeOf(Width.Block width) {
        int bytes = width.bytes();
        String name = String.format(Locale.ROOT, "u8[%d]", bytes);
        return new FieldType(0, name, Kind.ARRAY, bytes, 0, bytes * Byte.SIZE, false, Map.of(), bytes);
    }
}

package org.schedlab.vm.btf;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// How to read and write a field.
///
/// @param typeId as declared, with typedefs
/// @param declaration the declared type in C
/// @param kind what it is behind typedefs and qualifiers
/// @param byteSize bytes at the field's address; of a bitfield, the bytes that hold it
/// @param bitOffset of a bitfield, its lowest bit in these bytes (little-endian); 0 otherwise
/// @param bitWidth bits of a bitfield; otherwise `byteSize * 8`
/// @param signed whether the top bit is a sign
/// @param enumNames names of an enum with their values in the order of the declaration, sign-extended
///     if signed; of others the names of some values, such as a symbol that a pointer leads to; often empty
/// @param elementCount elements of an array (its first dimension), 0 if their number is not declared;
///     1 for others
public record FieldType(
        int typeId,
        String declaration,
        Kind kind,
        int byteSize,
        int bitOffset,
        int bitWidth,
        boolean signed,
        Map<String, Long> enumNames,
        long elementCount) {

    /// What a field is.
    public enum Kind {
        INTEGER,
        BOOLEAN,
        CHARACTER,
        ENUM,
        POINTER,
        FLOAT,
        ARRAY,
        STRUCT,
        UNION
    }

    /// Copies the map, in its order.
    public FieldType {
        enumNames = Collections.unmodifiableMap(new LinkedHashMap<>(enumNames));
    }

    /// The same with names for some values.
    public FieldType withNames(Map<String, Long> names) {
        return new FieldType(typeId, declaration, kind, byteSize, bitOffset, bitWidth, signed, names, elementCount);
    }

    /// Whether it takes only some bits of its bytes.
    public boolean isBitfield() {
        return bitWidth != byteSize * 8;
    }
}

package org.schedlab.lab.past;

import org.schedlab.vm.LabException;
import org.schedlab.vm.btf.FieldType;
import org.schedlab.vm.freeze.TypedAddress;

/// A field that is watched, and how its value is made of its bytes.
///
/// @param name as the user gave it
/// @param address virtual address of its first byte
/// @param type its type
public record WatchedField(String name, long address, FieldType type) {
    /// What was found for a target, as something to be watched.
    ///
    /// @throws LabException it is no number of 8 bytes at most
    public static WatchedField of(TypedAddress found) {
        FieldType type = found.type();
        boolean number = switch (type.kind()) {
            case INTEGER, BOOLEAN, CHARACTER, ENUM, POINTER -> true;
            case FLOAT, ARRAY, STRUCT, UNION -> false;
        };
        if (!number || type.byteSize() > Long.BYTES) {
            throw LabException.asked("%s cannot be watched as one value".formatted(found.text()))
                    .found("its type is '" + type.declaration() + "', " + type.byteSize() + " bytes")
                    .available("numbers, enums, pointers and bitfields")
                    .remedy("name one of its members or elements, such as %s.x or %s[0]"
                            .formatted(found.text(), found.text()))
                    .exception();
        }
        return new WatchedField(found.text(), found.address(), type);
    }

    /// Its value, of the bytes that hold it, little-endian and zero-extended.
    public long value(long bytes) {
        long bits = bytes >>> type.bitOffset();
        int spare = Long.SIZE - type.bitWidth();
        return type.signed() ? bits << spare >> spare : bits << spare >>> spare;
    }
}

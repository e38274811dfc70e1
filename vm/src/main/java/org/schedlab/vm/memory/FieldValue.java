package org.schedlab.vm.memory;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import org.schedlab.vm.btf.FieldType;
import org.schedlab.vm.btf.FieldType.Kind;

/// The value of a field, with the type BTF gives it and the virtual address it was read from.
public sealed interface FieldValue permits FieldValue.Scalar, FieldValue.Raw {
    /// How a declaration of an array of characters begins.
    Pattern CHARACTERS = Pattern.compile("((const|volatile) )*char\\[");

    /// The type in BTF.
    FieldType type();

    /// The virtual address of the field's first byte.
    long address();

    /// The value as a [Long] (the 64 bits of an unsigned number), or as bytes.
    Object boxed();

    /// A number of up to 64 bits: integers, booleans, characters, enums, pointers, bitfields.
    ///
    /// @param value sign-extended if the type is signed, else zero-extended
    record Scalar(FieldType type, long address, long value) implements FieldValue {
        @Override
        public Object boxed() {
            return value;
        }

        @Override
        public String toString() {
            return text(type, value);
        }
    }

    /// An array, struct, union, or a number wider than 64 bits, as the bytes in memory.
    @SuppressWarnings("ArrayRecordComponent") // a copy of guest memory, handed to one reader
    record Raw(FieldType type, long address, byte[] bytes) implements FieldValue {
        @Override
        public Object boxed() {
            return bytes;
        }

        @Override
        public String toString() {
            return text(type, bytes);
        }
    }

    /// A boxed value as text: unsigned numbers as such, pointers in hexadecimal, enums by name,
    /// characters quoted, bytes in hexadecimal; a value of which the type knows a name by that.
    static String text(FieldType type, Object boxed) {
        return switch (boxed) {
            case Long number -> numberText(type, number);
            case byte[] bytes -> bytesText(type, bytes);
            default -> throw new IllegalArgumentException("not a field's value: " + boxed.getClass());
        };
    }

    private static String numberText(FieldType type, long value) {
        return type.enumNames().entrySet().stream()
                .filter(entry -> entry.getValue() == value)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseGet(() -> unnamed(type, value));
    }

    private static String unnamed(FieldType type, long value) {
        return switch (type.kind()) {
            case POINTER -> value == 0 ? "NULL" : String.format(Locale.ROOT, "%#x", value);
            case BOOLEAN -> value == 0 ? "false" : value == 1 ? "true" : Long.toUnsignedString(value);
            default -> type.signed() ? Long.toString(value) : Long.toUnsignedString(value);
        };
    }

    private static String bytesText(FieldType type, byte[] bytes) {
        if (type.kind() == Kind.ARRAY && CHARACTERS.matcher(type.declaration()).lookingAt()) {
            int end = IntStream.range(0, bytes.length)
                    .filter(i -> bytes[i] == 0)
                    .findFirst()
                    .orElse(bytes.length);
            return '"' + new String(bytes, 0, end, StandardCharsets.ISO_8859_1) + '"';
        }
        return HexFormat.ofDelimiter(" ").formatHex(bytes);
    }
}

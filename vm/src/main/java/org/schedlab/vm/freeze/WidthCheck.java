package org.schedlab.vm.freeze;

import java.math.BigInteger;
import java.util.Locale;

import org.schedlab.vm.LabException;
import org.schedlab.vm.btf.FieldType;
import org.schedlab.vm.btf.FieldType.Kind;
import org.schedlab.vm.memory.FieldReader;
import org.schedlab.vm.memory.FieldValue;

/// Holds a stated width against the one BTF gives a field.
final class WidthCheck {
    private WidthCheck() {}

    /// A width, and what for. A number may be read as one of another width or sign, as long as the value
    /// at hand is the same number there; it is written as what it is.
    record Use(Width width, boolean reading) {}

    /// @throws LabException naming the right width if the stated one is another
    static void require(Target target, FieldType type, Use use) {
        Width stated = use.width();
        boolean converted = use.reading() && stated instanceof Width.Scalar && isInteger(type);
        if (!converted && !fits(type, stated)) {
            throw LabException.asked("%s is not %s.".formatted(target.text(), stated))
                    .found("its type is '%s': %s".formatted(type.declaration(), extent(type)))
                    .available(rightOne(type))
                    .remedy("use %s, or natural() to take what the kernel's types say".formatted(rightOne(type)))
                    .exception();
        }
    }

    /// @throws LabException if a value that was read is another number in the width stated
    static void requireHolds(Target target, FieldType type, FieldValue value, Width stated) {
        if (!(stated instanceof Width.Scalar scalar) || !isInteger(type) || !(value.boxed() instanceof Long bits)) {
            return;
        }
        BigInteger number = type.signed() || bits >= 0 ? BigInteger.valueOf(bits) : ValueEncoder.unsigned(bits);
        if (!ValueRange.of(scalar).holds(number) && !fits(type, stated)) {
            throw LabException.asked("%s is not %s now.".formatted(target.text(), stated))
                    .found(String.format(
                            Locale.ROOT, "its value is %d, of type '%s': %s", number, type.declaration(), extent(type)))
                    .available("%s holds %s"
                            .formatted(stated, ValueRange.of(scalar).text()))
                    .remedy("use %s, or natural() to take what the kernel's types say".formatted(rightOne(type)))
                    .exception();
        }
    }

    private static boolean isInteger(FieldType type) {
        return FieldReader.isNumber(type) && type.kind() != Kind.FLOAT;
    }

    private static boolean fits(FieldType type, Width stated) {
        return switch (stated) {
            case Width.Natural() -> true;
            case Width.Block(int bytes) -> !type.isBitfield() && bytes == type.byteSize();
            case Width.Scalar(int bytes, boolean signed) ->
                FieldReader.isNumber(type)
                        && (type.isBitfield() ? bytes * Byte.SIZE >= type.bitWidth() : bytes == type.byteSize())
                        && (signed == type.signed() || type.kind() == Kind.CHARACTER);
        };
    }

    static String extent(FieldType type) {
        if (!FieldReader.isNumber(type)) {
            return String.format(Locale.ROOT, "%d bytes", type.byteSize());
        }
        String size = type.isBitfield()
                ? String.format(Locale.ROOT, "a bitfield of %d bits", type.bitWidth())
                : String.format(Locale.ROOT, "%d %s", type.byteSize(), type.byteSize() == 1 ? "byte" : "bytes");
        return "%s, %s".formatted(size, ValueRange.of(type).text());
    }

    static String rightOne(FieldType type) {
        if (!FieldReader.isNumber(type)) {
            return Width.bytes(type.byteSize()).toString();
        }
        int bytes = type.byteSize();
        if (type.isBitfield()) {
            bytes = Math.max(1, Integer.highestOneBit(2 * type.bitWidth() - 1) / Byte.SIZE);
        }
        return new Width.Scalar(bytes, type.signed()).toString();
    }
}

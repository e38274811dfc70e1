package org.schedlab.guest.scheduler;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.schedlab.vm.LabException;
import org.schedlab.vm.btf.Btf;
import org.schedlab.vm.btf.BtfType;
import org.schedlab.vm.btf.FieldType;
import org.schedlab.vm.memory.FieldReader;

/// Turns what a person gives for a knob into the bytes of its type, or refuses it. Stateless.
public final class KnobValue {
    private KnobValue() {}

    /// The bytes that a knob will hold.
    ///
    /// @param before those it holds now
    static byte[] encode(Btf btf, Knob knob, Object value, byte[] before) {
        return encode(btf, knob, knob.fieldType(), value, before);
    }

    private static byte[] encode(Btf btf, Knob knob, FieldType type, Object value, byte[] before) {
        if (FieldReader.isNumber(type) && type.kind() != FieldType.Kind.FLOAT) {
            return inserted(type, before, number(knob.name(), knob.type(), type, value));
        }
        if (type.kind() == FieldType.Kind.ARRAY) {
            return value instanceof List<?> list
                    ? elements(btf, knob, type, list, before)
                    : characters(btf, knob, type, value);
        }
        throw LabException.asked("the knob %s cannot be set to %s".formatted(knob.name(), value))
                .found("its type is '%s'".formatted(knob.type()))
                .remedy("set one of its members: %s.MEMBER".formatted(knob.name()))
                .exception();
    }

    private static byte[] elements(Btf btf, Knob knob, FieldType type, List<?> list, byte[] before) {
        if (list.size() > type.elementCount()) {
            throw LabException.asked(String.format(
                            Locale.ROOT, "%d values do not fit into the knob %s", list.size(), knob.name()))
                    .found("its type is '%s'".formatted(knob.type()))
                    .remedy(String.format(Locale.ROOT, "give %d at most", type.elementCount()))
                    .exception();
        }
        FieldType element = btf.fieldType(((BtfType.Array) btf.strip(type.typeId())).elementTypeId());
        byte[] bytes = before.clone();
        int size = element.byteSize();
        for (int i = 0; i < list.size(); i++) {
            byte[] old = Arrays.copyOfRange(before, i * size, (i + 1) * size);
            System.arraycopy(encode(btf, knob, element, list.get(i), old), 0, bytes, i * size, size);
        }
        return bytes;
    }

    private static byte[] characters(Btf btf, Knob knob, FieldType type, Object value) {
        FieldType element = btf.fieldType(((BtfType.Array) btf.strip(type.typeId())).elementTypeId());
        byte[] text = value.toString().getBytes(StandardCharsets.UTF_8);
        if (element.kind() != FieldType.Kind.CHARACTER || text.length >= type.byteSize()) {
            throw LabException.asked("the knob %s cannot be set to '%s'".formatted(knob.name(), value))
                    .found("its type is '%s'".formatted(knob.type()))
                    .remedy(
                            element.kind() == FieldType.Kind.CHARACTER
                                    ? String.format(Locale.ROOT, "give a text of %d bytes at most", type.byteSize() - 1)
                                    : "set its elements: %s[0]=…".formatted(knob.name()))
                    .exception();
        }
        return Arrays.copyOf(text, type.byteSize());
    }

    private static byte[] inserted(FieldType type, byte[] before, long value) {
        ByteBuffer word = ByteBuffer.wrap(Arrays.copyOf(before, Long.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
        long mask = -1L >>> (Long.SIZE - type.bitWidth()) << type.bitOffset();
        word.putLong(0, (word.getLong(0) & ~mask) | (value << type.bitOffset() & mask));
        return Arrays.copyOf(word.array(), type.byteSize());
    }

    /// The number that a person means, checked against the knob's type: its lowest bits are what is
    /// stored.
    ///
    /// @param value a number, a boolean, or a text: a number (`5_000_000`, `0x10`), `true`, `false`,
    ///     an enum's name
    /// @throws LabException naming the type and its range or names
    public static long number(Knob knob, Object value) {
        return number(knob.name(), knob.type(), knob.fieldType(), value);
    }

    private static long number(String name, String typeName, FieldType type, Object value) {
        BigInteger number = parsed(type, value);
        boolean bool = type.kind() == FieldType.Kind.BOOLEAN;
        BigInteger half = BigInteger.ONE.shiftLeft(type.bitWidth() - 1);
        BigInteger lowest = type.signed() ? half.negate() : BigInteger.ZERO;
        BigInteger highest = bool
                ? BigInteger.ONE
                : type.signed()
                        ? half.subtract(BigInteger.ONE)
                        : half.shiftLeft(1).subtract(BigInteger.ONE);
        if (number != null && number.compareTo(lowest) >= 0 && number.compareTo(highest) <= 0) {
            return number.longValue();
        }
        throw LabException.asked("the knob %s cannot be set to %s".formatted(name, value))
                .found("its type is '%s'".formatted(typeName))
                .available(
                        bool
                                ? "true, false"
                                : type.enumNames().isEmpty()
                                        ? String.format(Locale.ROOT, "%d to %d", lowest, highest)
                                        : String.join(", ", type.enumNames().keySet()))
                .remedy("give one of these")
                .exception();
    }

    private static @Nullable BigInteger parsed(FieldType type, Object value) {
        if (value instanceof Boolean truth) {
            return truth ? BigInteger.ONE : BigInteger.ZERO;
        }
        String text = value.toString().strip();
        Long named = type.enumNames().get(text);
        if (named != null) {
            return BigInteger.valueOf(named);
        }
        return switch (text) {
            case "true" -> BigInteger.ONE;
            case "false" -> BigInteger.ZERO;
            default -> digits(text.replace("_", "").toLowerCase(Locale.ROOT));
        };
    }

    private static @Nullable BigInteger digits(String text) {
        if (text.matches("-?[0-9]{1,20}")) {
            return new BigInteger(text);
        }
        return text.matches("0x[0-9a-f]{1,16}") ? new BigInteger(text.substring(2), 16) : null;
    }
}

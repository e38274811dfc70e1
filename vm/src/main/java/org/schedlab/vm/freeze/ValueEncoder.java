package org.schedlab.vm.freeze;

import java.math.BigInteger;
import java.util.Locale;

import org.schedlab.vm.LabException;
import org.schedlab.vm.UnknownNameException;
import org.schedlab.vm.btf.FieldType;
import org.schedlab.vm.btf.FieldType.Kind;
import org.schedlab.vm.internal.NearestNames;
import org.schedlab.vm.memory.FieldReader;
import org.schedlab.vm.memory.KernelMemory;

/// Turns a value into what a field will hold, or refuses it.
final class ValueEncoder {
    private static final BigInteger WORD = BigInteger.ONE.shiftLeft(Long.SIZE);

    private static final int SUGGESTIONS = 5;

    private final KernelMemory memory;

    ValueEncoder(KernelMemory memory) {
        this.memory = memory;
    }

    /// The number or the bytes a field will hold.
    ///
    /// @param before what it holds now
    /// @throws LabException naming the field's type and range and what was given, if it does not fit
    Object encode(Target target, FieldType type, Value value, Object before) {
        return switch (value) {
            case Value.Block(byte[] content) -> content;
            case Value.Scalar(Width.Scalar width, long number) ->
                inRange(target, type, value, width.signed() ? BigInteger.valueOf(number) : unsigned(number));
            case Value.Natural(long number) -> inRange(target, type, value, BigInteger.valueOf(number));
            case Value.OrMask(Width width, long mask) -> {
                inRange(target, type, value, type.signed() ? BigInteger.valueOf(mask) : unsigned(mask));
                yield (long) (Long) before | mask;
            }
            case Value.Pointer(long address) -> pointer(target, type, value, address);
            case Value.SymbolPointer(String symbol) -> pointer(target, type, value, memory.symbolAddress(symbol));
            case Value.EnumName(String name) -> enumValue(target, type, name);
        };
    }

    private static long inRange(Target target, FieldType type, Value value, BigInteger number) {
        requireNumber(target, type, value);
        ValueRange range = ValueRange.of(type);
        if (!range.holds(number)) {
            throw LabException.asked("%s does not fit into %s.".formatted(value.text(), target.text()))
                    .found("its type is '%s': %s".formatted(type.declaration(), WidthCheck.extent(type)))
                    .available(range.text())
                    .remedy("give a value in that range")
                    .exception();
        }
        return number.longValue();
    }

    private static void requireNumber(Target target, FieldType type, Value value) {
        if (!FieldReader.isNumber(type) || type.kind() == Kind.FLOAT) {
            throw LabException.asked("%s cannot be written to %s.".formatted(value.text(), target.text()))
                    .found(String.format(
                            Locale.ROOT, "its type is '%s', %d bytes", type.declaration(), type.byteSize()))
                    .remedy("name a member of it, or give bytes of exactly that length")
                    .exception();
        }
    }

    private long pointer(Target target, FieldType type, Value value, long address) {
        boolean word = type.kind() == Kind.INTEGER && type.byteSize() == Long.BYTES && type.bitWidth() == Long.SIZE;
        if (type.kind() != Kind.POINTER && !word) {
            throw LabException.asked("%s cannot be written to %s.".formatted(value.text(), target.text()))
                    .found("its type is '%s', no pointer".formatted(type.declaration()))
                    .remedy("use " + WidthCheck.rightOne(type).replace("()", "(...)"))
                    .exception();
        }
        if (!memory.space().isCanonical(address)) {
            throw LabException.asked("%s is not an address of this guest.".formatted(value.text()))
                    .found(String.format(
                            Locale.ROOT,
                            "it is not canonical with page tables of %d levels",
                            memory.space().levels()))
                    .remedy("give an address that was read from the guest, a symbol's name, or 0 for NULL")
                    .exception();
        }
        return address;
    }

    private static long enumValue(Target target, FieldType type, String name) {
        Long found = type.enumNames().get(name);
        if (found != null) {
            return found;
        }
        if (type.enumNames().isEmpty()) {
            throw LabException.asked("'%s' cannot be written to %s.".formatted(name, target.text()))
                    .found("its type is '%s', no enum".formatted(type.declaration()))
                    .remedy("give a number")
                    .exception();
        }
        throw new UnknownNameException(
                "'%s' is not a value of %s, of type '%s'".formatted(name, target.text(), type.declaration()),
                name,
                NearestNames.of(name, type.enumNames().keySet(), SUGGESTIONS),
                String.format(
                        Locale.ROOT,
                        "write one of the %d names of that enum",
                        type.enumNames().size()));
    }

    static BigInteger unsigned(long bits) {
        BigInteger value = BigInteger.valueOf(bits);
        return bits < 0 ? value.add(WORD) : value;
    }
}

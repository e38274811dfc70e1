package org.schedlab.vm.freeze;

import java.util.Locale;

import org.schedlab.vm.LabException;

/// What a cold write stores.
public sealed interface Value {
    /// The width this value claims; [Width.Natural] if it takes the field's.
    Width width();

    /// The value as it was given, for messages: `u32(7)`.
    String text();

    /// An integer of a stated width, which must be the field's.
    record Scalar(Width.Scalar width, long value) implements Value {
        @Override
        public String text() {
            String digits = width.signed() ? Long.toString(value) : Long.toUnsignedString(value);
            return width.toString().replace("()", "(" + digits + ")");
        }
    }

    /// An integer of the field's own width.
    record Natural(long value) implements Value {
        @Override
        public Width width() {
            return Width.natural();
        }

        @Override
        public String text() {
            return String.format(Locale.ROOT, "number(%d)", value);
        }
    }

    /// Bytes as they shall lie in memory, as many as the field has.
    @SuppressWarnings("ArrayRecordComponent") // copied by the factory, compared nowhere
    record Block(byte[] content) implements Value {
        @Override
        public Width width() {
            return Width.bytes(content.length);
        }

        @Override
        public String text() {
            return String.format(Locale.ROOT, "bytes of length %d", content.length);
        }
    }

    /// Sets bits and leaves the others as they are.
    record OrMask(Width width, long mask) implements Value {
        @Override
        public String text() {
            return String.format(Locale.ROOT, "orMask(%s, %#x)", width, mask);
        }
    }

    /// A pointer by address.
    record Pointer(long address) implements Value {
        @Override
        public Width width() {
            return Width.natural();
        }

        @Override
        public String text() {
            return String.format(Locale.ROOT, "pointer(%#x)", address);
        }
    }

    /// A pointer to a symbol.
    record SymbolPointer(String symbol) implements Value {
        @Override
        public Width width() {
            return Width.natural();
        }

        @Override
        public String text() {
            return "pointer(\"%s\")".formatted(symbol);
        }
    }

    /// An enum's value by its name.
    record EnumName(String name) implements Value {
        @Override
        public Width width() {
            return Width.natural();
        }

        @Override
        public String text() {
            return "enumName(\"%s\")".formatted(name);
        }
    }

    static Value u8(long value) {
        return scalar(Width.u8(), value);
    }

    static Value u16(long value) {
        return scalar(Width.u16(), value);
    }

    static Value u32(long value) {
        return scalar(Width.u32(), value);
    }

    /// An unsigned integer of 8 bytes.
    ///
    /// @param value its 64 bits
    static Value u64(long value) {
        return scalar(Width.u64(), value);
    }

    static Value s8(long value) {
        return scalar(Width.s8(), value);
    }

    static Value s16(long value) {
        return scalar(Width.s16(), value);
    }

    static Value s32(long value) {
        return scalar(Width.s32(), value);
    }

    static Value s64(long value) {
        return scalar(Width.s64(), value);
    }

    /// An integer of the field's own width, whatever BTF says that is.
    static Value number(long value) {
        return new Natural(value);
    }

    /// Bytes as they shall lie in memory, as many as the field has.
    static Value bytes(byte[] content) {
        return new Block(content.clone());
    }

    /// Sets bits and leaves the others as they are.
    static Value orMask(Width width, long mask) {
        return new OrMask(width, mask);
    }

    /// A pointer by address; 0 for NULL.
    static Value pointer(long address) {
        return new Pointer(address);
    }

    /// A pointer to a symbol of the kernel.
    static Value pointer(String symbol) {
        return new SymbolPointer(symbol);
    }

    /// An enum's value by its name in the kernel.
    static Value enumName(String name) {
        return new EnumName(name);
    }

    private static Value scalar(Width.Scalar width, long value) {
        if (!width.holds(value)) {
            String name = width.toString().replace("()", "");
            throw LabException.asked(String.format(Locale.ROOT, "%d is out of the range of %s.", value, name))
                    .available(ValueRange.of(width).text())
                    .remedy("give a value in that range, or the width the field has")
                    .exception();
        }
        return new Scalar(width, value);
    }
}

package org.schedlab.vm.freeze;

import java.util.Locale;

import org.schedlab.vm.LabException;

/// What a value in memory is taken for: how many bytes, with or without a sign.
public sealed interface Width {
    /// What BTF says the field is.
    record Natural() implements Width {
        @Override
        public String toString() {
            return "natural()";
        }
    }

    /// An integer.
    ///
    /// @param bytes 1, 2, 4 or 8
    /// @param signed two's complement, or unsigned
    record Scalar(int bytes, boolean signed) implements Width {
        /// Whether a number is in the range of this width; for 8 bytes unsigned, all 64 bits are.
        boolean holds(long value) {
            int spare = Long.SIZE - bytes * Byte.SIZE;
            return signed ? value << spare >> spare == value : value << spare >>> spare == value;
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%s%d()", signed ? "s" : "u", bytes * Byte.SIZE);
        }
    }

    /// Bytes as they lie in memory.
    ///
    /// @param bytes how many
    record Block(int bytes) implements Width {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "bytes(%d)", bytes);
        }
    }

    /// What BTF says the field is.
    static Natural natural() {
        return new Natural();
    }

    static Scalar u8() {
        return new Scalar(1, false);
    }

    static Scalar u16() {
        return new Scalar(2, false);
    }

    static Scalar u32() {
        return new Scalar(4, false);
    }

    static Scalar u64() {
        return new Scalar(8, false);
    }

    static Scalar s8() {
        return new Scalar(1, true);
    }

    static Scalar s16() {
        return new Scalar(2, true);
    }

    static Scalar s32() {
        return new Scalar(4, true);
    }

    static Scalar s64() {
        return new Scalar(8, true);
    }

    /// Bytes as they lie in memory.
    static Block bytes(int count) {
        if (count <= 0 || count > 1 << 20) {
            throw LabException.asked(String.format(Locale.ROOT, "bytes(%d) is not a width.", count))
                    .available("1 byte to 1 MiB")
                    .remedy("give the number of bytes to read")
                    .exception();
        }
        return new Block(count);
    }
}

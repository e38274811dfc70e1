package org.schedlab.vm.freeze;

import java.math.BigInteger;
import java.util.Locale;

import org.schedlab.vm.btf.FieldType;
import org.schedlab.vm.btf.FieldType.Kind;

/// Which numbers fit a field.
record ValueRange(BigInteger lowest, BigInteger highest) {
    static ValueRange of(Width.Scalar width) {
        return ofBits(width.bytes() * Byte.SIZE, width.signed());
    }

    static ValueRange of(FieldType type) {
        return type.kind() == Kind.BOOLEAN
                ? new ValueRange(BigInteger.ZERO, BigInteger.ONE)
                : ofBits(type.bitWidth(), type.signed());
    }

    private static ValueRange ofBits(int bits, boolean signed) {
        BigInteger half = BigInteger.ONE.shiftLeft(bits - 1);
        return signed
                ? new ValueRange(half.negate(), half.subtract(BigInteger.ONE))
                : new ValueRange(BigInteger.ZERO, half.shiftLeft(1).subtract(BigInteger.ONE));
    }

    boolean holds(BigInteger value) {
        return value.compareTo(lowest) >= 0 && value.compareTo(highest) <= 0;
    }

    String text() {
        return String.format(Locale.ROOT, "%d to %d", lowest, highest);
    }
}

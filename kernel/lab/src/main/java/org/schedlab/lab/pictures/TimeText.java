package org.schedlab.lab.pictures;

import java.math.BigDecimal;

/// Times as people write them, exact to the nanosecond.
final class TimeText {
    private static final long MICRO = 1_000;
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000_000_000;

    private TimeText() {}

    /// A length of time, in the unit that leaves few digits: `1.5 ms`.
    static String length(long nanos) {
        if (nanos < MICRO) {
            return nanos + " ns";
        }
        if (nanos < MILLI) {
            return plain(nanos, 3) + " µs";
        }
        return nanos < SECOND ? plain(nanos, 6) + " ms" : plain(nanos, 9) + " s";
    }

    /// An instant: `3.089107346 s`.
    static String instant(long nanos) {
        return plain(nanos, 9) + " s";
    }

    private static String plain(long nanos, int decimals) {
        return BigDecimal.valueOf(nanos, decimals).stripTrailingZeros().toPlainString();
    }
}

package org.schedlab.vm.symbols.internal;

import java.util.Optional;

/// The compressed names of all symbols (`kallsyms_names`, scripts/kallsyms.c): per symbol a length in
/// tokens (one byte, or two of 7 bits each since 6.1) and that many token codes. In front of them
/// stands their number (`kallsyms_num_syms`), behind them `kallsyms_markers`, the place of every
/// 256th name.
///
/// @param start where the first name starts in the searched bytes
/// @param count the number of names
record CompressedNames(int start, int count) {
    private static final int PER_MARKER = 256;
    private static final int ALIGNMENT = 8;

    /// Finds the names that end, with their markers, right before the token table.
    static Optional<CompressedNames> findBefore(byte[] bytes, int tokenTable) {
        int end = tokenTable - 4;
        if (end >= 4 && intAt(bytes, end) == 0) {
            end -= 4;
        }
        int first = end;
        while (first >= 4 && Integer.compareUnsigned(intAt(bytes, first - 4), intAt(bytes, first)) < 0) {
            first -= 4;
        }
        if (first < 4 || intAt(bytes, first) != 0) {
            return Optional.empty();
        }
        int markers = (end - first) / 4 + 1;
        long lastMarker = Integer.toUnsignedLong(intAt(bytes, end));
        long latest = first - lastMarker - 2;
        long earliest = Math.max(8, latest - PER_MARKER * 300L);
        for (long start = latest & -4; start >= earliest; start -= 4) {
            for (int back = 4; back <= ALIGNMENT; back += 4) {
                int count = intAt(bytes, (int) start - back);
                if (count > (markers - 1) * PER_MARKER && count <= markers * PER_MARKER) {
                    CompressedNames names = new CompressedNames((int) start, count);
                    if (names.agreesWith(bytes, first)) {
                        return Optional.of(names);
                    }
                }
            }
        }
        return Optional.empty();
    }

    private boolean agreesWith(byte[] bytes, int markers) {
        int at = start;
        for (int position = 0; position < count; position++) {
            if (position % PER_MARKER == 0 && at - start != intAt(bytes, markers + position / PER_MARKER * 4)) {
                return false;
            }
            int length = lengthAt(bytes, at);
            at += lengthSize(bytes, at) + length;
            if (length == 0 || at > markers) {
                return false;
            }
        }
        return markers - at < ALIGNMENT;
    }

    /// Tokens of the name at `at`.
    static int lengthAt(byte[] bytes, int at) {
        int low = bytes[at];
        return low >= 0 ? low : (low & 0x7f) | (bytes[at + 1] & 0x7f) << 7;
    }

    /// Bytes that the length itself takes.
    static int lengthSize(byte[] bytes, int at) {
        return bytes[at] >= 0 ? 1 : 2;
    }

    static int intAt(byte[] bytes, int at) {
        return (bytes[at] & 0xff)
                | (bytes[at + 1] & 0xff) << 8
                | (bytes[at + 2] & 0xff) << 16
                | (bytes[at + 3] & 0xff) << 24;
    }
}

package org.schedlab.vm.symbols.internal;

import java.util.Arrays;
import java.util.Optional;

/// The 256 strings that kallsyms' compressed names are made of (`kallsyms_token_table` and
/// `kallsyms_token_index`, scripts/kallsyms.c, unchanged from 2.6.10 to 7.3): zero-terminated strings
/// one after the other, then, aligned, 256 u16 with the place of each.
///
/// @param strings the token of each code
/// @param tableStart where the table starts in the searched bytes
/// @param indexEnd where the index ends
@SuppressWarnings("ArrayRecordComponent") // read by the decoder only
record Tokens(byte[][] strings, int tableStart, int indexEnd) {
    private static final int COUNT = 256;
    /// Digits always stand for themselves, so the table holds "0", "1", ... "9" in a row at this code.
    private static final int FIRST_DIGIT = '0';

    private static final byte[] DIGITS = digits();

    /// Finds the table from `from` on; the index proves every entry of it.
    static Optional<Tokens> find(byte[] bytes, int from) {
        for (int at = indexOf(bytes, DIGITS, from); at >= 0; at = indexOf(bytes, DIGITS, at + 1)) {
            Optional<Tokens> found = aroundDigits(bytes, at);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<Tokens> aroundDigits(byte[] bytes, int digitsAt) {
        int end = digitsAt;
        for (int code = FIRST_DIGIT; code < COUNT; code++) {
            while (end < bytes.length && bytes[end] != 0) {
                end++;
            }
            end++;
        }
        for (int alignment : new int[] {8, 4, 2}) {
            int index = (end + alignment - 1) / alignment * alignment;
            if (index + 2 * COUNT <= bytes.length) {
                int start = digitsAt - shortAt(bytes, index + 2 * FIRST_DIGIT);
                if (start >= 0 && matches(bytes, start, index)) {
                    return Optional.of(read(bytes, start, index));
                }
            }
        }
        return Optional.empty();
    }

    private static boolean matches(byte[] bytes, int start, int index) {
        int expected = 0;
        for (int code = 0; code < COUNT; code++) {
            if (shortAt(bytes, index + 2 * code) != expected) {
                return false;
            }
            while (start + expected < index && bytes[start + expected] != 0) {
                expected++;
            }
            expected++;
        }
        return start + expected <= index;
    }

    private static Tokens read(byte[] bytes, int start, int index) {
        byte[][] strings = new byte[COUNT][];
        for (int code = 0; code < COUNT; code++) {
            int from = start + shortAt(bytes, index + 2 * code);
            int to = from;
            while (bytes[to] != 0) {
                to++;
            }
            strings[code] = Arrays.copyOfRange(bytes, from, to);
        }
        return new Tokens(strings, start, index + 2 * COUNT);
    }

    private static int shortAt(byte[] bytes, int at) {
        return (bytes[at] & 0xff) | (bytes[at + 1] & 0xff) << 8;
    }

    private static int indexOf(byte[] bytes, byte[] wanted, int from) {
        int last = bytes.length - wanted.length;
        for (int at = from; at <= last; at++) {
            if (bytes[at] == wanted[0] && Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        return -1;
    }

    private static byte[] digits() {
        byte[] digits = new byte[20];
        for (int digit = 0; digit < 10; digit++) {
            digits[2 * digit] = (byte) ('0' + digit);
        }
        return digits;
    }
}

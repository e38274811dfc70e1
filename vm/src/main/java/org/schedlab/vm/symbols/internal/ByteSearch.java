package org.schedlab.vm.symbols.internal;

import java.util.Arrays;

/// Finds bytes in many bytes with R. N. Horspool's method (1980): most bytes are never looked at.
final class ByteSearch {
    private final byte[] wanted;
    private final int[] skip = new int[256];

    /// @param wanted not empty
    ByteSearch(byte[] wanted) {
        this.wanted = wanted.clone();
        Arrays.fill(skip, wanted.length);
        for (int i = 0; i < wanted.length - 1; i++) {
            skip[wanted[i] & 0xff] = wanted.length - 1 - i;
        }
    }

    /// Where they begin first, at `from` or behind it; -1 if they are nowhere.
    int in(byte[] all, int from) {
        int last = wanted.length - 1;
        byte end = wanted[last];
        int at = from;
        while (at <= all.length - wanted.length) {
            byte seen = all[at + last];
            if (seen == end && Arrays.equals(all, at, at + last, wanted, 0, last)) {
                return at;
            }
            at += skip[seen & 0xff];
        }
        return -1;
    }
}

package org.schedlab.vm.linux;

import java.util.Arrays;
import java.util.function.LongConsumer;

/// Addresses as a walk finds them. Used by one thread.
public final class Addresses implements LongConsumer {
    private static final int FIRST_CAPACITY = 128;

    private long[] found = new long[FIRST_CAPACITY];
    private int count;

    @Override
    public void accept(long address) {
        if (count == found.length) {
            found = Arrays.copyOf(found, 2 * count);
        }
        found[count++] = address;
    }

    /// All so far, in their order. A copy.
    public long[] toArray() {
        return Arrays.copyOf(found, count);
    }
}

package org.schedlab.guest.load;

import java.util.Arrays;

/// Bytes that go along with a step. A value.
public final class StepData {
    /// No bytes.
    public static final StepData NONE = new StepData(new byte[0]);

    private final byte[] bytes;

    public StepData(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    public boolean isEmpty() {
        return bytes.length == 0;
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StepData data && Arrays.equals(bytes, data.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return bytes.length + " bytes";
    }
}

package org.schedlab.vm.journal;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.schedlab.vm.Sha256;

/// Bytes that a machine was given. Equal if the bytes are. Immutable.
public final class Content {
    private final byte[] bytes;

    private Content(byte[] bytes) {
        this.bytes = bytes;
    }

    /// These bytes as they are now.
    public static Content of(byte[] bytes) {
        return new Content(bytes.clone());
    }

    /// A copy of the bytes.
    public byte[] bytes() {
        return bytes.clone();
    }

    /// How many they are.
    public int length() {
        return bytes.length;
    }

    /// Their hash, 64 hexadecimal digits. Made when it is asked for: most contents are never hashed, and those of
    /// programs are long.
    public String sha256() {
        return Sha256.of(bytes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Content content && Arrays.equals(bytes, content.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /// Short contents in full, long ones by the begin of their hash.
    @Override
    public String toString() {
        return bytes.length <= 16
                ? HexFormat.of().formatHex(bytes)
                : String.format(Locale.ROOT, "%d bytes, SHA-256 %s…", bytes.length, sha256().substring(0, 16));
    }
}

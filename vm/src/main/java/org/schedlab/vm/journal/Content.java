package org.schedlab.vm.journal;

import java.util.HexFormat;

import org.schedlab.vm.internal.Sha256;

/// Bytes that a machine was given. Equal if the bytes are. Immutable.
///
/// @param sha256 of the bytes, 64 hexadecimal digits
/// @param bytes not to be changed by whoever holds it
public record Content(String sha256, byte[] bytes) {
    /// A copy of these bytes.
    public static Content of(byte[] bytes) {
        byte[] own = bytes.clone();
        return new Content(Sha256.of(own), own);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Content content && sha256.equals(content.sha256);
    }

    @Override
    public int hashCode() {
        return sha256.hashCode();
    }

    /// Short contents in full, long ones by the begin of their hash.
    @Override
    public String toString() {
        return bytes.length <= 16
                ? HexFormat.of().formatHex(bytes)
                : "%d bytes, SHA-256 %s…".formatted(bytes.length, sha256.substring(0, 16));
    }
}

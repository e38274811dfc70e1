package org.schedlab.vm;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/// Bytes as text that a notebook can carry: zlib, then base64. Equal bytes give equal text. Stateless.
public final class PackedText {
    private PackedText() {}

    /// The text of these bytes.
    public static String of(byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater =
                new DeflaterOutputStream(packed, new Deflater(Deflater.BEST_COMPRESSION))) {
            deflater.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getEncoder().encodeToString(packed.toByteArray());
    }

    /// The bytes of a text.
    ///
    /// @throws IllegalArgumentException if it is not base64
    /// @throws IOException if it is damaged
    public static byte[] read(String text) throws IOException {
        byte[] packed = Base64.getDecoder().decode(text);
        try (InflaterInputStream inflater = new InflaterInputStream(new ByteArrayInputStream(packed))) {
            return inflater.readAllBytes();
        }
    }
}

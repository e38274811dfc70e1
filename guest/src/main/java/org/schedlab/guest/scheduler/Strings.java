package org.schedlab.guest.scheduler;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// A table of strings that end with a zero, as ELF and BTF have them; strings can be added. Confined to one thread.
final class Strings {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Strings(byte[] before) {
        bytes.writeBytes(before);
    }

    /// Adds a string.
    ///
    /// @return where in the table it begins
    int add(String text) {
        int at = bytes.size();
        bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        bytes.write(0);
        return at;
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }
}

package org.schedlab.guest.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import org.schedlab.vm.LabException;

/// A file of the host as it is brought into the guest.
final class HostFile {
    /// Readable and executable by all.
    static final int MODE = 0755;

    private final Path file;
    private final byte[] content;

    private HostFile(Path file, byte[] content) {
        this.file = file;
        this.content = content;
    }

    /// @throws LabException if it cannot be read
    static HostFile read(Path file) {
        try {
            return new HostFile(file, Files.readAllBytes(file));
        } catch (IOException | OutOfMemoryError e) {
            throw LabException.asked("cannot bring %s into the guest".formatted(file))
                    .found(String.valueOf(e.getMessage()))
                    .remedy("make it readable here")
                    .exception();
        }
    }

    String path() {
        return file.toString();
    }

    byte[] content() {
        return content;
    }

    String sha256() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return "%s (%,d bytes)".formatted(file, content.length);
    }
}

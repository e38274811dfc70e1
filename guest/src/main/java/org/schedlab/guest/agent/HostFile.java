package org.schedlab.guest.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

import org.schedlab.vm.LabException;
import org.schedlab.vm.Sha256;

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
        return Sha256.of(content);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s (%,d bytes)", file, content.length);
    }
}

package org.schedlab.guest.scheduler;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import org.schedlab.vm.Sha256;

/// BPF objects that came with a notebook: `schedlab reproduce` puts them into the folder
/// `SCHEDLAB_OBJECTS`, so that who reads the notebook needs no clang. Stateless.
final class PreparedObjects {
    private static final String VARIABLE = "SCHEDLAB_OBJECTS";

    private PreparedObjects() {}

    /// The object that was compiled from this very text under this name, if one came.
    static Optional<byte[]> find(SchedulerSource source) {
        String folder = System.getenv(VARIABLE);
        if (folder == null || folder.isBlank()) {
            return Optional.empty();
        }
        Path file = Path.of(folder, key(source) + ".bpf.o");
        try {
            return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /// SHA-256 of the name and the text with its line numbers.
    static String key(SchedulerSource source) {
        return Sha256.of((source.name() + "\n" + source.fileText()).getBytes(StandardCharsets.UTF_8));
    }
}

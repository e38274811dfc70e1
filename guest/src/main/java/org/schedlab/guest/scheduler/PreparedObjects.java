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
    private static final String OBJECT = ".bpf.o";

    private PreparedObjects() {}

    /// The object that was compiled from this very text under this name, if one came.
    static Optional<byte[]> find(SchedulerSource source) {
        return folder().flatMap(folder -> read(folder.resolve(key(source) + OBJECT)));
    }

    /// The object of the sources that the notebook names so, if one came: they need not be on this host.
    ///
    /// @param asked their path as the notebook has it
    static Optional<byte[]> ofFiles(String asked) {
        return folder().flatMap(folder -> read(folder.resolve(filesKey(asked) + OBJECT)));
    }

    /// What the scheduler of those sources was called, if its object came.
    static Optional<String> nameOfFiles(String asked) {
        return folder().flatMap(folder -> read(folder.resolve(filesKey(asked) + ".name")))
                .map(name -> new String(name, StandardCharsets.UTF_8));
    }

    private static Optional<Path> folder() {
        return Optional.ofNullable(System.getenv(VARIABLE))
                .filter(name -> !name.isBlank())
                .map(Path::of);
    }

    private static Optional<byte[]> read(Path file) {
        try {
            return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /// SHA-256 of the path by which sources are asked for.
    static String filesKey(String asked) {
        return Sha256.of(("files\n" + asked).getBytes(StandardCharsets.UTF_8));
    }

    /// SHA-256 of the name and the text with its line numbers.
    static String key(SchedulerSource source) {
        return Sha256.of((source.name() + "\n" + source.fileText()).getBytes(StandardCharsets.UTF_8));
    }
}

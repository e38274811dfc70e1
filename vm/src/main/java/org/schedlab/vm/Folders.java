package org.schedlab.vm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/// The two places where schedlab leaves files: one cache folder, one runtime folder. Both are created
/// with mode 0700.
///
/// @param cache what can be made again: kernels, extracted ELFs, indexes, checkpoints
/// @param runtime what lives as long as a session: guest RAM, sockets, console logs; on shared memory
public record Folders(Path cache, Path runtime) {

    /// The folders of this user: `SCHEDLAB_CACHE` or `$XDG_CACHE_HOME/schedlab` or
    /// `~/.cache/schedlab`, and `SCHEDLAB_RUNTIME` or `/dev/shm/schedlab-USER`.
    public static Folders ofUser() {
        Path cache = environment("SCHEDLAB_CACHE")
                .or(() -> environment("XDG_CACHE_HOME").map(home -> home.resolve("schedlab")))
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache", "schedlab"));
        Path runtime = environment("SCHEDLAB_RUNTIME")
                .orElseGet(() -> Path.of("/dev/shm", "schedlab-" + System.getProperty("user.name")));
        return new Folders(cache, runtime);
    }

    /// A folder below the cache, created if it is not there.
    ///
    /// @throws FolderException if it cannot be
    public Path cache(String name) {
        Path folder = cache.resolve(name);
        try {
            create(cache);
            return create(folder);
        } catch (IOException e) {
            throw FolderException.ofCache("the folder " + folder, folder, e);
        }
    }

    /// Keeps a file in a folder of the cache, as [#writeWhole] does, if that can be done. For what
    /// only saves time.
    ///
    /// @return whether it is kept
    public boolean keep(String name, String file, byte[] contents) {
        try {
            writeWhole(cache(name).resolve(file), contents);
            return true;
        } catch (IOException | FolderException e) {
            return false;
        }
    }

    /// The runtime folder, created if it is not there: machines will have their memory there.
    ///
    /// @throws FolderException if it cannot be
    public Path sharedMemory() {
        try {
            return create(runtime);
        } catch (IOException e) {
            throw FolderException.ofRuntime("the folder " + runtime, runtime, e);
        }
    }

    /// A new, empty folder below the runtime folder. The caller removes it.
    ///
    /// @throws FolderException if it cannot be made
    public Path newRuntimeFolder(String prefix) {
        try {
            return Files.createTempDirectory(create(runtime), prefix + "-");
        } catch (IOException e) {
            throw FolderException.ofRuntime("a folder in " + runtime, runtime, e);
        }
    }

    /// Writes a file that other processes see whole or not at all; an existing one is replaced. Its
    /// folder must be there.
    public static void writeWhole(Path file, byte[] contents) throws IOException {
        Path unfinished = Files.createTempFile(file.toAbsolutePath().getParent(), "unfinished-", ".tmp");
        try {
            Files.write(unfinished, contents);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private static Path create(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return folder;
        }
        Path parent = folder.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        return Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    private static Optional<Path> environment(String name) {
        return Optional.ofNullable(System.getenv(name))
                .filter(value -> !value.isBlank())
                .map(Path::of);
    }
}

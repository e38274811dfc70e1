package org.schedlab.vm.machine.internal.qemu;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import org.schedlab.vm.FolderException;
import org.schedlab.vm.Folders;
import org.schedlab.vm.LabException;

/// The folder on shared memory where one machine keeps RAM, console and sockets. A lock on a file in
/// it says that its JVM lives; folders of JVMs that were killed are removed when the next machine
/// starts. A folder gets its name once its lock is held, so nobody finds a young one without it.
///
/// With `SCHEDLAB_KEEP` set, what is left of a machine is not removed but renamed to `kept-…`, without
/// its RAM: the console, QEMU's messages. Nobody removes that but the user.
public final class RuntimeFolder implements AutoCloseable {
    private static final String PREFIX = "machine";
    private static final String UNNAMED = "new-" + PREFIX;
    private static final String KEPT = "kept-" + PREFIX;
    private static final String KEEP = "SCHEDLAB_KEEP";
    private static final String OWNER = "owner";
    private static final int MAX_SOCKET_PATH = 107;
    private static final Duration UNFINISHED = Duration.ofMinutes(1);
    /// Never probe a lock of our own: POSIX drops a process's locks on a file when it closes any
    /// descriptor of it.
    private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel owner;
    private final boolean keep;

    private RuntimeFolder(Path path, FileChannel owner, boolean keep) {
        this.path = path;
        this.owner = owner;
        this.keep = keep;
    }

    public static RuntimeFolder create(Folders folders) {
        String variable = System.getenv(KEEP);
        return create(folders, variable != null && !variable.isBlank());
    }

    static RuntimeFolder create(Folders folders, boolean keep) {
        sweep(folders.runtime(), keep);
        Path unnamed = folders.newRuntimeFolder(UNNAMED).toAbsolutePath();
        Path path = unnamed.resolveSibling(unnamed.getFileName().toString().replaceFirst(UNNAMED, PREFIX));
        OURS.add(path);
        try {
            checkLength(path);
            FileChannel owner =
                    FileChannel.open(unnamed.resolve(OWNER), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            owner.lock();
            Files.move(unnamed, path, StandardCopyOption.ATOMIC_MOVE);
            return new RuntimeFolder(path, owner, keep);
        } catch (IOException | RuntimeException e) {
            OURS.remove(path);
            remove(unnamed);
            throw e instanceof RuntimeException unchecked
                    ? unchecked
                    : FolderException.ofRuntime("the folder of a machine", unnamed, (IOException) e);
        }
    }

    public Path path() {
        return path;
    }

    private static void checkLength(Path path) {
        int bytes = path.resolve(QemuArguments.RENDEZVOUS)
                .toString()
                .getBytes(java.nio.charset.StandardCharsets.UTF_8)
                .length;
        if (bytes > MAX_SOCKET_PATH) {
            throw LabException.asked("the runtime folder's name is too long for a Unix socket in it")
                    .found(path.toString())
                    .available("names of up to " + MAX_SOCKET_PATH + " bytes, the socket's included")
                    .remedy("set SCHEDLAB_RUNTIME to a shorter folder on shared memory, such as /dev/shm/lab")
                    .exception();
        }
    }

    private static synchronized void sweep(Path runtime, boolean keep) {
        if (!Files.isDirectory(runtime)) {
            return;
        }
        try (DirectoryStream<Path> machines = Files.newDirectoryStream(runtime, "{" + UNNAMED + "," + PREFIX + "}-*")) {
            for (Path machine : machines) {
                Path path = machine.toAbsolutePath();
                if (!OURS.contains(path)) {
                    removeIfAbandoned(path, keep);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // what lies there stays; whether a machine can be made there is found out by making it
        }
    }

    /// One that may not be looked at or removed is another user's.
    private static void removeIfAbandoned(Path machine, boolean keep) {
        try {
            if (abandoned(machine)) {
                end(machine, keep);
            }
        } catch (IOException | UncheckedIOException e) {
            // it stays
        }
    }

    private static boolean abandoned(Path machine) throws IOException {
        return machine.getFileName().toString().startsWith(UNNAMED) ? old(machine) : unlocked(machine);
    }

    private static boolean old(Path machine) throws IOException {
        try {
            return Files.getLastModifiedTime(machine)
                    .toInstant()
                    .isBefore(Instant.now().minus(UNFINISHED));
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static boolean unlocked(Path machine) throws IOException {
        try (FileChannel owner = FileChannel.open(machine.resolve(OWNER), StandardOpenOption.WRITE);
                FileLock lock = owner.tryLock()) {
            return lock != null;
        } catch (NoSuchFileException e) {
            return Files.exists(machine);
        }
    }

    @Override
    public void close() {
        end(path, keep);
        OURS.remove(path);
        try {
            owner.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the lock of " + path, e);
        }
    }

    /// Folders in which no machine ran, such as a session's checkpoints, are not worth keeping.
    private static void end(Path folder, boolean keep) {
        if (!keep || !Files.exists(folder.resolve(QemuArguments.CONSOLE))) {
            remove(folder);
            return;
        }
        try {
            Files.deleteIfExists(folder.resolve(QemuArguments.RAM));
            Files.move(
                    folder,
                    folder.resolveSibling(folder.getFileName().toString().replaceFirst(PREFIX, KEPT)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep " + folder, e);
        }
    }

    /// Removes a folder with its content, if it is there.
    public static void remove(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> content = Files.walk(folder)) {
            List<Path> deepestFirst = content.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException e) {
            IOException cause = e instanceof UncheckedIOException unchecked ? unchecked.getCause() : (IOException) e;
            boolean removedMeanwhile = cause instanceof NoSuchFileException;
            if (!removedMeanwhile) {
                throw new UncheckedIOException("cannot remove " + folder, cause);
            }
        }
    }
}

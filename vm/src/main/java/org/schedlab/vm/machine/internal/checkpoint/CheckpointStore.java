package org.schedlab.vm.machine.internal.checkpoint;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.schedlab.vm.Folders;
import org.schedlab.vm.LabException;
import org.schedlab.vm.Sha256;
import org.schedlab.vm.machine.internal.host.Deadline;
import org.schedlab.vm.machine.internal.host.Hashes;
import org.schedlab.vm.machine.internal.qemu.PluginLibrary;
import org.schedlab.vm.machine.internal.qemu.Qemu;
import org.schedlab.vm.machine.internal.qemu.QemuArguments;
import org.schedlab.vm.machine.internal.qemu.RuntimeFolder;
import org.schedlab.vm.spec.MachineSpec;

/// The base checkpoints of a user: one folder per kind of machine, named by a hash of everything that
/// matters. Safe for several processes and threads at once: each checkpoint has a lock, a byte of one
/// lock file.
public final class CheckpointStore {
    private static final int MAX_KEPT = 8;
    private static final long MAX_BYTES = 2L << 30;
    /// No machine takes that long to write one.
    private static final Duration HALF_WRITTEN = Duration.ofMinutes(10);

    private static final Duration POLL = Duration.ofMillis(20);
    /// One channel per lock file and JVM, never closed: closing any would drop all locks of the
    /// process.
    private static final Map<Path, FileChannel> LOCK_FILES = new ConcurrentHashMap<>();

    /// Where in the lock file the locks of pins begin: behind all others.
    private static final long PINS = 1L << 32;

    /// What this JVM reads or has pinned now: a process has one lock for all its readers of a checkpoint.
    private static final Map<Shared, Readers> READERS = new HashMap<>();

    /// @param at which byte of the lock file
    private record Shared(Path folder, long at) {}

    private final Path folder;

    public CheckpointStore(Folders folders) {
        folder = folders.cache().resolve("checkpoints").toAbsolutePath();
    }

    /// The name of the base checkpoint for such a machine.
    public static String key(MachineSpec spec, Qemu qemu, PluginLibrary plugin) throws IOException {
        String kernel = spec.kernelSha256();
        String everything = String.join(
                "\n",
                "format " + CheckpointManifest.FORMAT,
                "kernel " + (kernel == null ? Hashes.sha256(spec.kernelElf()) : kernel),
                "initramfs " + Hashes.ofInitramfs(spec),
                "qemu " + qemu.version() + " " + qemu.identity(),
                "plugin " + plugin.sha256(),
                "command " + QemuArguments.of(spec, qemu, plugin.file(), false));
        return Sha256.of(everything.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .substring(0, 32);
    }

    public Path path(String key) {
        return folder.resolve(key);
    }

    /// Waits until no other thread or process works on this checkpoint. Where nothing can be locked,
    /// because nothing can be written, there is nothing to wait for.
    public Lock lock(String key, Deadline deadline) throws IOException {
        return await(() -> tryLock(key), key, deadline);
    }

    /// Waits until no other thread or process writes or removes this checkpoint. Others may read it too.
    public Lock share(String key, Deadline deadline) throws IOException {
        return await(() -> tryShare(key), key, deadline);
    }

    @FunctionalInterface
    private interface Attempt {
        Optional<Lock> now() throws IOException;
    }

    private Lock await(Attempt attempt, String key, Deadline deadline) throws IOException {
        while (true) {
            Optional<Lock> lock = attempt.now();
            if (lock.isPresent()) {
                return lock.get();
            }
            if (deadline.passed()) {
                throw deadline.missed(
                        "another session to finish the checkpoint " + path(key),
                        "wait for that session, or end it, and boot again");
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new LabException("waiting for another session's checkpoint was stopped");
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    /// Keeps [#prune] from dropping a checkpoint, which need not be there yet, until this is closed or the process
    /// ends. It may be written and read meanwhile.
    public Lock pin(String key) throws IOException {
        // Only prune has it alone, for a moment.
        return await(() -> tryShare(PINS + at(key)), key, Deadline.in(HALF_WRITTEN));
    }

    private static long at(String key) {
        return Long.parseLong(key.substring(0, 8), 16);
    }

    /// The lock, if nobody has it now.
    public Optional<Lock> tryLock(String key) throws IOException {
        return tryLock(at(key));
    }

    private Optional<Lock> tryLock(long at) throws IOException {
        FileChannel channel;
        try {
            channel = lockFile();
        } catch (IOException e) {
            return Optional.of(new Lock(null));
        }
        try {
            return Optional.ofNullable(channel.tryLock(at, 1, false)).map(Lock::new);
        } catch (OverlappingFileLockException e) {
            return Optional.empty();
        }
    }

    /// A lock that other readers may have too, if nobody is writing or removing the checkpoint now.
    public Optional<Lock> tryShare(String key) throws IOException {
        return tryShare(at(key));
    }

    private Optional<Lock> tryShare(long at) throws IOException {
        Shared shared = new Shared(folder, at);
        FileChannel channel;
        try {
            channel = lockFile();
        } catch (IOException e) {
            return Optional.of(new Lock(null));
        }
        synchronized (READERS) {
            Readers readers = READERS.get(shared);
            if (readers == null) {
                try {
                    FileLock lock = channel.tryLock(at, 1, true);
                    if (lock == null) {
                        return Optional.empty();
                    }
                    readers = new Readers(shared, lock);
                } catch (OverlappingFileLockException e) {
                    return Optional.empty();
                }
                READERS.put(shared, readers);
            }
            readers.count++;
            return Optional.of(new Lock(readers));
        }
    }

    /// The readers of a checkpoint in this JVM.
    private static final class Readers implements AutoCloseable {
        private final Shared of;
        private final FileLock lock;
        private int count;

        Readers(Shared of, FileLock lock) {
            this.of = of;
            this.lock = lock;
        }

        @Override
        public void close() throws IOException {
            synchronized (READERS) {
                count--;
                if (count == 0) {
                    READERS.remove(of);
                    lock.release();
                }
            }
        }
    }

    private FileChannel lockFile() throws IOException {
        Path file = folder.resolve(".lock");
        FileChannel channel = LOCK_FILES.get(file);
        if (channel == null) {
            synchronized (LOCK_FILES) {
                channel = LOCK_FILES.get(file);
                if (channel == null) {
                    Files.createDirectories(folder);
                    channel = FileChannel.open(
                            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
                    LOCK_FILES.put(file, channel);
                }
            }
        }
        return channel;
    }

    /// Held while a checkpoint is written or read.
    ///
    public static final class Lock implements AutoCloseable {
        private final @Nullable AutoCloseable held;

        /// @param held null where nothing can be locked
        private Lock(@Nullable AutoCloseable held) {
            this.held = held;
        }

        @Override
        public void close() throws IOException {
            switch (held) {
                case null -> {}
                case FileLock lock -> lock.release();
                case Readers readers -> readers.close();
                default -> throw new IllegalStateException("no lock: " + held);
            }
        }
    }

    public void remove(String key) {
        RuntimeFolder.remove(path(key));
    }

    /// Drops the checkpoints that were not used for longest, until few enough are left, those that
    /// cannot be read first, and what a session that was killed has left half-written. `keep` stays, and what is
    /// pinned.
    public void prune(String keep, Consumer<String> notice) throws IOException {
        removeHalfWritten();
        List<Kept> all = kept();
        all.sort(Comparator.comparing(Kept::used).reversed());
        long bytes = 0;
        int count = 0;
        for (Kept one : all) {
            bytes += one.bytes();
            count++;
            if ((count > MAX_KEPT || bytes > MAX_BYTES) && !one.key().equals(keep)) {
                drop(one, notice);
            }
        }
    }

    /// Unless it is pinned, or somebody is at it.
    private void drop(Kept one, Consumer<String> notice) throws IOException {
        Optional<Lock> unpinned = tryLock(PINS + at(one.key()));
        if (unpinned.isEmpty()) {
            return;
        }
        try (Lock _ = unpinned.get()) {
            Optional<Lock> lock = tryLock(one.key());
            if (lock.isPresent()) {
                try (Lock _ = lock.get()) {
                    remove(one.key());
                    notice.accept(one.droppedWords());
                }
            }
        }
    }

    /// @param used when it was last; [#UNREADABLE] if it cannot be read
    private record Kept(String key, long bytes, FileTime used) {
        private static final FileTime UNREADABLE = FileTime.fromMillis(0);

        String droppedWords() {
            return used.equals(UNREADABLE)
                    ? "dropped the checkpoint %s, which cannot be read".formatted(key)
                    : String.format(
                            Locale.ROOT,
                            "dropped the checkpoint %s (%d MiB), not used since %s; at most %d are kept",
                            key,
                            bytes >> 20,
                            used,
                            MAX_KEPT);
        }
    }

    private List<Kept> kept() throws IOException {
        List<Kept> all = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "[0-9a-f]*")) {
            for (Path entry : entries) {
                Path manifest = CheckpointManifest.file(entry);
                if (Files.exists(manifest)) {
                    all.add(kept(entry, manifest));
                }
            }
        }
        return all;
    }

    private static Kept kept(Path entry, Path manifest) {
        String key = String.valueOf(entry.getFileName());
        try {
            return new Kept(key, CheckpointManifest.read(entry).ramDataBytes(), Files.getLastModifiedTime(manifest));
        } catch (IOException unreadable) {
            return new Kept(key, MAX_BYTES, Kept.UNREADABLE);
        }
    }

    private void removeHalfWritten() throws IOException {
        FileTime old = FileTime.from(Instant.now().minus(HALF_WRITTEN));
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, CheckpointWriter.PARTIAL + "*")) {
            for (Path entry : entries) {
                if (Files.getLastModifiedTime(entry).compareTo(old) < 0) {
                    RuntimeFolder.remove(entry);
                }
            }
        }
    }
}

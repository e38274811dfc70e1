package org.schedlab.experiments.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.schedlab.vm.FolderException;
import org.schedlab.vm.LabException;
import org.schedlab.vm.Sha256;

/// A store in a folder, laid out as Bazel's caches are: `ac/ab/KEY` says the hash of the result of a key, and the
/// result once more, which is in `cas/cd/HASH`. A result is written beside its place and moved there, the content
/// first, so that a reader sees all of
/// it or nothing; what a killed process leaves in `tmp` is removed after an hour. Claims are locks on the
/// bytes of one file.
public final class FolderStore implements ResultStore {
    private static final Duration LEFT_OVER = Duration.ofHours(1);
    private static final int PREFIX = 2;
    private static final int CLAIM_DIGITS = 15;
    /// One channel per file and JVM, never closed: closing any would drop all locks of the process.
    private static final Map<Path, FileChannel> CLAIM_FILES = new ConcurrentHashMap<>();

    private final Path folder;

    /// A store in a folder that need not be there yet.
    public FolderStore(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    @Override
    public Optional<byte[]> find(String key) {
        try {
            Optional<ActionResult> action = ActionResult.read(Files.readAllBytes(action(key)));
            if (action.isEmpty()) {
                return Optional.empty();
            }
            Optional<byte[]> inlined = action.get().content();
            if (inlined.isPresent()) {
                return inlined;
            }
            return content(action.get().sha256());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failed(LabException.asked("a result cannot be read from " + folder), e);
        }
    }

    @Override
    public Optional<byte[]> content(String sha256) {
        try {
            byte[] content = Files.readAllBytes(contentFile(sha256));
            return Sha256.of(content).equals(sha256) ? Optional.of(content) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failed(LabException.asked("a result cannot be read from " + folder), e);
        }
    }

    @Override
    public String keepContent(byte[] bytes) {
        String sha256 = Sha256.of(bytes);
        try {
            write(contentFile(sha256), bytes);
            return sha256;
        } catch (IOException e) {
            throw failed(LabException.asked("a result cannot be kept in " + folder), e);
        }
    }

    @Override
    public void keep(String key, byte[] bytes) {
        ActionResult action = ActionResult.of(bytes);
        try {
            write(contentFile(action.sha256()), bytes);
            write(action(key), action.json());
        } catch (IOException e) {
            throw failed(LabException.asked("a result cannot be kept in " + folder), e);
        }
    }

    private void write(Path file, byte[] bytes) throws IOException {
        Path parent = file.getParent();
        if (parent != null && !Files.isDirectory(parent)) {
            Files.createDirectories(parent);
        }
        Path unfinished = unfinished();
        try {
            Files.write(unfinished, bytes);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private Path unfinished() throws IOException {
        Path temporary = folder.resolve("tmp");
        if (!Files.isDirectory(temporary)) {
            Files.createDirectories(temporary);
        }
        return Files.createTempFile(temporary, "result-", "");
    }

    @Override
    public void requireWritable() {
        try {
            removeLeftOvers();
            Path probe = unfinished();
            try {
                Files.write(probe, new byte[4096]);
            } finally {
                Files.deleteIfExists(probe);
            }
        } catch (IOException e) {
            throw failed(LabException.asked("nothing can be kept in " + folder), e);
        }
    }

    private void removeLeftOvers() throws IOException {
        Path temporary = folder.resolve("tmp");
        if (Files.isDirectory(temporary)) {
            FileTime old = FileTime.from(Instant.now().minus(LEFT_OVER));
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(temporary, "result-*")) {
                for (Path entry : entries) {
                    if (Files.getLastModifiedTime(entry).compareTo(old) < 0) {
                        Files.deleteIfExists(entry);
                    }
                }
            }
        }
    }

    @Override
    public Optional<Claim> claim(String key) {
        long at = Long.parseLong(key.substring(0, CLAIM_DIGITS), 16);
        try {
            return Optional.ofNullable(claims().tryLock(at, 1, false)).map(Lock::new);
        } catch (OverlappingFileLockException e) {
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(() -> {}); // where nothing can be locked, work may be done twice: that harms nobody
        }
    }

    private record Lock(FileLock held) implements Claim {
        @Override
        public void close() {
            try {
                held.release();
            } catch (IOException e) {
                // the process's end releases it
            }
        }
    }

    private FileChannel claims() throws IOException {
        Path file = folder.resolve(".claims");
        FileChannel channel = CLAIM_FILES.get(file);
        if (channel == null) {
            synchronized (CLAIM_FILES) {
                channel = CLAIM_FILES.get(file);
                if (channel == null) {
                    Files.createDirectories(folder);
                    channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    CLAIM_FILES.put(file, channel);
                }
            }
        }
        return channel;
    }

    @Override
    public String place() {
        return folder.toString();
    }

    private Path action(String key) {
        return folder.resolve("ac").resolve(key.substring(0, PREFIX)).resolve(key);
    }

    private Path contentFile(String sha256) {
        return folder.resolve("cas").resolve(sha256.substring(0, PREFIX)).resolve(sha256);
    }

    private StoreException failed(LabException.Message asked, IOException cause) {
        return new StoreException(
                asked.found("%s; %s".formatted(FolderException.reason(cause), FolderException.room(folder)))
                        .remedy("make room, or name another folder as the store; what was kept stays, and the same"
                                + " again goes on from there")
                        .text(),
                cause);
    }
}

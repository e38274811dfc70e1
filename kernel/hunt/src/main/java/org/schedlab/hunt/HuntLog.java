package org.schedlab.hunt;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.jspecify.annotations.Nullable;
import org.schedlab.experiments.json.DataJson;
import org.schedlab.experiments.json.DataReader;
import org.schedlab.experiments.json.JsonPlace;
import org.schedlab.vm.FolderException;
import org.schedlab.vm.LabException;

/// What a hunt has tried, a line of JSON each, only ever added to; whoever is killed loses the line that he was
/// writing. One hunt at a time has a folder. Confined to one thread.
final class HuntLog implements AutoCloseable {
    static final String FILE = "hunt.jsonl";
    private static final JsonMapper JSON = new JsonMapper();

    private final Path file;
    private final FileChannel channel;
    private final List<Entry> entries = new ArrayList<>();

    private HuntLog(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /// Opens the log of a folder, which is made if it is not there.
    ///
    /// @throws LabException another hunt is at work there, or has been; or it cannot be written
    static HuntLog open(Path folder, Entry.Began began) {
        Path file = folder.resolve(FILE);
        try {
            Files.createDirectories(folder);
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                if (lock(channel) == null) {
                    throw LabException.asked("a hunt cannot begin in " + folder)
                            .found("another one is at work there")
                            .remedy("wait for it, or name another folder")
                            .exception();
                }
                HuntLog log = new HuntLog(file, channel);
                log.read();
                log.require(began, folder);
                return log;
            } catch (RuntimeException | IOException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // by this JVM
        }
    }

    private void require(Entry.Began began, Path folder) {
        if (entries.isEmpty()) {
            append(began);
        } else if (!entries.getFirst().equals(began)) {
            throw LabException.asked("this hunt cannot go on in " + folder)
                    .found(
                            entries.getFirst() instanceof Entry.Began other
                                    ? "another one was there: %s; this one is %s"
                                            .formatted(other.words(), began.words())
                                    : "the file %s is not the log of a hunt".formatted(FILE))
                    .remedy("name another folder, or remove that one")
                    .exception();
        }
    }

    /// Reads what is there; half a line at the end is cut off.
    private void read() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int whole = 0;
        for (int at = 0; at < bytes.length; at++) {
            if (bytes[at] == '\n') {
                entries.add(entry(new String(bytes, whole, at - whole, StandardCharsets.UTF_8)));
                whole = at + 1;
            }
        }
        FileChannel _ = channel.truncate(whole).position(whole);
    }

    private Entry entry(String line) {
        try {
            return DataReader.read(JsonPlace.of(JSON.readTree(line)), Entry.class);
        } catch (JsonProcessingException | LabException e) {
            throw new LabException(
                    LabException.asked("the log of a hunt cannot be read")
                            .found("%s, line %s: %s".formatted(file, entries.size() + 1, e.getMessage()))
                            .remedy("name another folder, or remove that one")
                            .text(),
                    e);
        }
    }

    /// Adds an entry; it is on the disk when this returns.
    void append(Entry entry) {
        try {
            ByteBuffer line = ByteBuffer.wrap((DataJson.write(entry) + "\n").getBytes(StandardCharsets.UTF_8));
            while (line.hasRemaining()) {
                int _ = channel.write(line);
            }
            entries.add(entry);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private static LabException unwritable(Path file, IOException e) {
        return new LabException(
                LabException.asked("the log of a hunt cannot be written to " + file)
                        .found(FolderException.reason(e))
                        .remedy("name a folder that can be written and has room")
                        .text(),
                e);
    }

    /// All entries, in order.
    List<Entry> entries() {
        return List.copyOf(entries);
    }

    /// How many scenarios were tried or missed: the number of the next one.
    long next() {
        return entries.stream()
                .filter(each -> each instanceof Entry.Tried || each instanceof Entry.Missed)
                .count();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }
}

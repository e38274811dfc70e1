package org.schedlab.lab.flightrecorder.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

import org.schedlab.vm.trace.RecordRing;

/// All records of a session, on disk but for the newest. A file of the temporary folder, which is gone with the
/// process however that ends. Safe for threads.
public final class RecordStore implements AutoCloseable {
    private static final int CHUNK_WORDS = 1 << 17;

    private final List<Chunk> chunks = new ArrayList<>();
    private final FileChannel file;
    private long[] tail = new long[CHUNK_WORDS];
    private int tailWords;
    private long fileWords;

    /// Whole records.
    ///
    /// @param position in the file, in words
    /// @param firstNanos the first record's time
    private record Chunk(long position, int words, long firstNanos) {}

    /// Is given the records of a chunk.
    @FunctionalInterface
    interface Reader {
        /// Takes them; whether to go on.
        boolean read(long[] words, int count);
    }

    public RecordStore() {
        try {
            Path path = Files.createTempFile("schedlab-record-", ".words");
            file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a file for the flight recorder in the temporary folder", e);
        }
    }

    /// Puts whole records behind those that are there.
    synchronized void append(long[] words, int count) {
        for (int at = 0; at < count; ) {
            int length = RecordRing.length(words, at);
            if (tailWords + length > tail.length) {
                spill();
            }
            System.arraycopy(words, at, tail, tailWords, length);
            tailWords += length;
            at += length;
        }
    }

    private void spill() {
        ByteBuffer bytes = ByteBuffer.allocate(tailWords * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(tail, 0, tailWords);
        try {
            for (long at = fileWords * Long.BYTES; bytes.hasRemaining(); ) {
                at += file.write(bytes, at);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the flight recorder cannot write to the temporary folder", e);
        }
        chunks.add(new Chunk(fileWords, tailWords, tail[0]));
        fileWords += tailWords;
        tailWords = 0;
    }

    /// How many words there are.
    synchronized long words() {
        return chunks.stream().mapToLong(Chunk::words).sum() + tailWords;
    }

    /// How many bytes that is.
    public long bytes() {
        return words() * Long.BYTES;
    }

    /// Gives the oldest chunk to a reader and forgets it.
    synchronized boolean dropOldest(Reader reader) {
        if (chunks.isEmpty()) {
            return false;
        }
        Chunk oldest = chunks.removeFirst();
        reader.read(load(oldest), oldest.words);
        return true;
    }

    /// Gives all records.
    synchronized void read(Reader reader) {
        for (Chunk each : chunks) {
            if (!reader.read(load(each), each.words)) {
                return;
            }
        }
        if (tailWords > 0) {
            reader.read(tail, tailWords);
        }
    }

    private long[] load(Chunk chunk) {
        ByteBuffer bytes = ByteBuffer.allocate(chunk.words * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        try {
            while (bytes.hasRemaining()) {
                if (file.read(bytes, chunk.position * Long.BYTES + bytes.position()) < 0) {
                    throw new IOException("the flight recorder's file is shorter than it was written");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read what the flight recorder has written", e);
        }
        long[] words = new long[chunk.words];
        bytes.flip().asLongBuffer().get(words);
        return words;
    }

    /// Forgets what came at a time or later.
    synchronized void cut(long nanos) {
        while (!chunks.isEmpty() && chunks.getLast().firstNanos >= nanos) {
            Chunk last = chunks.removeLast();
            fileWords = last.position;
            tailWords = 0;
        }
        if (tailWords == 0 || tail[0] >= nanos) {
            tailWords = 0;
            if (chunks.isEmpty()) {
                return;
            }
            Chunk last = chunks.removeLast();
            fileWords = last.position;
            System.arraycopy(load(last), 0, tail, 0, last.words);
            tailWords = last.words;
        }
        int at = 0;
        while (at < tailWords && tail[at] < nanos) {
            at += RecordRing.length(tail, at);
        }
        tailWords = at;
    }

    /// Forgets everything.
    synchronized void clear() {
        chunks.clear();
        fileWords = 0;
        tailWords = 0;
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the flight recorder's file", e);
        }
    }
}

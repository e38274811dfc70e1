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
import java.util.Arrays;
import java.util.List;

import org.schedlab.vm.trace.RecordRing;

/// All records of a session, on disk but for the newest. Safe for threads.
///
/// What was given out stays as it was, whatever is cut off or forgotten afterwards: pieces are never written to
/// again, and live as long as somebody holds them.
public final class RecordStore {
    private static final int PIECE_WORDS = 1 << 17;

    private final List<Piece> pieces = new ArrayList<>();
    private final long[] tail = new long[PIECE_WORDS];
    private int tailWords;

    /// Is given whole records.
    @FunctionalInterface
    interface Reader {
        /// Takes them; whether to go on.
        boolean read(long[] words, int count);
    }

    /// Whole records, in a file of the temporary folder that has no name any more: it is gone when nobody holds
    /// the piece (its channel is closed by the collector), or with the process.
    private record Piece(FileChannel file, int words, long firstNanos) {
        static Piece write(long[] words, int count) {
            ByteBuffer bytes = ByteBuffer.allocate(count * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asLongBuffer().put(words, 0, count);
            try {
                Path path = Files.createTempFile("schedlab-record-", ".words");
                FileChannel file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
                Files.delete(path);
                while (bytes.hasRemaining()) {
                    file.write(bytes);
                }
                return new Piece(file, count, words[0]);
            } catch (IOException e) {
                throw new UncheckedIOException("the flight recorder cannot write to the temporary folder", e);
            }
        }

        long[] load() {
            ByteBuffer bytes = ByteBuffer.allocate(words * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            try {
                while (bytes.hasRemaining()) {
                    if (file.read(bytes, bytes.position()) < 0) {
                        throw new IOException("a file of the flight recorder's is shorter than it was written");
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read what the flight recorder has written", e);
            }
            long[] loaded = new long[words];
            bytes.flip().asLongBuffer().get(loaded);
            return loaded;
        }
    }

    /// What there was at one time.
    record Kept(List<Piece> pieces, Tail tail) {
        void read(Reader reader) {
            for (Piece each : pieces) {
                if (!reader.read(each.load(), each.words)) {
                    return;
                }
            }
            tail.read(reader);
        }
    }

    /// The newest records.
    static final class Tail {
        private final long[] words;

        Tail(long[] words) {
            this.words = words;
        }

        void read(Reader reader) {
            if (words.length > 0) {
                boolean _ = reader.read(words, words.length);
            }
        }
    }

    /// Puts whole records behind those that are there.
    synchronized void append(long[] words, int count) {
        for (int at = 0; at < count; ) {
            int length = RecordRing.length(words, at);
            if (tailWords + length > tail.length) {
                pieces.add(Piece.write(tail, tailWords));
                tailWords = 0;
            }
            System.arraycopy(words, at, tail, tailWords, length);
            tailWords += length;
            at += length;
        }
    }

    /// How many words there are.
    synchronized long words() {
        return pieces.stream().mapToLong(Piece::words).sum() + tailWords;
    }

    /// How many bytes that is.
    public long bytes() {
        return words() * Long.BYTES;
    }

    /// Gives the oldest piece to a reader and forgets it.
    ///
    /// @return false if there is none but the newest
    synchronized boolean dropOldest(Reader reader) {
        if (pieces.isEmpty()) {
            return false;
        }
        Piece oldest = pieces.removeFirst();
        boolean _ = reader.read(oldest.load(), oldest.words);
        return true;
    }

    /// What there is now.
    synchronized Kept kept() {
        return new Kept(List.copyOf(pieces), new Tail(Arrays.copyOf(tail, tailWords)));
    }

    /// Forgets what came at a time or later.
    synchronized void cut(long nanos) {
        if (tailWords > 0 && tail[0] >= nanos) {
            tailWords = 0;
        }
        while (tailWords == 0 && !pieces.isEmpty()) {
            Piece last = pieces.removeLast();
            if (last.firstNanos < nanos) {
                System.arraycopy(last.load(), 0, tail, 0, last.words);
                tailWords = last.words;
            }
        }
        int at = 0;
        while (at < tailWords && tail[at] < nanos) {
            at += RecordRing.length(tail, at);
        }
        tailWords = at;
    }

    /// Forgets everything.
    synchronized void clear() {
        pieces.clear();
        tailWords = 0;
    }
}

package org.schedlab.vm.trace;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// The flight recorder's records, in memory that QEMU's plugin (`record.h`) and this process share: three
/// words of head (the guest's clock of QEMU in ns; probe, CPU and number of values; the instructions that the
/// CPU has executed) and the values. When it is half full the plugin has it read, so none is lost.
///
/// Safe for threads; the guest must stand.
public final class RecordRing implements AutoCloseable {
    /// How many words of a record come before its values.
    public static final int HEAD_WORDS = 3;

    /// 8 MiB: half of it has room for a store every 40 ns of a turn of 20 µs, each with its stack.
    private static final int WORDS = 1 << 20;
    private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle NUMBER = WORD.varHandle();
    private static final long WRITTEN = 0;
    private static final long READ = 8;
    private static final long LOST = 16;
    private static final long STALE = 32;
    private static final long TRIED = 40;
    private static final long HEAD = 48;

    private final Arena arena;
    private final MemorySegment memory;
    private final long[] buffer = new long[1 << 16];

    private RecordRing(Arena arena, MemorySegment memory) {
        this.arena = arena;
        this.memory = memory;
    }

    /// A new, empty one, in a file in place of the one that is there. The caller closes it.
    ///
    /// @throws IOException the file cannot be made, or the file system has no room for it
    @SuppressWarnings("MustBeClosedChecker") // the arena belongs to the object returned
    public static RecordRing create(Path file) throws IOException {
        Arena arena = Arena.ofShared();
        try {
            return new RecordRing(arena, RingFile.create(file, HEAD + (long) WORDS * Long.BYTES, arena));
        } catch (IOException | RuntimeException | Error e) {
            arena.close();
            throw e;
        }
    }

    /// Gives the records that came since the last call, and makes room for as many. Nothing once closed.
    public synchronized void drain(RecordSink sink) {
        if (!arena.scope().isAlive()) {
            return;
        }
        long written = (long) NUMBER.getAcquire(memory, WRITTEN);
        long read = memory.get(WORD, READ);
        while (read < written) {
            int count = whole(read, (int) Math.min(buffer.length, written - read));
            sink.take(buffer, count);
            read += count;
        }
        NUMBER.setRelease(memory, READ, read);
    }

    /// Copies words, and tells how many of them are whole records.
    private int whole(long from, int most) {
        int start = (int) (from % WORDS);
        int first = Math.min(most, WORDS - start);
        MemorySegment.copy(memory, WORD, HEAD + (long) start * Long.BYTES, buffer, 0, first);
        MemorySegment.copy(memory, WORD, HEAD, buffer, first, most - first);
        int count = 0;
        while (count + HEAD_WORDS <= most && count + length(buffer, count) <= most) {
            count += length(buffer, count);
        }
        return count;
    }

    /// How many words a record takes that begins somewhere in an array.
    public static int length(long[] words, int at) {
        return HEAD_WORDS + (int) (words[at + 1] >>> 48);
    }

    /// The text in two captured words, such as a task's name, up to its first zero byte.
    public static String text(long first, long second) {
        byte[] bytes = ByteBuffer.allocate(2 * Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(first)
                .putLong(second)
                .array();
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }

    /// How many records found the ring full: none, unless something is wrong.
    public synchronized long lost() {
        return arena.scope().isAlive() ? (long) NUMBER.getAcquire(memory, LOST) : 0;
    }

    /// How many records have no values because their instruction was not the first of a block of QEMU's.
    public synchronized long stale() {
        return arena.scope().isAlive() ? (long) NUMBER.getAcquire(memory, STALE) : 0;
    }

    /// How often a condition of a probe was looked at.
    public synchronized long tried() {
        return arena.scope().isAlive() ? (long) NUMBER.getAcquire(memory, TRIED) : 0;
    }

    /// Idempotent.
    @Override
    public synchronized void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}

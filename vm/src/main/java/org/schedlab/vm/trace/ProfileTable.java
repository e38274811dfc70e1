package org.schedlab.vm.trace;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;

/// How many instructions a machine has executed, by where blocks of them begin and by whom: in memory that QEMU's
/// plugin (`profile.h`) and this process share. What a probe of [Probe.Kind#PROFILE] counts comes into it.
///
/// Safe for threads; the guest must stand.
public final class ProfileTable implements AutoCloseable {
    private static final long ROOM = 1 << 19;
    private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final long LOST = 16;
    private static final long HEAD = 24;
    private static final long ENTRY = 32;

    private final Arena arena;
    private final MemorySegment memory;

    private ProfileTable(Arena arena, MemorySegment memory) {
        this.arena = arena;
        this.memory = memory;
    }

    /// Is told of what was counted.
    @FunctionalInterface
    public interface Reader {
        /// One block of instructions.
        ///
        /// @param address of its first one
        /// @param task the probe's first capture when it began
        /// @param instructions that were executed from there on, up to the next block
        /// @param times how often it began
        void take(long address, long task, long instructions, long times);
    }

    /// A new, empty one, in a file in place of the one that is there. The caller closes it.
    ///
    /// @throws IOException the file cannot be made, or the file system has no room for it
    @SuppressWarnings("MustBeClosedChecker") // the arena belongs to the object returned
    public static ProfileTable create(Path file) throws IOException {
        Arena arena = Arena.ofShared();
        try {
            MemorySegment memory = RingFile.create(file, HEAD + ROOM * ENTRY, arena);
            memory.set(WORD, 0, ROOM);
            return new ProfileTable(arena, memory);
        } catch (IOException | RuntimeException | Error e) {
            arena.close();
            throw e;
        }
    }

    /// All that was counted, in no order.
    public synchronized void read(Reader reader) {
        for (long at = HEAD; at < memory.byteSize(); at += ENTRY) {
            long address = memory.get(WORD, at);
            if (address != 0) {
                reader.take(address, memory.get(WORD, at + 8), memory.get(WORD, at + 16), memory.get(WORD, at + 24));
            }
        }
    }

    /// Instructions of blocks for which there was no room.
    public synchronized long lost() {
        return memory.get(WORD, LOST);
    }

    /// Idempotent.
    @Override
    public synchronized void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}

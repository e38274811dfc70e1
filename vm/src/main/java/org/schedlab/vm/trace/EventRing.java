package org.schedlab.vm.trace;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.schedlab.vm.LabException;

/// The events of a machine's probes, in memory that QEMU's plugin (`ring.h`) and this process share. It
/// lives as long as its machine.
///
/// Events that come while it is full are lost, and counted; those that wait to be read stay. Whoever
/// reads only while the machine stands loses the same ones in equal runs.
///
/// Read by one thread at a time; the machine may run meanwhile.
public final class EventRing implements AutoCloseable {
    /// How many events there is room for, if nobody asks for another number.
    public static final int ROOM = 1 << 17;

    private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt HALF = ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle NUMBER = WORD.varHandle();
    private static final long WRITTEN = 0;
    private static final long READ = 8;
    private static final long LOST = 16;
    private static final long HEAD = 32;
    private static final MemoryLayout EVENT = MemoryLayout.structLayout(
            WORD.withName("sequence"), WORD.withName("clock"), HALF.withName("probe"), HALF.withName("cpu"));

    private final Arena arena;
    private final MemorySegment memory;
    private final int room;

    private EventRing(Arena arena, MemorySegment memory, int room) {
        this.arena = arena;
        this.memory = memory;
        this.room = room;
    }

    /// A new, empty one, in a file in place of the one that is there. The caller closes it.
    ///
    /// @param room how many events it holds
    /// @throws IOException the file cannot be made, or the file system has no room for it
    @SuppressWarnings("MustBeClosedChecker") // the arena belongs to the object returned
    public static EventRing create(Path file, int room) throws IOException {
        if (room < 1) {
            throw LabException.asked("events cannot be kept")
                    .found("room for " + room)
                    .available("room for one event or more")
                    .exception();
        }
        Arena arena = Arena.ofShared();
        try {
            return new EventRing(arena, RingFile.create(file, HEAD + room * EVENT.byteSize(), arena), room);
        } catch (IOException | RuntimeException | Error e) {
            arena.close();
            throw e;
        }
    }

    /// The events that came since the last call, in the order in which they came, and makes room for as
    /// many.
    ///
    /// @throws LabException the machine is closed
    public List<Event> read() {
        try {
            long written = (long) NUMBER.getAcquire(memory, WRITTEN);
            List<Event> events = new ArrayList<>();
            for (long at = memory.get(WORD, READ); at < written; at++) {
                events.add(event(HEAD + at % room * EVENT.byteSize()));
            }
            NUMBER.setRelease(memory, READ, written);
            return events;
        } catch (IllegalStateException e) {
            throw closed(e);
        }
    }

    private Event event(long at) {
        return new Event(
                memory.get(WORD, at), memory.get(WORD, at + 8), memory.get(HALF, at + 16), memory.get(HALF, at + 20));
    }

    /// How many events were lost since this ring is there.
    ///
    /// @throws LabException the machine is closed
    public long lost() {
        try {
            return (long) NUMBER.getAcquire(memory, LOST);
        } catch (IllegalStateException e) {
            throw closed(e);
        }
    }

    /// How many events wait to be read at most.
    public int room() {
        return room;
    }

    private static LabException closed(IllegalStateException cause) {
        return new LabException(
                LabException.asked("cannot read events")
                        .found("the machine they are of is closed")
                        .remedy("read them before it is closed or rewound")
                        .text(),
                cause);
    }

    /// Idempotent, by any thread.
    @Override
    public synchronized void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}

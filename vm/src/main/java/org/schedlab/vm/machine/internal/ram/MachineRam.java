package org.schedlab.vm.machine.internal.ram;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

import org.schedlab.vm.spec.GuestLayout;

/// The RAM file of a machine, mapped for reading and writing. [#close()] may come from any thread and
/// waits for who reads all of it.
public final class MachineRam implements AutoCloseable {
    private final Path file;
    private final Arena arena;
    private final MemorySegment memory;
    private final ReentrantLock reading = new ReentrantLock();

    private MachineRam(Path file, Arena arena, MemorySegment memory) {
        this.file = file;
        this.arena = arena;
        this.memory = memory;
    }

    /// Reads all of the memory, which does not change meanwhile.
    ///
    /// @param <T> what comes of it
    public interface Reader<T> {
        T read(RamImage image) throws IOException;
    }

    @SuppressWarnings("MustBeClosedChecker") // the arena belongs to the object returned
    public static MachineRam map(Path file) throws IOException {
        Arena arena = Arena.ofShared();
        try (FileChannel ram = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return new MachineRam(file, arena, ram.map(FileChannel.MapMode.READ_WRITE, 0, ram.size(), arena));
        } catch (IOException | RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    public MemorySegment mailbox() {
        return memory.asSlice(GuestLayout.MAILBOX_ADDRESS, GuestLayout.MAILBOX_BYTES);
    }

    /// Copies bytes into it.
    ///
    /// @param offset in the file
    public void write(long offset, byte[] bytes) {
        MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, offset, bytes.length);
    }

    public <T> T read(Reader<T> reader) throws IOException {
        reading.lock();
        try {
            return reader.read(RamImage.of(memory, file));
        } finally {
            reading.unlock();
        }
    }

    /// See [org.schedlab.vm.machine.Machine#ramHash()].
    public String hash() {
        try {
            return read(RamHash::of);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the guest's RAM " + file, e);
        }
    }

    /// How much of the file is no hole.
    public long touchedBytes() {
        try {
            return SparseFile.dataBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look at the guest's RAM " + file, e);
        }
    }

    @Override
    public void close() {
        reading.lock();
        try {
            arena.close();
        } finally {
            reading.unlock();
        }
    }
}

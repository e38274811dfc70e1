package org.schedlab.vm.memory;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Locale;

import org.schedlab.vm.LabException;

/// The guest's RAM by physical address: the RAM file mapped shared, so that a store here is a store
/// in the guest.
///
/// All numbers are little-endian, as in the guest. Any number of threads may read; whether the guest
/// runs meanwhile is the caller's business. Whoever maps it closes it; later accesses throw
/// [IllegalStateException]. Every access is checked against the layout and throws
/// [OutsideRamException] if any byte of it is not RAM.
public final class PhysicalMemory implements AutoCloseable {
    private static final ValueLayout.OfShort U16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final Arena arena;
    private final MemorySegment ram;
    private final RamLayout layout;
    private final long highEnd;
    private volatile WriteListener listener = (_, _) -> {};

    /// Told of each store before it is done.
    @FunctionalInterface
    public interface WriteListener {
        /// These bytes are stored now.
        ///
        /// @param physical address of the first byte
        /// @param bytes what will stand there, its own copy
        void write(long physical, byte[] bytes);
    }

    private PhysicalMemory(Arena arena, MemorySegment ram, RamLayout layout) {
        this.arena = arena;
        this.ram = ram;
        this.layout = layout;
        this.highEnd = RamLayout.HIGH_START + layout.size() - layout.lowBytes();
    }

    /// Maps the RAM file for reading and writing.
    ///
    /// @throws LabException if the file cannot be mapped or is not as long as the layout says
    @SuppressWarnings("MustBeClosedChecker") // the arena belongs to the object returned
    public static PhysicalMemory map(Path ramFile, RamLayout layout) {
        Arena arena = Arena.ofShared();
        try (FileChannel channel = FileChannel.open(ramFile, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (channel.size() != layout.size()) {
                throw LabException.asked("The file %s is not the RAM of this machine.".formatted(ramFile))
                        .found(String.format(Locale.ROOT, "%d bytes", channel.size()))
                        .available(String.format(Locale.ROOT, "%d bytes of RAM by the machine's layout", layout.size()))
                        .remedy("boot the machine again")
                        .exception();
            }
            return new PhysicalMemory(arena, channel.map(MapMode.READ_WRITE, 0, layout.size(), arena), layout);
        } catch (IOException e) {
            arena.close();
            String state = Files.exists(ramFile) ? "it is there" : "it is not there";
            throw new LabException(
                    LabException.asked("The RAM file %s cannot be mapped: %s.".formatted(ramFile, e.getMessage()))
                            .found(state)
                            .remedy("boot the machine again")
                            .text(),
                    e);
        } catch (RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    /// Tells this one of each store from now on.
    public void onWrite(WriteListener told) {
        listener = told;
    }

    /// How physical addresses lie in the RAM file.
    public RamLayout layout() {
        return layout;
    }

    /// Whether `length` bytes from this physical address on are all RAM.
    public boolean isRam(long physical, long length) {
        return (physical >= 0 && length >= 0 && physical <= layout.lowBytes() - length)
                || (physical >= RamLayout.HIGH_START && physical <= highEnd - length);
    }

    /// 1, 2, 4 or 8 bytes as an unsigned number.
    public long read(long physical, int bytes) {
        long offset = offset(physical, bytes);
        return switch (bytes) {
            case 1 -> ram.get(ValueLayout.JAVA_BYTE, offset) & 0xffL;
            case 2 -> ram.get(U16, offset) & 0xffffL;
            case 4 -> ram.get(U32, offset) & 0xffffffffL;
            case 8 -> ram.get(U64, offset);
            default -> throw noSuchWidth(bytes);
        };
    }

    /// Stores the low 1, 2, 4 or 8 bytes of a number.
    public void write(long physical, int bytes, long value) {
        long offset = offset(physical, bytes);
        listener.write(physical, Bytes.of(value, bytes));
        switch (bytes) {
            case 1 -> ram.set(ValueLayout.JAVA_BYTE, offset, (byte) value);
            case 2 -> ram.set(U16, offset, (short) value);
            case 4 -> ram.set(U32, offset, (int) value);
            case 8 -> ram.set(U64, offset, value);
            default -> throw noSuchWidth(bytes);
        }
    }

    /// 8 bytes.
    public long readLong(long physical) {
        return ram.get(U64, offset(physical, Long.BYTES));
    }

    /// Copies `length` bytes out of RAM.
    public void copyOut(long physical, byte[] destination, int start, int length) {
        MemorySegment.copy(ram, ValueLayout.JAVA_BYTE, offset(physical, length), destination, start, length);
    }

    /// Copies `length` bytes into RAM.
    public void copyIn(long physical, byte[] source, int start, int length) {
        long offset = offset(physical, length);
        listener.write(physical, Arrays.copyOfRange(source, start, start + length));
        MemorySegment.copy(source, start, ram, ValueLayout.JAVA_BYTE, offset, length);
    }

    /// Where a physical address lies in the RAM file.
    public long offset(long physical, long length) {
        return layout.offset(physical, length);
    }

    /// Unmaps the RAM file. The file itself belongs to the machine. Idempotent.
    @Override
    public synchronized void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }

    private static IllegalArgumentException noSuchWidth(int bytes) {
        return new IllegalArgumentException("a number has 1, 2, 4 or 8 bytes, not " + bytes);
    }
}

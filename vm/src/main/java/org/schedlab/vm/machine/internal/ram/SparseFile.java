package org.schedlab.vm.machine.internal.ram;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Where a sparse file has data: open(2), lseek(2) with SEEK_DATA and SEEK_HOLE.
public final class SparseFile {
    private static final int SEEK_DATA = 3;
    private static final int SEEK_HOLE = 4;
    private static final int ENXIO = 6;
    private static final int O_CLOEXEC = 0x80000;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO_FIELD = CALL_STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final MethodHandle OPEN = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("open"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
            Linker.Option.firstVariadicArg(2));
    private static final MethodHandle CLOSE = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("close"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    private static final MethodHandle LSEEK = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("lseek"),
            FunctionDescriptor.of(
                    ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT),
            ERRNO);

    private SparseFile() {}

    /// A stretch of a file that is not a hole.
    record Extent(long start, long end) {}

    /// How many bytes of a file are no holes.
    public static long dataBytes(Path file) throws IOException {
        return extents(file).stream()
                .mapToLong(extent -> extent.end() - extent.start())
                .sum();
    }

    /// The stretches with data, in order. A file system that knows no holes gives one stretch.
    static List<Extent> extents(Path file) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CALL_STATE);
            int descriptor = (int) OPEN.invokeExact(arena.allocateFrom(file.toString()), O_CLOEXEC);
            if (descriptor < 0) {
                throw new IOException("cannot open " + file);
            }
            try {
                return extents(file, state, descriptor);
            } finally {
                int _ = (int) CLOSE.invokeExact(descriptor);
            }
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("the C library cannot be called", e);
        }
    }

    private static List<Extent> extents(Path file, MemorySegment state, int descriptor) throws Throwable {
        List<Extent> extents = new ArrayList<>();
        long position = 0;
        while (true) {
            long start = (long) LSEEK.invokeExact(state, descriptor, position, SEEK_DATA);
            if (start < 0) {
                int errno = (int) ERRNO_FIELD.get(state, 0L);
                if (errno == ENXIO) {
                    return extents;
                }
                throw new IOException("cannot find the data in " + file + ", errno " + errno);
            }
            position = (long) LSEEK.invokeExact(state, descriptor, start, SEEK_HOLE);
            if (position < 0) {
                throw new IOException("cannot find the holes in " + file);
            }
            extents.add(new Extent(start, position));
        }
    }
}

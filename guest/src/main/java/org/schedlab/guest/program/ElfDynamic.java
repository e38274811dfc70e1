package org.schedlab.guest.program;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// The dynamic section of an ELF file: tags and values. System V ABI, chapter 5; glibc 2.36,
/// `elf/elf.h`.
///
/// @param entries in the file's order
/// @param bytes the whole file
/// @param strings where in the file its texts begin
record ElfDynamic(List<Entry> entries, ByteBuffer bytes, OptionalInt strings) {
    static final long NEEDED = 1;
    static final long SONAME = 14;
    static final long RPATH = 15;
    static final long RUNPATH = 29;
    static final ElfDynamic NONE = new ElfDynamic(List.of(), ByteBuffer.allocate(0), OptionalInt.empty());

    private static final long STRINGS = 5;
    private static final long FLAGS_1 = 0x6ffffffbL;
    private static final long NO_DEFAULT_FOLDERS = 0x800;
    private static final long POSITION_INDEPENDENT = 0x8000000;
    private static final int ENTRY_BYTES = 16;
    private static final int SEGMENT_LOAD = 1;
    private static final int SEGMENT_BYTES = 56;

    record Entry(long tag, long value) {}

    static ElfDynamic read(ByteBuffer bytes, int offset, int size) {
        List<Entry> entries = new ArrayList<>();
        for (int at = offset; at < offset + size && bytes.getLong(at) != 0; at += ENTRY_BYTES) {
            entries.add(new Entry(bytes.getLong(at), bytes.getLong(at + Long.BYTES)));
        }
        OptionalInt strings = entries.stream()
                .filter(entry -> entry.tag == STRINGS)
                .mapToInt(entry -> fileOffset(bytes, entry.value))
                .findFirst();
        return new ElfDynamic(List.copyOf(entries), bytes, strings);
    }

    /// Where in the file the byte lies that is loaded at an address.
    private static int fileOffset(ByteBuffer bytes, long address) {
        int table = Math.toIntExact(bytes.getLong(32));
        for (int i = 0; i < Short.toUnsignedInt(bytes.getShort(56)); i++) {
            int segment = table + i * SEGMENT_BYTES;
            long start = bytes.getLong(segment + 16);
            if (bytes.getInt(segment) == SEGMENT_LOAD
                    && address >= start
                    && address < start + bytes.getLong(segment + 32)) {
                return (int) (address - start + bytes.getLong(segment + 8));
            }
        }
        throw new IndexOutOfBoundsException("no segment holds address " + address);
    }

    /// The texts of all entries with a tag.
    List<String> names(long tag) {
        if (strings.isEmpty()) {
            return List.of();
        }
        return entries.stream()
                .filter(entry -> entry.tag == tag)
                .map(entry -> ElfProgram.text(bytes, strings.getAsInt() + (int) entry.value))
                .toList();
    }

    boolean noDefaultFolders() {
        return hasFlag(NO_DEFAULT_FOLDERS);
    }

    boolean positionIndependentProgram() {
        return hasFlag(POSITION_INDEPENDENT);
    }

    private boolean hasFlag(long flag) {
        return entries.stream().anyMatch(entry -> entry.tag == FLAGS_1 && (entry.value & flag) != 0);
    }
}

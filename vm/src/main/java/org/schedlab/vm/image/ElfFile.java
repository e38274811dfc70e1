package org.schedlab.vm.image;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The section table of a 64-bit little-endian ELF file for x86-64 (System V ABI, chapter 4).
/// Immutable.
///
/// @param bytes the whole file
/// @param sections its sections
record ElfFile(MemorySegment bytes, List<Section> sections) {
    private static final int HEADER_SIZE = 64;
    private static final int SECTION_HEADER_SIZE = 64;
    private static final short MACHINE_X86_64 = 62;
    private static final int NOBITS = 8;
    private static final int NAME_LIMIT = 256;

    /// One section.
    ///
    /// @param address virtual address, 0 if it is not loaded
    /// @param offset place in the file
    /// @param size bytes in memory
    public record Section(String name, int type, long flags, long address, long offset, long size) {
        private static final int ALLOCATED = 2;
        private static final int EXECUTABLE = 4;

        boolean hasBytes() {
            return type != NOBITS && type != 0;
        }

        boolean isCode() {
            return (flags & ALLOCATED) != 0 && (flags & EXECUTABLE) != 0;
        }
    }

    static boolean isOne(MemorySegment bytes) {
        return bytes.byteSize() >= 4 && bytes.get(ValueLayout.JAVA_INT_UNALIGNED, 0) == 0x464c457f;
    }

    /// Whether an ELF file is for another machine than x86-64.
    static boolean isForeign(MemorySegment bytes) {
        return isOne(bytes)
                && bytes.byteSize() >= HEADER_SIZE
                && (bytes.get(ValueLayout.JAVA_BYTE, 4) != 2
                        || bytes.get(ValueLayout.JAVA_BYTE, 5) != 1
                        || shortAt(bytes, 18) != MACHINE_X86_64);
    }

    /// Reads the section table.
    ///
    /// @throws IOException if this is not an ELF file for x86-64, or sections lie outside of it; the
    ///     message says which
    static ElfFile read(MemorySegment bytes) throws IOException {
        if (bytes.byteSize() < HEADER_SIZE || !isOne(bytes)) {
            throw new IOException("no ELF header");
        }
        if (isForeign(bytes)) {
            throw new IOException("an ELF file for another machine than x86-64");
        }
        long table = longAt(bytes, 40);
        int count = Short.toUnsignedInt(shortAt(bytes, 60));
        int nameSection = Short.toUnsignedInt(shortAt(bytes, 62));
        if (shortAt(bytes, 58) != SECTION_HEADER_SIZE || count == 0 || nameSection >= count) {
            throw new IOException("an ELF file without a section table");
        }
        if (table < 0 || table > bytes.byteSize() - (long) count * SECTION_HEADER_SIZE) {
            throw new IOException(String.format(
                    Locale.ROOT, "an ELF file of %,d bytes whose section table is at %,d", bytes.byteSize(), table));
        }
        long names = longAt(bytes, table + (long) nameSection * SECTION_HEADER_SIZE + 24);
        List<Section> sections = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            sections.add(section(bytes, table + (long) number * SECTION_HEADER_SIZE, names));
        }
        return new ElfFile(bytes, List.copyOf(sections));
    }

    /// The section of this name.
    Optional<Section> find(String name) {
        return sections.stream().filter(section -> section.name().equals(name)).findFirst();
    }

    /// The bytes of a section.
    MemorySegment contents(Section section) {
        return section.hasBytes() ? bytes.asSlice(section.offset(), section.size()) : bytes.asSlice(0, 0);
    }

    private static Section section(MemorySegment bytes, long at, long names) throws IOException {
        Section section = new Section(
                name(bytes, names + Integer.toUnsignedLong(bytes.get(ValueLayout.JAVA_INT_UNALIGNED, at))),
                bytes.get(ValueLayout.JAVA_INT_UNALIGNED, at + 4),
                longAt(bytes, at + 8),
                longAt(bytes, at + 16),
                longAt(bytes, at + 24),
                longAt(bytes, at + 32));
        boolean outside = section.offset() < 0
                || section.size() < 0
                || section.offset() > bytes.byteSize()
                || section.size() > bytes.byteSize() - section.offset();
        if (section.hasBytes() && outside) {
            throw new IOException(String.format(
                    Locale.ROOT,
                    "an ELF file of %,d bytes whose section %s ends at %,d",
                    bytes.byteSize(),
                    section.name(),
                    section.offset() + section.size()));
        }
        return section;
    }

    private static String name(MemorySegment bytes, long at) throws IOException {
        if (at < 0 || at >= bytes.byteSize()) {
            throw new IOException("an ELF file whose section names lie outside of it");
        }
        long limit = Math.min(bytes.byteSize(), at + NAME_LIMIT);
        long end = at;
        while (end < limit && bytes.get(ValueLayout.JAVA_BYTE, end) != 0) {
            end++;
        }
        return new String(bytes.asSlice(at, end - at).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.ISO_8859_1);
    }

    private static short shortAt(MemorySegment bytes, long at) {
        return bytes.get(ValueLayout.JAVA_SHORT_UNALIGNED, at);
    }

    private static long longAt(MemorySegment bytes, long at) {
        return bytes.get(ValueLayout.JAVA_LONG_UNALIGNED, at);
    }
}

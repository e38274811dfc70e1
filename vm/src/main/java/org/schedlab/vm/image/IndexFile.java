package org.schedlab.vm.image;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

import org.schedlab.vm.Folders;
import org.schedlab.vm.btf.Btf;
import org.schedlab.vm.btf.BtfIndex;
import org.schedlab.vm.image.ElfCache.CachedElf;
import org.schedlab.vm.symbols.SymbolTable;
import org.schedlab.vm.symbols.internal.SymbolIndex;

/// The index of one kernel on disk, `index/SHA-256 of the ELF` in the cache. It is mapped and used as
/// it is; BTF itself is mapped from the ELF. A file of another version, of another length or with
/// another checksum counts as none.
///
/// Little-endian: u64 magic, u32 version, u32 CRC-32C of all that follows, u32 CRC-32C of BTF, u32
/// number of sections, u64 offset and u64 length of BTF in the ELF, then u64 offset and u64 length of
/// each section, then the sections, each on a multiple of 8.
final class IndexFile {
    private static final long MAGIC = 0x58444e4942414c53L;
    /// To be raised with every change of the format or of what is decoded.
    private static final int VERSION = 2;

    private static final String FOLDER = "index";
    private static final int CHECKED_FROM = 16;
    private static final int TABLE = 40;
    private static final int SECTIONS = 11;
    private static final int HEADER = TABLE + 16 * SECTIONS;

    private IndexFile() {}

    /// The index of a kernel, read from the cache or built and put there, if there is room.
    ///
    /// @param source the file the user gave, for messages and for unpacking again
    public static KernelIndex of(Path source, CachedElf elf, Folders folders) {
        Path file = folders.cache().resolve(FOLDER).resolve(elf.sha256());
        return read(file, elf).orElseGet(() -> {
            IndexBuilder.Parts parts = new IndexBuilder(source, IndexBuilder.open(source, elf.file())).build();
            byte[] built = bytes(elf, parts);
            boolean kept = folders.keep(FOLDER, elf.sha256(), built);
            return (kept ? read(file, elf) : decode(inMemory(built), elf))
                    .orElseThrow(() -> new IllegalStateException(file + " changes while it is read"));
        });
    }

    /// Where the numbers in it are aligned, as in a file that is mapped.
    private static MemorySegment inMemory(byte[] built) {
        MemorySegment bytes = Arena.ofAuto().allocate(built.length, Long.BYTES);
        return bytes.copyFrom(MemorySegment.ofArray(built)).asReadOnly();
    }

    private static Optional<KernelIndex> read(Path file, CachedElf elf) {
        return Files.isRegularFile(file) ? decode(FileSlice.map(file), elf) : Optional.empty();
    }

    private static Optional<KernelIndex> decode(MemorySegment bytes, CachedElf elf) {
        if (bytes.byteSize() < HEADER
                || longAt(bytes, 0) != MAGIC
                || intAt(bytes, 8) != VERSION
                || intAt(bytes, 20) != SECTIONS
                || intAt(bytes, 12) != checksum(bytes.asSlice(CHECKED_FROM))) {
            return Optional.empty();
        }
        MemorySegment kernel = FileSlice.map(elf.file());
        long btfOffset = longAt(bytes, 24);
        long btfLength = longAt(bytes, 32);
        if (btfOffset + btfLength > kernel.byteSize()) {
            return Optional.empty();
        }
        MemorySegment btf = kernel.asSlice(btfOffset, btfLength);
        return intAt(bytes, 16) == checksum(btf) ? Optional.of(index(bytes, btf)) : Optional.empty();
    }

    private static KernelIndex index(MemorySegment bytes, MemorySegment btf) {
        String buildId = text(section(bytes, 1));
        return new KernelIndex(
                text(section(bytes, 0)),
                buildId.isEmpty() ? Optional.empty() : Optional.of(buildId),
                new SymbolTable(new SymbolIndex(
                        section(bytes, 2), section(bytes, 3), section(bytes, 4), section(bytes, 5), section(bytes, 6))),
                new Btf(
                        btf,
                        new BtfIndex(section(bytes, 7), section(bytes, 8), section(bytes, 9), section(bytes, 10))));
    }

    private static byte[] bytes(CachedElf elf, IndexBuilder.Parts parts) {
        SymbolIndex symbols = parts.symbols();
        BtfIndex btf = parts.btf();
        List<MemorySegment> sections = List.of(
                segment(parts.banner()),
                segment(parts.buildId()),
                symbols.addresses(),
                symbols.nameStarts(),
                symbols.names(),
                symbols.kinds(),
                symbols.nameOrder(),
                btf.typeStarts(),
                btf.namedTypes(),
                btf.perCpuVariables(),
                btf.functions());
        long length = HEADER;
        for (MemorySegment section : sections) {
            length += align(section.byteSize());
        }
        MemorySegment bytes = MemorySegment.ofArray(new long[Math.toIntExact(length / 8)]);
        put(bytes, 0, MAGIC);
        bytes.set(ValueLayout.JAVA_INT_UNALIGNED, 8, VERSION);
        bytes.set(ValueLayout.JAVA_INT_UNALIGNED, 20, SECTIONS);
        put(bytes, 24, parts.btfSection().offset());
        put(bytes, 32, parts.btfSection().size());
        long at = HEADER;
        for (int number = 0; number < SECTIONS; number++) {
            MemorySegment section = sections.get(number);
            put(bytes, TABLE + 16L * number, at);
            put(bytes, TABLE + 16L * number + 8, section.byteSize());
            MemorySegment.copy(section, 0, bytes, at, section.byteSize());
            at += align(section.byteSize());
        }
        MemorySegment types = FileSlice.map(elf.file())
                .asSlice(parts.btfSection().offset(), parts.btfSection().size());
        bytes.set(ValueLayout.JAVA_INT_UNALIGNED, 16, checksum(types));
        byte[] finished = bytes.toArray(ValueLayout.JAVA_BYTE);
        MemorySegment.ofArray(finished)
                .set(
                        ValueLayout.JAVA_INT_UNALIGNED,
                        12,
                        checksum(MemorySegment.ofArray(finished).asSlice(CHECKED_FROM)));
        return finished;
    }

    private static int checksum(MemorySegment bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.asByteBuffer());
        return (int) crc.getValue();
    }

    private static MemorySegment section(MemorySegment bytes, int number) {
        return bytes.asSlice(longAt(bytes, TABLE + 16L * number), longAt(bytes, TABLE + 16L * number + 8));
    }

    private static MemorySegment segment(String text) {
        return MemorySegment.ofArray(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(MemorySegment bytes) {
        return new String(bytes.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
    }

    private static long align(long length) {
        return length + 7 & -8;
    }

    private static void put(MemorySegment bytes, long at, long value) {
        bytes.set(ValueLayout.JAVA_LONG_UNALIGNED, at, value);
    }

    private static int intAt(MemorySegment bytes, long at) {
        return bytes.get(ValueLayout.JAVA_INT_UNALIGNED, at);
    }

    private static long longAt(MemorySegment bytes, long at) {
        return bytes.get(ValueLayout.JAVA_LONG_UNALIGNED, at);
    }
}

package org.schedlab.vm.image;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;

import org.schedlab.vm.btf.BtfException;
import org.schedlab.vm.btf.BtfIndex;
import org.schedlab.vm.image.ElfFile.Section;
import org.schedlab.vm.image.KernelImageException.Problem;
import org.schedlab.vm.symbols.internal.Kallsyms;
import org.schedlab.vm.symbols.internal.KallsymsException;
import org.schedlab.vm.symbols.internal.KernelSections;
import org.schedlab.vm.symbols.internal.SymbolIndex;

/// Reads a kernel's ELF through once and makes everything that the index file keeps.
///
/// @param source the file the user gave, for messages
/// @param elf the ELF of the kernel
record IndexBuilder(Path source, ElfFile elf) {
    private static final String BANNER = "linux_banner";
    private static final int BANNER_LIMIT = 1024;
    private static final int NOTE_GNU_BUILD_ID = 3;

    /// The finished parts.
    ///
    /// @param btfSection where BTF is in the ELF
    record Parts(String banner, String buildId, SymbolIndex symbols, Section btfSection, BtfIndex btf) {}

    Parts build() {
        Section readOnly = required(".rodata");
        Section text = required(".text");
        Section types =
                elf.find(".BTF").orElseThrow(() -> damaged(Problem.NO_BTF, "an ELF kernel without a .BTF section"));
        SymbolIndex symbols = symbols(readOnly, text);
        return new Parts(banner(symbols), buildId().orElse(""), symbols, types, types(types));
    }

    private SymbolIndex symbols(Section readOnly, Section text) {
        KernelSections sections = new KernelSections(
                elf.contents(readOnly),
                readOnly.address(),
                text.address(),
                elf.sections().stream()
                        .filter(Section::isCode)
                        .map(section -> new KernelSections.Range(section.address(), section.address() + section.size()))
                        .toList());
        try {
            return Kallsyms.decode(sections);
        } catch (KallsymsException e) {
            throw damaged(Problem.NO_SYMBOLS, String.valueOf(e.getMessage()));
        }
    }

    private BtfIndex types(Section section) {
        try {
            return BtfIndex.build(elf.contents(section));
        } catch (BtfException e) {
            throw damaged(Problem.DAMAGED, String.valueOf(e.getMessage()));
        }
    }

    /// init/version-timestamp.c: `linux_banner` is a zero-terminated string in `.rodata`.
    private String banner(SymbolIndex symbols) {
        int rank = symbols.firstRank(BANNER);
        if (rank == symbols.size() || !symbols.name(symbols.byName(rank)).equals(BANNER)) {
            throw damaged(
                    Problem.NO_SYMBOLS, "no symbol '%s': it is built without CONFIG_KALLSYMS_ALL=y".formatted(BANNER));
        } else {
            long address = symbols.address(symbols.byName(rank));
            for (Section section : elf.sections()) {
                long at = address - section.address();
                if (section.hasBytes() && section.address() != 0 && at >= 0 && at < section.size()) {
                    String banner = line(elf.contents(section).asSlice(at));
                    if (banner.startsWith("Linux version ")) {
                        return banner;
                    }
                }
            }
        }
        throw damaged(Problem.DAMAGED, "its symbol 'linux_banner' does not lead to a line 'Linux version ...'");
    }

    private static String line(MemorySegment bytes) {
        long limit = Math.min(bytes.byteSize(), BANNER_LIMIT);
        long end = 0;
        while (end < limit
                && bytes.get(ValueLayout.JAVA_BYTE, end) != 0
                && bytes.get(ValueLayout.JAVA_BYTE, end) != '\n') {
            end++;
        }
        return new String(bytes.asSlice(0, end).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.ISO_8859_1);
    }

    /// The note of type `NT_GNU_BUILD_ID` with the name `GNU` in `.notes`.
    private Optional<String> buildId() {
        return elf.find(".notes").flatMap(section -> {
            MemorySegment notes = elf.contents(section);
            long at = 0;
            while (at + 12 <= notes.byteSize()) {
                long nameSize = Integer.toUnsignedLong(notes.get(ValueLayout.JAVA_INT_UNALIGNED, at));
                long size = Integer.toUnsignedLong(notes.get(ValueLayout.JAVA_INT_UNALIGNED, at + 4));
                int type = notes.get(ValueLayout.JAVA_INT_UNALIGNED, at + 8);
                long content = at + 12 + (nameSize + 3 & -4);
                if (content + size > notes.byteSize()) {
                    return Optional.empty();
                }
                if (type == NOTE_GNU_BUILD_ID && nameSize == 4 && isGnu(notes, at + 12)) {
                    return Optional.of(HexFormat.of()
                            .formatHex(notes.asSlice(content, size).toArray(ValueLayout.JAVA_BYTE)));
                }
                at = content + (size + 3 & -4);
            }
            return Optional.empty();
        });
    }

    private static boolean isGnu(MemorySegment notes, long at) {
        return notes.get(ValueLayout.JAVA_INT_UNALIGNED, at) == 0x00554e47;
    }

    private Section required(String name) {
        return elf.find(name)
                .filter(Section::hasBytes)
                .orElseThrow(() -> damaged(Problem.NOT_A_KERNEL, "an ELF file without a %s section".formatted(name)));
    }

    private KernelImageException damaged(Problem problem, String found) {
        return new KernelImageException(problem, source, "%s cannot be used as a kernel".formatted(source), found);
    }

    static ElfFile open(Path source, Path elf) {
        try {
            return ElfFile.read(FileSlice.map(elf));
        } catch (IOException e) {
            throw new KernelImageException(
                    Problem.DAMAGED,
                    source,
                    "the unpacked kernel %s is damaged".formatted(elf),
                    String.valueOf(e.getMessage()),
                    "delete the folder %s".formatted(elf.getParent()));
        }
    }
}

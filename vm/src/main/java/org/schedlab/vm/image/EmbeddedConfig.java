package org.schedlab.vm.image;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

import org.schedlab.vm.image.ElfFile.Section;

/// The configuration that a kernel carries when it is built with `CONFIG_IKCONFIG=y` (kernel/configs.c):
/// packed by gzip at the symbol `kernel_config_data`.
final class EmbeddedConfig {
    static final String SYMBOL = "kernel_config_data";
    /// Debian's are 130 kB; this ends an unpacking that never ends.
    private static final int LARGEST = 4 << 20;

    private EmbeddedConfig() {}

    /// Unpacks it.
    ///
    /// @param address of the symbol
    /// @return empty if nothing is there that unpacks
    static Optional<String> read(ElfFile elf, long address) {
        for (Section section : elf.sections()) {
            long at = address - section.address();
            if (section.hasBytes() && section.address() != 0 && at >= 0 && at < section.size()) {
                return unpack(elf.contents(section).asSlice(at));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> unpack(MemorySegment packed) {
        if (packed.byteSize() < 2 || (packed.get(ValueLayout.JAVA_SHORT_UNALIGNED, 0) & 0xffff) != 0x8b1f) {
            return Optional.empty();
        }
        try (InputStream text = new GZIPInputStream(new SegmentInputStream(packed))) {
            return Optional.of(new String(text.readNBytes(LARGEST), StandardCharsets.UTF_8));
        } catch (IOException damaged) {
            return Optional.empty();
        }
    }
}

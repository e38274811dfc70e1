package org.schedlab.guest.program;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The file `/etc/ld.so.cache`: where the loader finds libraries in folders that the system's
/// administrator named. Format: glibc 2.36, `sysdeps/generic/dl-cache.h`, `struct cache_file_new`,
/// alone or behind the older table.
///
/// Variants of a library for newer CPUs (`glibc-hwcaps`) are left out: the loader does without them.
record LoaderCache(Path file, Map<String, Path> libraries) {
    static final Path FILE = Path.of("/etc/ld.so.cache");

    private static final String MAGIC = "glibc-ld.so.cache1.1";
    private static final int HEADER_BYTES = 48;
    private static final int ENTRY_BYTES = 24;
    private static final int X86_64_LIBRARY = 0x0303;
    private static final int LIBRARY_KIND = 0xffff;

    /// Reads a cache; an empty one if the file is not there or has another format.
    static LoaderCache read(Path file) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
            int start = new String(bytes.array(), StandardCharsets.ISO_8859_1).indexOf(MAGIC);
            return new LoaderCache(
                    file, start < 0 ? Map.of() : libraries(bytes.slice(start, bytes.capacity() - start)));
        } catch (IOException | IndexOutOfBoundsException _) {
            return new LoaderCache(file, Map.of());
        }
    }

    private static Map<String, Path> libraries(ByteBuffer slice) {
        ByteBuffer bytes = slice.order(ByteOrder.LITTLE_ENDIAN);
        Map<String, Path> found = new LinkedHashMap<>();
        for (int i = 0; i < bytes.getInt(MAGIC.length()); i++) {
            int entry = HEADER_BYTES + i * ENTRY_BYTES;
            boolean plain = bytes.getLong(entry + 16) == 0;
            if (plain && (bytes.getInt(entry) & LIBRARY_KIND) == X86_64_LIBRARY) {
                found.putIfAbsent(
                        ElfProgram.text(bytes, bytes.getInt(entry + 4)),
                        Path.of(ElfProgram.text(bytes, bytes.getInt(entry + 8))));
            }
        }
        return found;
    }

    Optional<Path> find(String name) {
        return Optional.ofNullable(libraries.get(name));
    }
}

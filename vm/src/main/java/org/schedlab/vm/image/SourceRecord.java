package org.schedlab.vm.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32C;

import org.schedlab.vm.Folders;

/// Remembers which ELF a kernel file was unpacked to, so that neither has to be read again to know. A
/// file counts as unchanged when size, time of change and inode are the same, and the change was well
/// before the record was written (a later one could share its time stamp).
///
/// @param folder the folder of all such records
/// @param source the kernel file
record SourceRecord(Path folder, Path source) {
    private static final long SETTLED_MILLIS = 2_000;

    /// @param sha256 of the ELF
    /// @param size of the ELF
    record Entry(String sha256, long size) {}

    Optional<Entry> read() {
        try {
            List<String> lines = Files.readAllLines(file());
            BasicFileAttributes attributes = Files.readAttributes(source, BasicFileAttributes.class);
            long writtenMillis = Files.getLastModifiedTime(file()).toMillis();
            boolean unchanged = lines.size() == 3
                    && lines.getFirst().equals(identity())
                    && attributes.lastModifiedTime().toMillis() + SETTLED_MILLIS < writtenMillis;
            return unchanged
                            && lines.get(1).matches("[0-9a-f]{64}")
                            && lines.get(2).matches("[0-9]{1,18}")
                    ? Optional.of(new Entry(lines.get(1), Long.parseLong(lines.get(2))))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// If there is room for it; without it the file is unpacked again the next time.
    void write(ElfCache.CachedElf elf) {
        try {
            Files.createDirectories(folder);
            String entry = identity() + "\n" + elf.sha256() + "\n" + elf.size() + "\n";
            Folders.writeWhole(file(), entry.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // as if it had not been seen
        }
    }

    private String identity() throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(source, BasicFileAttributes.class);
        return String.format(
                Locale.ROOT,
                "%s %d %s %s",
                source.toRealPath(),
                attributes.size(),
                attributes.lastModifiedTime(),
                attributes.fileKey());
    }

    private Path file() throws IOException {
        String path = source.toRealPath().toString();
        CRC32C hash = new CRC32C();
        hash.update(path.getBytes(StandardCharsets.UTF_8));
        return folder.resolve(String.format(Locale.ROOT, "%s-%08x", source.getFileName(), hash.getValue()));
    }
}

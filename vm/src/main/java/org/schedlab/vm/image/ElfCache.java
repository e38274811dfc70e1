package org.schedlab.vm.image;

import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

import org.schedlab.vm.FolderException;
import org.schedlab.vm.Folders;
import org.schedlab.vm.Sha256;
import org.schedlab.vm.image.KernelImageException.Problem;

/// Keeps the ELF of every kernel file used so far under `elf/SHA-256/vmlinux` in the cache. A new one
/// appears there complete or not at all, whatever number of processes work at it.
final class ElfCache {
    private static final int BUFFER = 1 << 16;

    private final Folders folders;
    private final Path source;
    /// Bytes of the ELF, once they are known.
    private long needed;

    private ElfCache(Path source, Folders folders) {
        this.source = source;
        this.folders = folders;
    }

    /// An ELF in the cache.
    ///
    /// @param file where it is
    /// @param sha256 of its contents, which is also the name of its folder
    /// @param size in bytes
    public record CachedElf(Path file, String sha256, long size) {}

    /// The ELF of a kernel file, unpacked now if this file was not seen before.
    ///
    /// @throws KernelImageException if the file is missing, no kernel, damaged or without what is
    ///     needed
    public static CachedElf of(Path source, Folders folders) {
        return new ElfCache(source, folders).find(false);
    }

    /// Unpacks the file again, for the case that what is in the cache was damaged.
    public static CachedElf renew(Path source, Folders folders) {
        return new ElfCache(source, folders).find(true);
    }

    private CachedElf find(boolean again) {
        if (!Files.isReadable(source) || !Files.isRegularFile(source)) {
            throw new KernelImageException(
                    Problem.NOT_FOUND,
                    source,
                    "the kernel %s cannot be read".formatted(source),
                    Files.exists(source) ? "it is not a readable file" : "there is no such file");
        }
        SourceRecord record = new SourceRecord(folders.cache().resolve("elf").resolve("by-source"), source);
        Optional<CachedElf> known = again ? Optional.empty() : record.read().flatMap(this::inCache);
        return known.orElseGet(() -> {
            CachedElf elf = unpack();
            record.write(elf);
            return elf;
        });
    }

    private Optional<CachedElf> inCache(SourceRecord.Entry entry) {
        Path file = folderOf(entry.sha256()).resolve("vmlinux");
        try {
            return Files.size(file) == entry.size()
                    ? Optional.of(new CachedElf(file, entry.sha256(), entry.size()))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Path folderOf(String sha256) {
        return folders.cache().resolve("elf").resolve(sha256);
    }

    private CachedElf unpack() {
        MemorySegment bytes = FileSlice.map(source);
        try {
            Path unfinished = Files.createTempFile(folders.cache("elf"), "unfinished-", ".tmp");
            try {
                String sha256 = BootImage.isOne(bytes)
                        ? unpack(BootImage.read(source, bytes).payload(), unfinished)
                        : copy(bytes, unfinished);
                check(unfinished);
                Path folder = Files.createDirectories(folderOf(sha256));
                Path file = folder.resolve("vmlinux");
                long size = Files.size(unfinished);
                Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                return new CachedElf(file, sha256, size);
            } finally {
                Files.deleteIfExists(unfinished);
            }
        } catch (IOException e) {
            throw FolderException.ofCache(
                    "the ELF of " + source + ", " + ((needed >> 20) + 1) + " MiB,",
                    folders.cache().resolve("elf"),
                    e);
        }
    }

    private String copy(MemorySegment bytes, Path target) throws IOException {
        if (ForeignKernel.isOne(bytes)) {
            throw ForeignKernel.refusal(source);
        }
        if (!ElfFile.isOne(bytes)) {
            throw new KernelImageException(
                    Problem.NOT_A_KERNEL,
                    source,
                    "%s is not a kernel".formatted(source),
                    String.format(
                            Locale.ROOT,
                            "neither the header of a bzImage for x86-64 nor the one of an ELF vmlinux in its %,d bytes",
                            bytes.byteSize()));
        }
        return write(new SegmentInputStream(bytes), bytes.byteSize(), target);
    }

    private String unpack(MemorySegment payload, Path target) throws IOException {
        Compression compression = Compression.of(payload)
                .filter(Compression::supported)
                .orElseThrow(() -> new KernelImageException(
                        Problem.UNKNOWN_COMPRESSION,
                        source,
                        "%s is compressed in an unknown way".formatted(source),
                        "its payload starts with %s%s; zstd, gzip, xz and lz4 can be unpacked"
                                .formatted(
                                        firstBytes(payload),
                                        Compression.of(payload)
                                                .map(known -> " (" + known + ")")
                                                .orElse(""))));
        long size = Compression.unpackedSize(payload);
        try (InputStream unpacked = open(compression, payload)) {
            return write(unpacked, size, target);
        } catch (DamagedPayloadException e) {
            throw damaged(compression, String.valueOf(e.getMessage()));
        }
    }

    private static InputStream open(Compression compression, MemorySegment payload) throws DamagedPayloadException {
        try {
            return compression.open(payload);
        } catch (IOException e) {
            throw new DamagedPayloadException(String.valueOf(e.getMessage()));
        }
    }

    private KernelImageException damaged(Compression compression, String found) {
        return new KernelImageException(
                Problem.DAMAGED,
                source,
                "%s is damaged".formatted(source),
                "its %s payload does not unpack: %s".formatted(compression, found),
                "get the kernel file anew; for one of the cache: ./schedlab kernel fetch");
    }

    private static final class DamagedPayloadException extends IOException {
        private static final long serialVersionUID = 1L;

        DamagedPayloadException(String message) {
            super(message);
        }
    }

    /// Writes exactly `size` bytes and returns their hash.
    private String write(InputStream input, long size, Path target) throws IOException {
        needed = size;
        MessageDigest digest = Sha256.digest();
        byte[] buffer = new byte[BUFFER];
        long written = 0;
        try (OutputStream output =
                new DigestOutputStream(new BufferedOutputStream(Files.newOutputStream(target), BUFFER), digest)) {
            for (int count = read(input, buffer); count >= 0; count = read(input, buffer)) {
                written += count;
                if (written > size) {
                    throw new DamagedPayloadException(
                            String.format(Locale.ROOT, "it holds more than the %,d bytes it declares", size));
                }
                output.write(buffer, 0, count);
            }
        }
        if (written != size) {
            throw new DamagedPayloadException(
                    String.format(Locale.ROOT, "it holds %,d bytes and declares %,d", written, size));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static int read(InputStream input, byte[] buffer) throws DamagedPayloadException {
        try {
            return input.read(buffer);
        } catch (EOFException e) {
            throw new DamagedPayloadException("it ends too early");
        } catch (IOException e) {
            throw new DamagedPayloadException(String.valueOf(e.getMessage()));
        }
    }

    private void check(Path unfinished) {
        MemorySegment bytes = FileSlice.map(unfinished);
        if (ForeignKernel.isOne(bytes)) {
            throw ForeignKernel.refusal(source);
        }
        try {
            ElfFile elf = ElfFile.read(bytes);
            if (elf.find(".BTF").filter(section -> section.size() > 0).isEmpty()) {
                throw new KernelImageException(
                        Problem.NO_BTF,
                        source,
                        "%s carries no types".formatted(source),
                        "an ELF kernel without a .BTF section (CONFIG_DEBUG_INFO_BTF=y makes one)");
            }
        } catch (IOException e) {
            throw new KernelImageException(
                    Problem.TRUNCATED,
                    source,
                    "%s is not a whole kernel".formatted(source),
                    String.valueOf(e.getMessage()),
                    "get the kernel file anew; for one of the cache: ./schedlab kernel fetch");
        }
    }

    private static String firstBytes(MemorySegment payload) {
        long count = Math.min(6, payload.byteSize());
        return HexFormat.ofDelimiter(" ")
                .formatHex(payload.asSlice(0, count).toArray(java.lang.foreign.ValueLayout.JAVA_BYTE));
    }
}

package org.schedlab.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// What this JVM and its machines take of the host at one moment.
///
/// @param descriptors open file descriptors of the JVM
/// @param mappings of guest RAM in the JVM
/// @param processes that the JVM started and that are alive, and theirs
/// @param files in the folders of the machines and sessions of this JVM, by name, in order
/// @param fileBytes how long these are, guest RAM not counted
/// @param heapBytes Java objects that are alive, after a garbage collection
/// @param residentBytes of the JVM that are not pages of files: its `RssAnon`
public record HostUse(
        int descriptors,
        long mappings,
        long processes,
        List<String> files,
        long fileBytes,
        long heapBytes,
        long residentBytes) {
    public HostUse {
        files = List.copyOf(files);
    }

    /// Measures; collects garbage first.
    public static HostUse now() {
        System.gc();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        try {
            List<Path> content = content();
            return new HostUse(
                    openFiles().size(),
                    mappingsOfRam(),
                    ProcessHandle.current().descendants().count(),
                    content.stream().map(HostUse::nameInFolder).sorted().toList(),
                    bytes(content),
                    heap,
                    anonymousBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look at what this process takes", e);
        }
    }

    /// The folders of the machines and sessions of this JVM.
    public static List<Path> folders() {
        try {
            return openFiles().stream()
                    .filter(file -> file.endsWith("owner"))
                    .map(Path::getParent)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the open files", e);
        }
    }

    /// Whether nothing was left behind since `before`: neither descriptors, mappings, processes nor
    /// files. Fewer descriptors are no leak: the JVM closes some of its own whenever it likes (a
    /// collected stream's, a class archive's), and which were open at `before` is chance.
    public boolean leftNothingBehindSince(HostUse before) {
        return descriptors <= before.descriptors
                && mappings == before.mappings
                && processes == before.processes
                && files.equals(before.files);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d descriptors, %d mappings of guest RAM, %d processes, %d files of %.1f MiB, heap %.1f MiB, resident %.1f MiB",
                descriptors,
                mappings,
                processes,
                files.size(),
                mebibytes(fileBytes),
                mebibytes(heapBytes),
                mebibytes(residentBytes));
    }

    private static double mebibytes(long bytes) {
        return bytes / (double) (1 << 20);
    }

    private static List<Path> content() throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path folder : folders()) {
            try (Stream<Path> all = Files.walk(folder)) {
                files.addAll(all.toList());
            }
        }
        return files;
    }

    /// Without the folder's own name, which is another one for each machine.
    private static String nameInFolder(Path file) {
        return folders().stream()
                .filter(file::startsWith)
                .map(folder -> folder.relativize(file).toString())
                .findFirst()
                .orElse(file.toString());
    }

    private static long bytes(List<Path> files) throws IOException {
        long bytes = 0;
        for (Path file : files) {
            if (Files.isRegularFile(file) && !file.endsWith("ram")) {
                bytes += Files.size(file);
            }
        }
        return bytes;
    }

    private static long mappingsOfRam() throws IOException {
        try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
            return maps.filter(line -> line.contains("/machine-") && line.contains("/ram"))
                    .count();
        }
    }

    private static long anonymousBytes() throws IOException {
        try (Stream<String> status = Files.lines(Path.of("/proc/self/status"))) {
            return status.filter(line -> line.startsWith("RssAnon:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static List<Path> openFiles() throws IOException {
        List<Path> open = new ArrayList<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors.toList()) {
                try {
                    open.add(Files.readSymbolicLink(descriptor));
                } catch (NoSuchFileException _) { // closed since it was listed, as the listing's own is
                }
            }
        }
        return open;
    }
}

package org.schedlab.guest.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One search for one library, in the loader's order. Remembers where it looked. Used once.
final class LibrarySearch {
    private static final List<Path> DEFAULT_FOLDERS = List.of(
            Path.of("/lib/x86_64-linux-gnu"),
            Path.of("/usr/lib/x86_64-linux-gnu"),
            Path.of("/lib64"),
            Path.of("/usr/lib64"),
            Path.of("/lib"),
            Path.of("/usr/lib"));
    private static final List<String> LIB_NAMES = List.of("lib/x86_64-linux-gnu", "lib64");

    private final LoaderCache cache;
    private final List<Path> given;
    private final Loaded by;
    private final Set<String> places = new LinkedHashSet<>();
    private boolean cacheDecided;

    /// A program or library, and on whose behalf it is there.
    record Loaded(Path path, ElfProgram elf, Optional<Loaded> neededBy) {}

    /// @param given the folders of `LD_LIBRARY_PATH`
    /// @param by who needs the library
    LibrarySearch(LoaderCache cache, List<Path> given, Loaded by) {
        this.cache = cache;
        this.given = given;
        this.by = by;
    }

    /// Every place that was looked in, in order, and what was in the way.
    List<String> places() {
        return List.copyOf(places);
    }

    /// Whether the loader needs its cache to find it too.
    boolean cacheDecided() {
        return cacheDecided;
    }

    Optional<Loaded> find(String name) {
        if (name.contains("/")) {
            return expanded(name, by).stream()
                    .flatMap(path -> at(Path.of(path)).stream())
                    .findFirst();
        }
        return inFolders(folders(), name).or(() -> by.elf.defaultFolders() ? inSystem(name) : Optional.empty());
    }

    private List<Path> folders() {
        List<Path> folders = new ArrayList<>();
        if (by.elf.runpath().isEmpty()) {
            Optional<Loaded> each = Optional.of(by);
            while (each.isPresent()) {
                Loaded holder = each.get();
                if (holder.elf.runpath().isEmpty()) {
                    folders.addAll(paths(holder.elf.rpath(), holder));
                }
                each = holder.neededBy;
            }
        }
        folders.addAll(given);
        folders.addAll(paths(by.elf.runpath(), by));
        return folders;
    }

    private static List<Path> paths(List<String> written, Loaded holder) {
        return written.stream()
                .filter(text -> !text.isEmpty())
                .flatMap(text -> expanded(text, holder).stream())
                .map(Path::of)
                .toList();
    }

    /// A text with the loader's variables filled in; `$LIB` has two values, by distribution.
    private static List<String> expanded(String text, Loaded holder) {
        String origin = String.valueOf(holder.path.toAbsolutePath().getParent());
        String filled = text.replace("${ORIGIN}", origin)
                .replace("$ORIGIN", origin)
                .replace("${PLATFORM}", "x86_64")
                .replace("$PLATFORM", "x86_64")
                .replace("${LIB}", "$LIB");
        return filled.contains("$LIB")
                ? LIB_NAMES.stream().map(lib -> filled.replace("$LIB", lib)).toList()
                : List.of(filled);
    }

    private Optional<Loaded> inFolders(List<Path> folders, String name) {
        return folders.stream()
                .flatMap(folder -> at(folder.resolve(name)).stream())
                .findFirst();
    }

    private Optional<Loaded> inSystem(String name) {
        Optional<Path> cached = cache.find(name);
        if (cached.isEmpty()) {
            places.add(cache.file() + " (has no " + name + ")");
        }
        Optional<Loaded> library = cached.flatMap(this::at);
        if (library.isEmpty()) {
            return inFolders(DEFAULT_FOLDERS, name);
        }
        cacheDecided = !DEFAULT_FOLDERS.contains(library.get().path.getParent());
        return library;
    }

    /// The library at a path; one for another machine is passed over, as the loader does.
    private Optional<Loaded> at(Path file) {
        if (!Files.isRegularFile(file)) {
            places.add(file.toString());
            return Optional.empty();
        }
        try {
            return Optional.of(new Loaded(file, ElfProgram.read(file), Optional.of(by)));
        } catch (IOException e) {
            places.add("%s (there, but it is %s)".formatted(file, e.getMessage()));
            return Optional.empty();
        }
    }
}

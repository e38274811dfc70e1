package org.schedlab.guest.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

import org.schedlab.vm.LabException;

/// Finds the loader and the shared libraries of a program, by reading ELF files; nothing is executed.
///
/// The order is the loader's (ld.so(8)): RPATH of whoever needs the library and of whoever needs that
/// one, unless there is a RUNPATH; `LD_LIBRARY_PATH` of the program's own environment; RUNPATH;
/// `/etc/ld.so.cache`; the default folders. Libraries that a program opens later by itself (dlopen)
/// are nobody's to see: [Program#withFile] brings them.
///
/// Stateless and thread-safe.
public final class Libraries {
    private final LoaderCache cache;
    private final List<Path> given;
    private final SequencedMap<String, Path> found = new LinkedHashMap<>();
    private final Set<String> names = new LinkedHashSet<>();
    private final Deque<LibrarySearch.Loaded> open = new ArrayDeque<>();
    private boolean cacheNeeded;

    private Libraries(LoaderCache cache, List<Path> given) {
        this.cache = cache;
        this.given = given;
    }

    /// The files that a program needs beside itself.
    ///
    /// @param loader as the program names it; empty if it is static
    /// @param libraries by the name they are asked for, in the order in which they are found
    /// @param cache the loader's cache, if a library is found by it alone
    public record Found(Optional<Path> loader, SequencedMap<String, Path> libraries, Optional<Path> cache) {

        /// All of them.
        public List<Path> files() {
            List<Path> files = new ArrayList<>();
            loader.ifPresent(files::add);
            files.addAll(libraries.values());
            cache.ifPresent(files::add);
            return List.copyOf(files);
        }
    }

    /// Finds what a program needs.
    ///
    /// @param program an absolute path
    /// @param libraryPath its `LD_LIBRARY_PATH`, empty for none
    /// @throws LabException if it is no program for x86-64; if its loader is not there; if a library
    ///     is not found: then the message lists every place that was looked in
    public static Found of(Path program, String libraryPath) {
        return of(program, libraryPath, LoaderCache.read(LoaderCache.FILE));
    }

    static Found of(Path program, String libraryPath, LoaderCache cache) {
        List<Path> given = libraryPath.isEmpty()
                ? List.of()
                : List.of(libraryPath.split("[:;]", -1)).stream().map(Path::of).toList();
        return new Libraries(cache, given).find(program);
    }

    private Found find(Path program) {
        ElfProgram elf = programElf(program);
        Optional<Path> loader = elf.interpreter().map(name -> loader(program, name));
        open.add(new LibrarySearch.Loaded(program, elf, Optional.empty()));
        while (!open.isEmpty()) {
            LibrarySearch.Loaded next = open.remove();
            next.elf().needed().forEach(name -> need(name, next));
        }
        return new Found(loader, found, cacheNeeded ? Optional.of(cache.file()) : Optional.empty());
    }

    private static ElfProgram programElf(Path program) {
        try {
            ElfProgram elf = ElfProgram.read(program);
            if (!elf.executable()) {
                throw new ElfProgram.NotOne("a shared library, which cannot be started");
            }
            return elf;
        } catch (IOException e) {
            throw unusable("cannot start %s in the guest".formatted(program), program, e);
        }
    }

    private static LabException unusable(String what, Path file, IOException e) {
        boolean other = e instanceof ElfProgram.NotOne;
        return LabException.asked(what)
                .found(
                        other
                                ? "%s is %s".formatted(file, e.getMessage())
                                : Files.exists(file) ? "%s: %s".formatted(file, e) : file + " is not there")
                .available("programs that are ELF files for x86-64, static or with their shared libraries on this host")
                .remedy("check the path; a script needs its interpreter, which is such a program")
                .exception();
    }

    private Path loader(Path program, String name) {
        Path loader = Path.of(name);
        try {
            ElfProgram elf = ElfProgram.read(loader);
            names.add(name);
            names.add(String.valueOf(loader.getFileName()));
            elf.soname().ifPresent(names::add);
            return loader;
        } catch (IOException e) {
            throw unusable("%s asks for the loader %s, which cannot be used".formatted(program, name), loader, e);
        }
    }

    private void need(String name, LibrarySearch.Loaded by) {
        if (!names.add(name)) {
            return;
        }
        LibrarySearch search = new LibrarySearch(cache, given, by);
        LibrarySearch.Loaded library = search.find(name)
                .orElseThrow(() -> LabException.asked(
                                "%s needs the shared library %s, which was not found".formatted(by.path(), name))
                        .found("looked in, in this order:\n    " + String.join("\n    ", search.places()))
                        .remedy("install it, or name its folder: withEnvironment(\"LD_LIBRARY_PATH\", folder)")
                        .exception());
        library.elf().soname().ifPresent(names::add);
        cacheNeeded |= search.cacheDecided();
        found.put(name, library.path());
        open.add(library);
    }
}

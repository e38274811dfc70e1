package org.schedlab.guest.scheduler;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.schedlab.vm.LabException;

/// The sources of a scheduler as they lie on this host: C for BPF, LLVM's bitcode, or an object that is compiled
/// already. A record of choices; each `with…` gives a copy with one choice changed. [FilesCompiler] compiles it.
///
/// @param asked the path as it was given
/// @param name what it is called
/// @param units absolute; several are linked to one object
/// @param includes folders for `#include`, absolute, in the order in which they are looked in
/// @param defines `NAME` or `NAME=VALUE`
/// @param types a kernel whose types `vmlinux.h` tells; empty for the booted one
public record SchedulerFiles(
        String asked, String name, List<Path> units, List<Path> includes, List<String> defines, Optional<Path> types) {
    private static final String SOURCE = ".bpf.c";
    private static final List<String> ENDINGS = List.of(SOURCE, ".c", ".bpf.o", ".o", ".bpf.bc", ".bc");
    private static final Set<String> FOLDERS_OF_SOURCES = Set.of("bpf", "src");

    public SchedulerFiles {
        units = List.copyOf(units);
        includes = List.copyOf(includes);
        defines = List.copyOf(defines);
    }

    /// Those at a path.
    ///
    /// @param path a file that ends with `.c`, `.bc` or `.o`, or a folder, whose files `*.bpf.c` are
    ///     meant; a relative one counts from the folder that the notebook runs in
    /// @throws LabException if there are none, and the notebook that is reproduced brings no object of theirs
    public static SchedulerFiles of(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        Optional<String> prepared = PreparedObjects.nameOfFiles(path.toString());
        if (prepared.isPresent()) {
            return new SchedulerFiles(
                    path.toString(), prepared.get(), List.of(absolute), List.of(), List.of(), Optional.empty());
        }
        List<Path> units = Files.isDirectory(absolute) ? inFolder(absolute) : List.of(absolute);
        if (units.isEmpty() || !Files.isRegularFile(units.getFirst()) || !isOne(units.getFirst())) {
            throw LabException.asked("there are no sources of a scheduler at " + absolute)
                    .found(
                            Files.isDirectory(absolute)
                                    ? "a folder without files *" + SOURCE
                                    : Files.exists(absolute) ? "another kind of file" : "nothing at that path")
                    .available("a file that ends with .c, .bc or .o, or a folder with files *" + SOURCE)
                    .remedy("name one of these; an executable is a scheduler too: Scheduler.path(\"…\")")
                    .exception();
        }
        Path folder = Files.isDirectory(absolute) ? absolute : absolute.resolveSibling("");
        Path named = Files.isDirectory(absolute) && units.size() > 1 ? absolute : units.getFirst();
        return new SchedulerFiles(
                path.toString(), nameOf(named), units, List.of(folder.normalize()), List.of(), Optional.empty());
    }

    /// Whether a path is that of sources or an object, by its name, or of a folder.
    public static boolean isOne(Path path) {
        String name = String.valueOf(path.getFileName());
        return Files.isDirectory(path)
                || ENDINGS.stream().anyMatch(name::endsWith)
                || PreparedObjects.nameOfFiles(path.toString()).isPresent();
    }

    private static List<Path> inFolder(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> String.valueOf(file.getFileName()).endsWith(SOURCE))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw LabException.asked("the folder %s cannot be read".formatted(folder))
                    .found(String.valueOf(e.getMessage()))
                    .remedy("make it readable")
                    .exception();
        }
    }

    /// `scx_simple` of `scx_simple.bpf.c`, `scx_bpfland` of `scx_bpfland/src/bpf/main.bpf.c`.
    private static String nameOf(Path file) {
        String name = String.valueOf(file.getFileName());
        for (String ending : ENDINGS) {
            if (name.endsWith(ending)) {
                name = name.substring(0, name.length() - ending.length());
                break;
            }
        }
        Path parent = file.getParent();
        while (parent != null
                && parent.getFileName() != null
                && (name.equals("main") || FOLDERS_OF_SOURCES.contains(name))) {
            name = String.valueOf(parent.getFileName());
            parent = parent.getParent();
        }
        return name.replaceAll("[^A-Za-z0-9_-]", "_");
    }

    /// The same under another name.
    public SchedulerFiles called(String newName) {
        return new SchedulerFiles(asked, newName, units, includes, defines, types);
    }

    /// The same with one folder more to look for `#include` in, after those before.
    ///
    /// @throws LabException if there is no such folder
    public SchedulerFiles withInclude(Path folder) {
        Path absolute = folder.toAbsolutePath().normalize();
        if (!Files.isDirectory(absolute) && !isPrepared()) {
            throw LabException.asked("there is no folder %s for #include".formatted(absolute))
                    .remedy("check the path; a relative one counts from "
                            + Path.of("").toAbsolutePath())
                    .exception();
        }
        List<Path> more = new ArrayList<>(includes);
        more.add(absolute);
        return new SchedulerFiles(asked, name, units, more, defines, types);
    }

    /// The same with one macro more.
    ///
    /// @param define `NAME` or `NAME=VALUE`
    public SchedulerFiles withDefine(String define) {
        List<String> more = new ArrayList<>(defines);
        more.add(define);
        return new SchedulerFiles(asked, name, units, includes, more, types);
    }

    /// The same with `vmlinux.h` of another kernel than the booted one, for sources that name types of a newer one.
    /// Where the booted one keeps a member is found out all the same, when the object is loaded.
    ///
    /// @param kernel its file, as for `%boot --kernel`
    public SchedulerFiles withTypesOf(Path kernel) {
        return new SchedulerFiles(asked, name, units, includes, defines, Optional.of(kernel));
    }

    /// Whether the notebook that is reproduced brings their object: neither they nor a compiler need to be here.
    public boolean isPrepared() {
        return PreparedObjects.nameOfFiles(asked).isPresent();
    }

    /// The unit that messages are about, unless they name another.
    Path mainUnit() {
        return units.getFirst();
    }
}

package org.schedlab.guest.scheduler;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import org.schedlab.vm.FolderException;
import org.schedlab.vm.Folders;
import org.schedlab.vm.HostProcess;
import org.schedlab.vm.LabException;

/// Compiles sources as they lie on this host, in a folder of its own, with the tools that they need. Immutable; may be
/// shared between threads.
///
/// Sources without `vmlinux.h`, and without an `#include` of the scx project's headers, see `schedlab/scx.bpf.h` as a
/// cell does.
public final class FilesCompiler {
    private static final String OWN = "include/schedlab/scx.bpf.h";
    private static final List<String> HEADERS =
            List.of(OWN, "include/compat/bpf/bpf_helpers.h", "include/compat/gnu/stubs.h");
    private static final Pattern WHOLE_TYPES =
            Pattern.compile("#\\s*include\\s*[<\"][^>\"]*(vmlinux\\.h|scx/\\w|lib/\\w)");
    private static final Pattern ANY_INCLUDE = Pattern.compile("(?m)^\\s*#\\s*include");
    private static final Pattern ARENA = Pattern.compile("\\b__arena\\b|bpf_arena");
    private static final Pattern OTHER_KERNEL =
            Pattern.compile("incomplete type|unknown type name|no member named|undeclared identifier '(SCX|BPF)_");
    private static final String CLANG = "clang-16";
    /// The first that knows address spaces of BPF.
    private static final List<String> NEWER_CLANGS = List.of("clang-22", "clang-21", "clang-20", "clang-19");
    private static final List<String> LINKERS = List.of("llvm-link-16");

    private final Folders folders;

    FilesCompiler(Folders folders) {
        this.folders = folders;
    }

    /// With the user's folders.
    public static FilesCompiler ofUser() {
        return new FilesCompiler(Folders.ofUser());
    }

    /// Compiles.
    ///
    /// @param kernel the booted kernel's ELF file, for `vmlinux.h`; not read if the sources bring one
    /// @throws SchedulerException clang's errors, each with its line
    /// @throws LabException if a tool is missing, in one line with the command that installs it
    public SchedulerObject compile(SchedulerFiles files, Path kernel) {
        Optional<byte[]> prepared = PreparedObjects.ofFiles(files.asked());
        if (prepared.isPresent()) {
            return new SchedulerObject(
                    SchedulerSource.of(files.name(), ""), SchedulerObject.Origin.of(files), prepared.get(), List.of());
        }
        Path folder = folders.newRuntimeFolder("compile");
        try {
            return compile(files, files.types().orElse(kernel), folder);
        } catch (NoSuchFileException e) {
            throw gone(files, e);
        } catch (IOException e) {
            throw FolderException.ofRuntime("what a compiler needs", folder, e);
        } finally {
            SchedulerCompiler.remove(folder);
        }
    }

    /// Such as between the two steps of an editor, or of git.
    private static LabException gone(SchedulerFiles files, NoSuchFileException cause) {
        String text = LabException.asked("the sources of the scheduler %s cannot be read".formatted(files.name()))
                .found("there is no %s any more".formatted(cause.getFile()))
                .remedy("save it again")
                .text();
        return new LabException(text, cause);
    }

    private SchedulerObject compile(SchedulerFiles files, Path kernel, Path folder) throws IOException {
        Path main = files.mainUnit();
        String fileName = String.valueOf(main.getFileName());
        if (fileName.endsWith(".o")) {
            return new SchedulerObject(
                    new SchedulerSource(files.name(), "", 1, fileName),
                    SchedulerObject.Origin.of(files),
                    Files.readAllBytes(main),
                    List.of());
        }
        boolean bitcode = fileName.endsWith(".bc");
        String text = bitcode ? "" : Files.readString(main, StandardCharsets.ISO_8859_1);
        var source = new SchedulerSource(files.name(), text, 1, fileName);
        String clang = bitcode ? CLANG : clang(files);
        List<String> warnings = new ArrayList<>();
        Path object = folder.resolve("object.bpf.o");
        if (bitcode) {
            translate(main, object, source, folder);
        } else if (files.units().size() == 1) {
            warnings.addAll(compile(files, main, List.of(), object, new Setting(source, clang, kernel, folder)));
        } else {
            List<String> parts = new ArrayList<>();
            for (Path unit : files.units()) {
                Path part = folder.resolve(unit.getFileName() + ".bc");
                var own = new SchedulerSource(
                        files.name(),
                        Files.readString(unit, StandardCharsets.ISO_8859_1),
                        1,
                        String.valueOf(unit.getFileName()));
                warnings.addAll(
                        compile(files, unit, List.of("-emit-llvm"), part, new Setting(own, clang, kernel, folder)));
                parts.add(part.toString());
            }
            Path all = folder.resolve("all.bc");
            link(parts, all, clang, folder);
            translate(all, object, source, folder);
        }
        return new SchedulerObject(source, SchedulerObject.Origin.of(files), Files.readAllBytes(object), warnings);
    }

    /// @param folder to work in
    private record Setting(SchedulerSource source, String clang, Path kernel, Path folder) {}

    private List<String> compile(SchedulerFiles files, Path unit, List<String> options, Path output, Setting setting)
            throws IOException {
        Path folder = setting.folder();
        boolean whole = isWhole(setting.source().text());
        for (String header : HEADERS) {
            Files.createDirectories(folder.resolve(header).resolveSibling(""));
            Files.write(folder.resolve(header), Schedulers.resource(header));
        }
        List<String> command = new ArrayList<>(SchedulerCompiler.basics(setting.clang(), folder));
        command.addAll(options);
        command.addAll(List.of("-Wall", "-D__TARGET_ARCH_x86", "-fms-extensions", "-Wno-microsoft-anon-tag"));
        command.addAll(List.of(
                "-Wno-compare-distinct-pointer-types", "-Wno-unused-function", "-Wno-address-of-packed-member"));
        command.addAll(List.of("-I", folder.resolve("include/compat").toString()));
        for (Path include : files.includes()) {
            command.addAll(List.of("-I", include.toString(), "-ffile-prefix-map=" + include + "=."));
        }
        files.defines().forEach(define -> command.add("-D" + define));
        if (whole) {
            if (files.includes().stream().noneMatch(each -> Files.exists(each.resolve(VmlinuxHeader.NAME)))) {
                command.addAll(List.of(
                        "-I", VmlinuxHeader.folder(folders, setting.kernel()).toString()));
            }
            command.addAll(List.of("-idirafter", "/usr/include/x86_64-linux-gnu"));
        } else {
            command.addAll(List.of("-I", folder.resolve("include").toString(), "-include", "schedlab/scx.bpf.h"));
            if (!SchedulerCompiler.namesLicense(setting.source().text())) {
                command.add("-DSCHEDLAB_DEFAULT_LICENSE=\"GPL v2\"");
            }
        }
        command.addAll(List.of("-c", unit.toString(), "-o", output.toString()));
        HostProcess compiled = tool(setting.clang()).run(command, folder);
        var report = new CompilerReport(setting.source(), compiled.output(), SchedulerCompiler.header());
        if (compiled.code() != 0) {
            SchedulerException failure = report.failure(setting.clang(), compiled, SchedulerCompiler.INSTALL);
            boolean newer = whole
                    && OTHER_KERNEL.matcher(compiled.output()).find()
                    && files.types().isEmpty();
            throw newer
                    ? failure.trying(
                            "if these sources are for a newer kernel, take its types: --types VMLINUZ, withTypesOf(…)")
                    : failure;
        }
        return report.warnings();
    }

    private static boolean isWhole(String text) {
        return WHOLE_TYPES.matcher(text).find()
                || (ANY_INCLUDE.matcher(text).find() && !text.contains("schedlab/scx.bpf.h"));
    }

    private static HostTool tool(String clang) {
        return new HostTool(clang, "compiling a scheduler", "apt install %s libbpf-dev".formatted(clang));
    }

    /// An arena's pointers are of an address space of their own.
    private static String clang(SchedulerFiles files) throws IOException {
        for (Path unit : files.units()) {
            if (ARENA.matcher(Files.readString(unit, StandardCharsets.ISO_8859_1))
                    .find()) {
                return NEWER_CLANGS.stream()
                        .filter(FilesCompiler::isThere)
                        .findFirst()
                        .orElseThrow(() -> new HostTool(
                                        NEWER_CLANGS.getLast(),
                                        "%s has pointers into an arena, which".formatted(unit.getFileName()),
                                        "apt install " + NEWER_CLANGS.getLast())
                                .missing());
            }
        }
        return CLANG;
    }

    private static boolean isThere(String program) {
        return Optional.ofNullable(System.getenv("PATH")).stream()
                .flatMap(path -> List.of(path.split(":", -1)).stream())
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static void link(List<String> parts, Path all, String clang, Path folder) {
        String linker = clang.equals(CLANG) ? LINKERS.getFirst() : clang.replace("clang", "llvm-link");
        List<String> command = new ArrayList<>(List.of(linker, "-o", all.toString()));
        command.addAll(parts);
        HostProcess linked = new HostTool(
                        linker,
                        "linking several files to one scheduler",
                        "apt install " + linker.replace("llvm-link", "llvm"))
                .run(command, folder);
        if (linked.code() != 0) {
            throw LabException.asked("the files of the scheduler do not make one object")
                    .found(linked.output().strip().replace("\n", "\n    "))
                    .remedy("fix it and run it again; the scheduler in charge stays")
                    .exception();
        }
    }

    private static void translate(Path bitcode, Path object, SchedulerSource source, Path folder) {
        List<String> command = new ArrayList<>(SchedulerCompiler.basics(CLANG, folder));
        command.addAll(List.of("-Wno-override-module", "-x", "ir", "-c", bitcode.toString(), "-o", object.toString()));
        HostProcess compiled = tool(CLANG).run(command, folder);
        if (compiled.code() != 0) {
            throw new CompilerReport(source, compiled.output(), "").failure(CLANG, compiled, SchedulerCompiler.INSTALL);
        }
    }
}

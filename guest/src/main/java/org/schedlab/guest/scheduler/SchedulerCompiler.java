package org.schedlab.guest.scheduler;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import org.schedlab.vm.DeadlineException;
import org.schedlab.vm.FolderException;
import org.schedlab.vm.Folders;
import org.schedlab.vm.HostProcess;
import org.schedlab.vm.LabException;

/// Compiles a scheduler's C text to a BPF object with clang, in a folder of its own. The same text
/// gives the same bytes.
///
/// `schedlab/scx.bpf.h` is included already, and a text that names no licence gets `GPL v2`.
/// Immutable; may be shared between threads.
public final class SchedulerCompiler {
    private static final String CLANG = "clang-16";
    /// Variables that are zero stand in the object like the others, so that knobs can be set there.
    private static final String ZEROS_AS_DATA = "-fno-zero-initialized-in-bss";

    private static final String HEADER_FOLDER = "include/schedlab";
    private static final String HEADER = HEADER_FOLDER + "/scx.bpf.h";
    static final String INSTALL = "apt install clang-16 libbpf-dev";
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,39}");
    private static final Pattern LICENSE = Pattern.compile("SEC\\(\\s*\"license\"\\s*\\)");

    private final Folders folders;
    private final String clang;
    private final Duration deadline;

    SchedulerCompiler(Folders folders, String clang, Duration deadline) {
        this.folders = folders;
        this.clang = clang;
        this.deadline = deadline;
    }

    /// The user's compiler, clang-16.
    public static SchedulerCompiler ofUser() {
        return new SchedulerCompiler(Folders.ofUser(), CLANG, DEADLINE);
    }

    /// The text of `schedlab/scx.bpf.h`, which every scheduler sees.
    public static String header() {
        return new String(Schedulers.resource(HEADER), StandardCharsets.UTF_8);
    }

    /// Compiles a text.
    ///
    /// @throws SchedulerException clang's errors, each with the user's line
    /// @throws LabException if there is no compiler, it takes too long, or the name is none
    public SchedulerObject compile(SchedulerSource source) {
        requireName(source.name());
        Optional<byte[]> prepared = PreparedObjects.find(source);
        if (prepared.isPresent()) {
            return new SchedulerObject(source, prepared.get(), List.of());
        }
        Path folder = folders.newRuntimeFolder("compile");
        try {
            return compile(source, folder);
        } catch (IOException e) {
            throw FolderException.ofRuntime("what a compiler needs", folder, e);
        } finally {
            remove(folder);
        }
    }

    private SchedulerObject compile(SchedulerSource source, Path folder) throws IOException {
        byte[] header = Schedulers.resource(HEADER);
        Files.createDirectories(folder.resolve(HEADER_FOLDER));
        Files.write(folder.resolve(HEADER), header);
        Files.writeString(folder.resolve(source.fileName()), source.fileText());
        Path object = folder.resolve(source.name() + ".bpf.o");
        HostProcess compiled = run(command(source, folder), folder);
        var report = new CompilerReport(source, compiled.output(), new String(header, StandardCharsets.UTF_8));
        if (compiled.code() != 0) {
            throw report.failure(clang, compiled, INSTALL);
        }
        return new SchedulerObject(source, Files.readAllBytes(object), report.warnings());
    }

    private List<String> command(SchedulerSource source, Path folder) {
        List<String> command = new ArrayList<>(basics(clang, folder));
        command.addAll(List.of("-Wall", "-Wextra", "-Wno-unused-parameter"));
        command.addAll(List.of("-I", "include", "-include", "schedlab/scx.bpf.h"));
        if (!namesLicense(source.text())) {
            command.add("-DSCHEDLAB_DEFAULT_LICENSE=\"GPL v2\"");
        }
        command.addAll(List.of("-c", source.fileName(), "-o", source.name() + ".bpf.o"));
        return command;
    }

    /// What every call of the compiler has: how it translates, and how it reports.
    ///
    /// @param folder that its output must not depend on
    static List<String> basics(String clang, Path folder) {
        List<String> command =
                new ArrayList<>(List.of(clang, "-O2", "-g", "-target", "bpf", "-mcpu=v3", ZEROS_AS_DATA));
        command.addAll(List.of("-fdebug-compilation-dir=.", "-ffile-prefix-map=" + folder + "=."));
        command.addAll(List.of("-fno-color-diagnostics", "-fno-caret-diagnostics", "-ferror-limit=10"));
        command.add("-fdiagnostics-print-source-range-info");
        return command;
    }

    static boolean namesLicense(String text) {
        return LICENSE.matcher(text).find();
    }

    private HostProcess run(List<String> command, Path folder) {
        try {
            return HostProcess.run(command, folder, deadline, "make the text simpler");
        } catch (IOException e) {
            throw LabException.asked("a scheduler is compiled with %s, and it cannot be started".formatted(clang))
                    .found(String.valueOf(e.getMessage()))
                    .remedy(INSTALL)
                    .exception();
        } catch (DeadlineException e) {
            throw new DeadlineException(clang + " to compile the scheduler", deadline, "make the text simpler");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("compiling was stopped; the scheduler in charge stays", e);
        }
    }

    private static void requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw LabException.asked("a scheduler cannot be called '%s'".formatted(name))
                    .available("a letter, then letters, digits, _ and -; 40 characters at most")
                    .remedy("choose such a name")
                    .exception();
        }
    }

    static void remove(Path folder) {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + folder, e);
        }
    }
}

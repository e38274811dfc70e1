package org.schedlab.guest.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.schedlab.guest.agent.ProgramStart;
import org.schedlab.guest.work.Custom;
import org.schedlab.guest.work.Policy;
import org.schedlab.vm.LabException;

/// A program of the host that is to be started in the guest: an ELF file for x86-64, static, or with
/// the shared libraries that it has on the host. A record of choices; each `with…` gives a copy with
/// one choice changed.
///
/// It stands at the same path in the guest, as do its loader and libraries. Nothing of the host's
/// environment reaches it: it has `PATH` and `HOME`, and what [#withEnvironment] adds.
///
/// @param executable absolute, of the host
/// @param arguments those after its name
/// @param environment its variables, sorted by name
/// @param folder of the guest that it starts in
/// @param policy its scheduling policy, NORMAL at first
/// @param nice -20 (heavy) to 19 (light)
/// @param cpus where it may run; empty means everywhere
/// @param files further files of the host, absolute, that it finds at the same path
/// @param elsewhere further files of the host by the path at which it finds them in the guest
public record Program(
        Path executable,
        List<String> arguments,
        Map<String, String> environment,
        String folder,
        Policy policy,
        int nice,
        List<Integer> cpus,
        List<Path> files,
        SequencedMap<String, Path> elsewhere) {
    private static final int HIGHEST_CPU = 1023;
    private static final String LIBRARY_PATH = "LD_LIBRARY_PATH";

    public Program {
        arguments = List.copyOf(arguments);
        environment = Collections.unmodifiableMap(new TreeMap<>(environment));
        cpus = List.copyOf(cpus);
        files = List.copyOf(files);
        elsewhere = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(elsewhere));
        check(nice >= -20 && nice <= 19, "nice is " + nice, "-20 to 19");
        check(
                policy.kind() != Policy.Kind.DEADLINE,
                "the policy is DEADLINE",
                "every other policy; workers can have DEADLINE too");
        check(
                cpus.stream().allMatch(cpu -> cpu >= 0 && cpu <= HIGHEST_CPU),
                "the CPUs are " + cpus,
                "0 to " + HIGHEST_CPU + ", as far as the machine has them");
    }

    private static void check(boolean good, String found, String available) {
        if (!good) {
            throw LabException.asked("this program cannot be started")
                    .found(found)
                    .available(available)
                    .remedy("change that one choice")
                    .exception();
        }
    }

    /// A program by its path on the host; a relative one counts from the folder that the notebook
    /// runs in.
    ///
    /// @throws LabException if there is no such file
    public static Program of(Path path, String... arguments) {
        return new Program(
                present(path),
                List.of(arguments),
                Map.of("PATH", "/usr/local/bin:/usr/bin:/bin", "HOME", "/"),
                "/",
                Policy.NORMAL,
                0,
                List.of(),
                List.of(),
                new LinkedHashMap<>());
    }

    private static Path present(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        if (!Files.isRegularFile(absolute)) {
            throw LabException.asked("there is no file %s".formatted(absolute))
                    .found(
                            Files.exists(absolute)
                                    ? "something else that is not a regular file"
                                    : "nothing at that path")
                    .remedy("check the path; a relative one counts from "
                            + Path.of("").toAbsolutePath())
                    .exception();
        }
        return absolute;
    }

    /// The name of its file.
    public String name() {
        return String.valueOf(executable.getFileName());
    }

    /// The same with other arguments.
    public Program withArguments(List<String> newArguments) {
        return new Program(executable, newArguments, environment, folder, policy, nice, cpus, files, elsewhere);
    }

    /// The same with one variable more, or with another value of it.
    public Program withEnvironment(String variable, String value) {
        Map<String, String> variables = new TreeMap<>(environment);
        variables.put(variable, value);
        return new Program(executable, arguments, variables, folder, policy, nice, cpus, files, elsewhere);
    }

    /// The same, started in another folder of the guest, which must be there: `/`, `/tmp`, or where a
    /// file of its stands.
    public Program inFolder(String newFolder) {
        return new Program(executable, arguments, environment, newFolder, policy, nice, cpus, files, elsewhere);
    }

    /// The same with another policy, DEADLINE excepted.
    public Program policy(Policy newPolicy) {
        return new Program(executable, arguments, environment, folder, newPolicy, nice, cpus, files, elsewhere);
    }

    /// The same with another nice value, -20 to 19.
    public Program nice(int newNice) {
        return new Program(executable, arguments, environment, folder, policy, newNice, cpus, files, elsewhere);
    }

    /// The same on these CPUs only.
    public Program withCpus(Integer... newCpus) {
        return new Program(
                executable, arguments, environment, folder, policy, nice, List.of(newCpus), files, elsewhere);
    }

    /// The same with one more file of the host, such as a configuration, or a library that it opens
    /// by itself.
    public Program withFile(Path file) {
        List<Path> more = new ArrayList<>(files);
        more.add(present(file));
        return new Program(executable, arguments, environment, folder, policy, nice, cpus, more, elsewhere);
    }

    /// The same with one more file of the host, which it finds at another path.
    ///
    /// @param path in the guest, absolute; not below `/proc` or `/sys`
    public Program withFile(Path file, String path) {
        check(path.startsWith("/"), "the path is " + path, "a path of the guest that begins with a slash");
        SequencedMap<String, Path> more = new LinkedHashMap<>(elsewhere);
        more.put(path, present(file));
        return new Program(executable, arguments, environment, folder, policy, nice, cpus, files, more);
    }

    /// The same with all files below a folder of the host, which it finds below another one.
    ///
    /// @param path of the folder in the guest, absolute
    /// @throws LabException if there is no such folder, or it cannot be read
    public Program withFolder(Path from, String path) {
        Path root = from.toAbsolutePath().normalize();
        Program more = this;
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
                more = more.withFile(file, path + "/" + root.relativize(file));
            }
            return more;
        } catch (IOException | UncheckedIOException e) {
            throw LabException.asked("the folder %s cannot be brought into the guest".formatted(root))
                    .found(String.valueOf(e.getMessage()))
                    .remedy("check the path; a relative one counts from "
                            + Path.of("").toAbsolutePath())
                    .exception();
        }
    }

    /// The same with tools that a script starts by their names, such as `sleep`, `seq` or `awk`: each is the host's
    /// static
    /// busybox, which does the one that it is called by.
    ///
    /// @param names of busybox's, each to be found at `/usr/bin/` in the guest
    /// @throws LabException the host has no static busybox, or it does not have one of them
    public Program withTools(String... names) {
        Busybox busybox = Busybox.ofHost();
        Program more = this;
        for (String name : names) {
            more = more.withFile(busybox.having(name), "/usr/bin/" + name);
        }
        return more;
    }

    /// Everything that has to be in the guest at the host's path, the executable first; [#elsewhere()] has the rest.
    ///
    /// @throws LabException as [Libraries#of(Path, String)]
    public List<Path> needs() {
        List<Path> all = new ArrayList<>(List.of(executable));
        all.addAll(Libraries.of(executable, environment.getOrDefault(LIBRARY_PATH, ""))
                .files());
        all.addAll(files);
        return List.copyOf(all);
    }

    /// The program as the work of workers, with its arguments, environment and folder; what else there
    /// is to choose, the workers' specification says.
    ///
    /// @throws LabException as [#needs()]
    public Custom work() {
        check(
                elsewhere.isEmpty(),
                "as the work of workers it has files at other paths than the host's: " + elsewhere.keySet(),
                "withFile(file)");
        return new Custom(needs(), arguments, variables(), folder);
    }

    private List<String> variables() {
        return environment.entrySet().stream()
                .map(variable -> variable.getKey() + "=" + variable.getValue())
                .toList();
    }

    ProgramStart start(boolean scheduler) {
        return new ProgramStart(executable.toString(), arguments, variables(), folder, policy, nice, cpus, scheduler);
    }
}

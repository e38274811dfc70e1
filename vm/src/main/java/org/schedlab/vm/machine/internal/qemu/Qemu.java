package org.schedlab.vm.machine.internal.qemu;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.schedlab.vm.Folders;
import org.schedlab.vm.HostProcess;
import org.schedlab.vm.LabException;
import org.schedlab.vm.Sha256;
import org.schedlab.vm.spec.Mode;

/// A QEMU that can run our machines.
///
/// @param binary the program
/// @param version as it says itself, for example `7.2.22 (Debian 1:7.2+dfsg-7+deb12u18)`
/// @param major first number of the version
/// @param minor second number of the version
/// @param identity changes when the program changes: path, size, time
public record Qemu(Path binary, String version, int major, int minor, String identity) {
    private static final String PROGRAM = "qemu-system-x86_64";
    private static final String VARIABLE = "SCHEDLAB_QEMU";
    private static final String INSTALL = "sudo apt install qemu-system-x86";
    private static final Pattern VERSION = Pattern.compile("QEMU emulator version ((\\d+)\\.(\\d+).*)");
    private static final String FOLDER = "qemu";
    private static final Duration ASKING = Duration.ofSeconds(10);
    private static final Map<String, Qemu> KNOWN = new ConcurrentHashMap<>();

    /// Finds QEMU: `explicit`, else `$SCHEDLAB_QEMU`, else on the path; checks that it is 7.2 or
    /// later.
    public static Qemu find(@Nullable Path explicit) {
        if (explicit != null) {
            return open(explicit);
        }
        String variable = System.getenv(VARIABLE);
        if (variable != null && !variable.isBlank()) {
            return open(Path.of(variable));
        }
        return onPath(System.getenv("PATH"))
                .map(Qemu::open)
                .orElseThrow(() -> LabException.asked("there is no QEMU")
                        .found("no " + PROGRAM + " on the path, and " + VARIABLE + " is not set")
                        .remedy(INSTALL)
                        .exception());
    }

    private static Optional<Path> onPath(@Nullable String path) {
        return path == null
                ? Optional.empty()
                : Stream.concat(Arrays.stream(path.split(File.pathSeparator)), Stream.of("/usr/bin"))
                        .filter(folder -> !folder.isBlank())
                        .map(folder -> Path.of(folder, PROGRAM))
                        .filter(Files::isExecutable)
                        .findFirst();
    }

    private static Qemu open(Path binary) {
        if (!Files.isExecutable(binary)) {
            throw LabException.asked("there is no QEMU at " + binary)
                    .found(Files.exists(binary) ? "a file that is not executable" : "no such file")
                    .remedy(INSTALL + ", or point " + VARIABLE + " to a " + PROGRAM)
                    .exception();
        }
        try {
            String identity = binary.toRealPath() + " " + Files.size(binary) + " "
                    + Files.getLastModifiedTime(binary).toMillis();
            Qemu known = KNOWN.get(identity);
            if (known == null) {
                known = parse(binary, versionText(binary, identity), identity);
                KNOWN.put(identity, known);
            }
            return known;
        } catch (IOException e) {
            throw new LabException(
                    LabException.asked(binary + " cannot be used as QEMU")
                            .found(String.valueOf(e.getMessage()))
                            .remedy(INSTALL)
                            .text(),
                    e);
        }
    }

    /// What it says of itself, kept in the cache if there is room: a start of QEMU takes some 50 ms.
    private static String versionText(Path binary, String identity) throws IOException {
        Folders folders = Folders.ofUser();
        String name = Sha256.of(identity.getBytes(StandardCharsets.UTF_8));
        Path kept = folders.cache().resolve(FOLDER).resolve(name);
        if (Files.exists(kept)) {
            String text = Files.readString(kept);
            if (VERSION.matcher(text).find()) {
                return text;
            }
        }
        String text = ask(binary, ASKING);
        boolean _ = folders.keep(FOLDER, name, text.getBytes(StandardCharsets.UTF_8));
        return text;
    }

    static String ask(Path binary, Duration deadline) throws IOException {
        try {
            HostProcess asked = HostProcess.run(
                    List.of(binary.toString(), "--version"),
                    null,
                    deadline,
                    "see what keeps it, or point " + VARIABLE + " to another " + PROGRAM);
            Optional<String> killed = asked.killedBy();
            if (killed.isPresent()) {
                throw new IOException("'--version' was " + killed.get());
            }
            return asked.output();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while asking for the version", e);
        }
    }

    static Qemu parse(Path binary, String output, String identity) {
        Matcher matcher = VERSION.matcher(output);
        if (!matcher.find()) {
            throw LabException.asked(binary + " is not QEMU")
                    .found("'--version' printed: " + output.strip())
                    .remedy(INSTALL + ", or point " + VARIABLE + " to a " + PROGRAM)
                    .exception();
        }
        int major = Integer.parseInt(matcher.group(2));
        int minor = Integer.parseInt(matcher.group(3));
        if (major < 7 || (major == 7 && minor < 2)) {
            throw LabException.asked("QEMU is too old")
                    .found(binary + " has version " + matcher.group(1))
                    .available("version 7.2 and later")
                    .remedy(INSTALL + " on Debian 12 or later, or point " + VARIABLE + " to a newer " + PROGRAM)
                    .exception();
        }
        return new Qemu(binary, matcher.group(1).strip(), major, minor, identity);
    }

    /// The resource that holds the plugin for this version: QEMU before 9.0 takes plugin API 1, later
    /// ones 2 and up.
    public String pluginResource() {
        return major >= 9 ? "rendezvous-2.so" : "rendezvous-1.so";
    }

    /// How this QEMU emulates the CPUs of a live machine: before 10 a kernel that patches its own code
    /// while other CPUs run may panic when each CPU has a thread of its own.
    public Mode liveEmulation() {
        return major >= 10 ? Mode.TCG_THREADS : Mode.TCG_ONE_THREAD;
    }
}

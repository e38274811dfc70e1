package org.schedlab.guest.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.schedlab.vm.HostProcess;
import org.schedlab.vm.LabException;
import org.schedlab.vm.UnknownNameException;

/// The host's static busybox. A value.
///
/// @param file the program
/// @param tools what it can be called by
record Busybox(Path file, Set<String> tools) {
    private static final List<Path> PLACES = List.of(Path.of("/usr/bin/busybox"), Path.of("/bin/busybox"));
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    Busybox {
        tools = Set.copyOf(tools);
    }

    /// @throws LabException there is none
    static Busybox ofHost() {
        return of(PLACES);
    }

    static Busybox of(List<Path> places) {
        Path file = places.stream()
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> LabException.asked("a script's tools cannot be brought into the guest")
                        .found("the host has no busybox at "
                                + places.stream().map(Path::toString).collect(Collectors.joining(" or ")))
                        .remedy("apt-get install busybox-static, or bring single programs with withFile(...)")
                        .exception());
        try {
            HostProcess list =
                    HostProcess.run(List.of(file.toString(), "--list"), null, PATIENCE, "see what keeps the host busy");
            return new Busybox(file, list.output().lines().collect(Collectors.toSet()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw LabException.asked("a script's tools were not brought into the guest")
                    .found("the thread was interrupted")
                    .remedy("ask again")
                    .exception();
        } catch (IOException e) {
            throw new LabException(
                    LabException.asked("a script's tools cannot be brought into the guest")
                            .found(file + ": " + e.getMessage())
                            .remedy("apt-get install busybox-static")
                            .text(),
                    e);
        }
    }

    /// @throws UnknownNameException it does not have it
    Path having(String tool) {
        if (!tools.contains(tool)) {
            throw UnknownNameException.among(
                    "busybox has no '%s'".formatted(tool),
                    tool,
                    tools,
                    "take one of those, or bring the program itself with withFile(...)");
        }
        return file;
    }
}

package org.schedlab.experiments.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.schedlab.vm.LabException;

/// Runs a program of this host and waits for it. Stateless.
public final class HostCommand {
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private HostCommand() {}

    /// What a program printed, and how it ended.
    public record Ended(int code, String out, String err) {}

    /// Runs a program to its end.
    ///
    /// @param remedy what to do if the program is not there
    /// @throws LabException it is not there, or does not end within a minute
    public static Ended run(List<String> command, String remedy) {
        try {
            Path out = Files.createTempFile("schedlab-command", ".out");
            Path err = Files.createTempFile("schedlab-command", ".err");
            try {
                Process process = new ProcessBuilder(command)
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .redirectInput(Path.of("/dev/null").toFile())
                        .start();
                int code = end(process, command);
                return new Ended(
                        code,
                        Files.readString(out, StandardCharsets.UTF_8),
                        Files.readString(err, StandardCharsets.UTF_8));
            } finally {
                Files.deleteIfExists(out);
                Files.deleteIfExists(err);
            }
        } catch (IOException e) {
            throw new LabException(
                    LabException.asked("'%s' cannot be run".formatted(command.getFirst()))
                            .found(String.valueOf(e.getMessage()))
                            .remedy(remedy)
                            .text(),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("stopped while waiting for " + command.getFirst(), e);
        }
    }

    /// Its exit code. Neither it nor what it started outlives the wait.
    private static int end(Process process, List<String> command) throws InterruptedException {
        try {
            if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
                throw LabException.asked("'%s' did not end".formatted(command.getFirst()))
                        .found("waited a minute for: " + String.join(" ", command))
                        .remedy("try it in a shell")
                        .exception();
            }
            return process.exitValue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /// The output of a program that has to succeed.
    public static String output(List<String> command, String remedy) {
        Ended ended = run(command, remedy);
        if (ended.code() != 0) {
            throw LabException.asked("'%s' failed".formatted(command.getFirst()))
                    .found((ended.err() + ended.out()).strip())
                    .remedy("what was run: " + String.join(" ", command))
                    .exception();
        }
        return ended.out();
    }
}

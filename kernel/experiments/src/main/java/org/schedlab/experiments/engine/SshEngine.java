package org.schedlab.experiments.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import org.schedlab.vm.LabException;

/// GNU parallel over ssh: one worker at a time on each host, which uses all of it. A shard whose host
/// fails is started again on another one.
final class SshEngine implements Engine {
    private static final String REMEDY = "install GNU parallel (the package parallel), or use --engine slurm or local";
    private static final Duration END = Duration.ofSeconds(10);
    private static final int TRIES = 3;

    @Override
    public String submit(Submission submission, List<Integer> shards, List<String> shunned) {
        if (submission.hosts().isEmpty()) {
            throw LabException.asked("the engine ssh was given no hosts")
                    .remedy("--hosts one,two, as ssh knows them")
                    .exception();
        }
        var _ = HostCommand.output(List.of("parallel", "--version"), REMEDY);
        Path log = submission.folder().resolve("ssh.log");
        try {
            Files.createDirectories(submission.folder());
            Process process = new ProcessBuilder(command(submission, shards))
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            return Long.toString(process.pid());
        } catch (IOException e) {
            throw new LabException("GNU parallel cannot be started: " + e.getMessage(), e);
        }
    }

    /// In a session of its own: it goes on when this program ends.
    static List<String> command(Submission submission, List<Integer> shards) {
        List<String> command = new ArrayList<>(List.of(
                "setsid",
                "parallel",
                "--will-cite",
                "--line-buffer",
                "--jobs",
                "1",
                "--retries",
                Integer.toString(TRIES),
                "--ssh",
                "ssh -o BatchMode=yes",
                "--sshlogin",
                String.join(",", submission.hosts()),
                "--joblog",
                submission.folder().resolve("ssh.jobs").toString()));
        command.addAll(submission.arguments());
        command.add(submission.command("{}"));
        command.add(":::");
        shards.forEach(shard -> command.add(shard.toString()));
        return command;
    }

    @Override
    public Standing standing(Submission submission, String id) {
        boolean alive = process(submission, id).isPresent();
        return new Standing(
                alive ? 1 : 0,
                String.format(
                        Locale.ROOT,
                        "GNU parallel %s (process %s on this host, log %s)",
                        alive ? "is at work" : "has ended",
                        id,
                        submission.folder().resolve("ssh.log")),
                List.of());
    }

    /// It may be another process that has the number by now.
    private static java.util.Optional<ProcessHandle> process(Submission submission, String id) {
        return ProcessHandle.of(Long.parseLong(id))
                .filter(ProcessHandle::isAlive)
                .filter(process -> {
                    try {
                        return Files.readString(Path.of("/proc", id, "cmdline")).contains(submission.spec());
                    } catch (IOException e) {
                        return false;
                    }
                });
    }

    /// The first TERM says that nothing more is started, the second ends what runs; the remote ends go with their
    /// connections.
    @Override
    public void cancel(Submission submission, String id) {
        process(submission, id).ifPresent(process -> {
            process.destroy();
            process.destroy();
            try {
                process.onExit().get(END.toSeconds(), TimeUnit.SECONDS);
            } catch (java.util.concurrent.TimeoutException e) {
                process.descendants().forEach(ProcessHandle::destroy);
                process.destroyForcibly();
            } catch (java.util.concurrent.ExecutionException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}

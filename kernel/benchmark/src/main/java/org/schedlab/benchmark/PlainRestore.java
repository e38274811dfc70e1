package org.schedlab.benchmark;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.schedlab.guest.agent.Agent;
import org.schedlab.vm.Folders;
import org.schedlab.vm.machine.Machine;

/// What QEMU does by itself: a machine with all of its RAM in one migration stream, without
/// schedlab's plugin. The yardstick for a warm start. Not thread-safe; closed by its owner.
final class PlainRestore implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofMinutes(1);
    private static final String QMP = "qmp";
    private static final String STREAM = "stream";

    private final Path folder;
    private final List<String> command = new ArrayList<>();

    /// Saves a machine with QEMU's own means; the machine cannot be used afterwards.
    PlainRestore(Machine machine) throws IOException, InterruptedException {
        folder = Folders.ofUser().newRuntimeFolder("plain");
        List<String> words = machine.commandLine();
        for (int i = 0; i < words.size(); i++) {
            switch (words.get(i)) {
                case "-plugin", "-incoming" -> i++;
                case "-S" -> {}
                default -> command.add(words.get(i));
            }
        }
        command.addAll(List.of("-incoming", "exec:cat " + folder.resolve(STREAM)));
        save(machine);
    }

    private void save(Machine machine) throws InterruptedException {
        machine.giveUpRepeatability();
        Thread running = Thread.ofPlatform().daemon().start(() -> runUntilClosed(machine));
        Thread.sleep(50);
        machine.qmp().execute("stop", DEADLINE);
        execute(
                machine,
                "migrate-set-capabilities",
                Map.of("capabilities", List.of(Map.of("capability", "x-ignore-shared", "state", false))));
        execute(machine, "migrate-set-parameters", Map.of("max-bandwidth", 1L << 40));
        execute(machine, "migrate", Map.of("uri", "exec:cat>" + folder.resolve(STREAM)));
        while (!machine.qmp()
                .execute("query-migrate", DEADLINE)
                .path("status")
                .asText()
                .equals("completed")) {
            Thread.sleep(5);
        }
        machine.close();
        running.join();
    }

    private static void execute(Machine machine, String words, Map<String, ?> arguments) {
        machine.qmp().execute(words, arguments, DEADLINE);
    }

    private static void runUntilClosed(Machine machine) {
        try {
            new Agent(machine).run(Duration.ofHours(1), Duration.ofMinutes(5));
        } catch (RuntimeException closed) {
            // the machine is closed under it when it is saved
        }
    }

    /// How long the stream is.
    long bytes() throws IOException {
        return Files.size(folder.resolve(STREAM));
    }

    /// Starts a QEMU from the stream and ends it.
    ///
    /// @return from the start of the process until the guest can run, in milliseconds
    double measure() throws IOException, InterruptedException {
        Files.deleteIfExists(folder.resolve("ram"));
        Files.deleteIfExists(folder.resolve(QMP));
        Process qemu = null;
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(folder.resolve(QMP)));
            long start = System.nanoTime();
            qemu = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("messages").toFile())
                    .start();
            var _ = qemu.onExit().thenRun(() -> close(server));
            try (SocketChannel line = server.accept()) {
                goOn(line);
                return (System.nanoTime() - start) / 1e6;
            }
        } finally {
            if (qemu != null) {
                qemu.destroyForcibly().waitFor();
            }
        }
    }

    private static void close(ServerSocketChannel server) {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// It stands paused, as it was when it was saved.
    private static void goOn(SocketChannel line) throws IOException, InterruptedException {
        BufferedReader answers = new BufferedReader(Channels.newReader(line, StandardCharsets.UTF_8));
        say(line, "qmp_capabilities");
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (System.nanoTime() < end) {
            say(line, "query-status");
            String answer = answers.readLine();
            while (answer != null && !answer.contains("\"status\"")) {
                answer = answers.readLine();
            }
            if (answer == null) {
                break;
            }
            if (!answer.contains("\"inmigrate\"")) {
                say(line, "cont");
                return;
            }
            Thread.sleep(1);
        }
        throw new IllegalStateException("a plain QEMU was not restored within " + DEADLINE);
    }

    private static void say(SocketChannel line, String words) throws IOException {
        line.write(ByteBuffer.wrap("{\"execute\": \"%s\"}%n".formatted(words).getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void close() throws IOException {
        for (String file : List.of("ram", QMP, STREAM, "messages", "console", "gate.so")) {
            Files.deleteIfExists(folder.resolve(file));
        }
        Files.delete(folder);
    }
}

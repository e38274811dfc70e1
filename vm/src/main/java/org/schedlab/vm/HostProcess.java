package org.schedlab.vm;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/// A program of the host, run to its end. What it prints is read while it runs, and neither it nor
/// what it started outlives its deadline.
///
/// @param code its exit code; 128 and more: it was killed by the signal `code - 128`
/// @param output what it printed, standard error among it; at most the first MiB
public record HostProcess(int code, String output) {
    private static final int MOST_BYTES = 1 << 20;
    private static final int SIGNALLED = 128;
    /// After the program's end, for what is still in the pipe.
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private static final Map<Integer, String> SIGNALS = Map.of(
            1, "SIGHUP: the terminal it belonged to is gone",
            2, "SIGINT: somebody interrupted it",
            4, "SIGILL: it is built for another CPU, or damaged",
            6, "SIGABRT: it gave up; what it printed says why",
            7, "SIGBUS: most likely a file system was full, or a file it had mapped was cut",
            9, "SIGKILL: somebody killed it, or the host ran out of memory (dmesg says so then)",
            11, "SIGSEGV: it is damaged, or has a fault of its own",
            15, "SIGTERM: somebody ended it",
            24, "SIGXCPU: it used up its CPU time (ulimit -t)",
            25, "SIGXFSZ: a file grew beyond its limit (ulimit -f)");

    /// Runs a program in a folder; it gets no input.
    ///
    /// @param folder where it runs; null: where this JVM does
    /// @param deadline in host time, above zero
    /// @param remedy what to do when the deadline passes
    /// @throws IOException it cannot be started
    /// @throws DeadlineException it did not end in time; it was killed
    /// @throws InterruptedException this thread was interrupted; the program was killed
    public static HostProcess run(List<String> command, @Nullable Path folder, Duration deadline, String remedy)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + deadline.toNanos();
        Process process = new ProcessBuilder(command)
                .directory(folder == null ? null : folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .start();
        try {
            Reader reader = new Reader(process.getInputStream());
            Thread reading = Thread.ofPlatform()
                    .daemon()
                    .name("schedlab reads " + command.getFirst())
                    .start(reader);
            if (!process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                throw new DeadlineException("'%s' to end".formatted(String.join(" ", command)), deadline, remedy);
            }
            boolean _ = reading.join(LAST_WORDS);
            return new HostProcess(process.exitValue(), reader.text());
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /// How it ended, if a signal killed it: which, and what that most likely means.
    public Optional<String> killedBy() {
        return killedBy(code);
    }

    /// How a program ended, if a signal killed it.
    ///
    /// @param code as [Process#exitValue()] tells it
    public static Optional<String> killedBy(int code) {
        int signal = code - SIGNALLED;
        return signal <= 0
                ? Optional.empty()
                : Optional.of("killed by signal %s"
                        .formatted(
                                SIGNALS.containsKey(signal)
                                        ? signal + " (" + SIGNALS.get(signal) + ")"
                                        : Integer.toString(signal)));
    }

    /// Reads all there is, keeps the beginning. Somebody that the program started may hold the other
    /// end for as long as it likes.
    private static final class Reader implements Runnable {
        private final InputStream stream;
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

        Reader(InputStream stream) {
            this.stream = stream;
        }

        @Override
        public void run() {
            byte[] buffer = new byte[8192];
            try {
                for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
                    keep(buffer, count);
                }
            } catch (IOException e) {
                // the program was killed; what it said before is what there is
            }
        }

        private synchronized void keep(byte[] buffer, int count) {
            kept.write(buffer, 0, Math.min(count, MOST_BYTES - kept.size()));
        }

        synchronized String text() {
            return kept.toString(StandardCharsets.UTF_8);
        }
    }
}

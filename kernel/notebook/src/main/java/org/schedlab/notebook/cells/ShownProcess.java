package org.schedlab.notebook.cells;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A process that a cell starts and whose output it would let inherit the kernel's: it is shown in the
/// cell, all of it before [#waitFor] returns.
final class ShownProcess extends Process {
    /// What the process has started in turn may keep its output open.
    private static final long LONGEST_AFTER_END_MILLIS = 1000;

    private final Process process;
    private final boolean outShown;
    private final boolean errShown;
    private final List<Thread> copies = new ArrayList<>();

    private ShownProcess(Process process, boolean outShown, boolean errShown) {
        this.process = process;
        this.outShown = outShown;
        this.errShown = errShown;
        if (outShown) {
            copies.add(copy(process.getInputStream(), System.out));
        }
        if (errShown) {
            copies.add(copy(process.getErrorStream(), System.err));
        }
    }

    static Process start(ProcessBuilder builder) throws IOException {
        Redirect out = builder.redirectOutput();
        Redirect err = builder.redirectError();
        boolean outShown = out.equals(Redirect.INHERIT);
        boolean errShown = err.equals(Redirect.INHERIT) && !builder.redirectErrorStream();
        if (!outShown && !errShown) {
            return builder.start();
        }
        try {
            builder.redirectOutput(outShown ? Redirect.PIPE : out);
            builder.redirectError(errShown ? Redirect.PIPE : err);
            return new ShownProcess(builder.start(), outShown, errShown);
        } finally {
            builder.redirectOutput(out).redirectError(err);
        }
    }

    private static Thread copy(InputStream from, PrintStream to) {
        return Thread.ofPlatform().daemon().name("cell-process").start(() -> {
            try (from) {
                from.transferTo(to);
            } catch (IOException e) {
                // the process was destroyed
            }
        });
    }

    private void awaitOutput() throws InterruptedException {
        for (Thread each : copies) {
            each.join(LONGEST_AFTER_END_MILLIS);
        }
    }

    @Override
    public int waitFor() throws InterruptedException {
        int status = process.waitFor();
        awaitOutput();
        return status;
    }

    @Override
    public boolean waitFor(long timeout, TimeUnit unit) throws InterruptedException {
        boolean ended = process.waitFor(timeout, unit);
        if (ended) {
            awaitOutput();
        }
        return ended;
    }

    @Override
    public CompletableFuture<Process> onExit() {
        return process.onExit().thenApplyAsync(ended -> {
            try {
                awaitOutput();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return this;
        });
    }

    @Override
    public OutputStream getOutputStream() {
        return process.getOutputStream();
    }

    @Override
    public InputStream getInputStream() {
        return outShown ? InputStream.nullInputStream() : process.getInputStream();
    }

    @Override
    public InputStream getErrorStream() {
        return errShown ? InputStream.nullInputStream() : process.getErrorStream();
    }

    @Override
    public int exitValue() {
        return process.exitValue();
    }

    @Override
    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void destroy() {
        process.destroy();
    }

    @Override
    public Process destroyForcibly() {
        process.destroyForcibly();
        return this;
    }

    @Override
    public boolean supportsNormalTermination() {
        return process.supportsNormalTermination();
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public ProcessHandle toHandle() {
        return process.toHandle();
    }

    @Override
    public ProcessHandle.Info info() {
        return process.info();
    }

    @Override
    public Stream<ProcessHandle> children() {
        return process.children();
    }

    @Override
    public Stream<ProcessHandle> descendants() {
        return process.descendants();
    }

    @Override
    public String toString() {
        return process.toString();
    }
}

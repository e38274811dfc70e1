package org.schedlab.notebook.cells;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.schedlab.lab.tables.ColumnTypes;

/// Runs the user's code, Java or a magic, on a thread of its own that may be interrupted at any
/// moment.
///
/// The interrupt is sticky: one that arrives while the cell still compiles ends it as soon as it
/// runs. Only these threads are interrupted, never one inside the compiler (that would close its jar
/// files) or a socket. What cannot be interrupted is told of after a while, and left behind when the
/// user interrupts it once more. Thread-safe.
public final class UserCode {
    private final List<Thread> threads = new ArrayList<>();
    private final HangReport hangs = new HangReport();
    private boolean active;
    private int interrupts;

    /// A cell starts; earlier interrupts are forgotten.
    public synchronized void begin() {
        active = true;
        interrupts = 0;
        CellGuard.stop(false);
        notifyAll();
    }

    /// Waits until a cell runs, at most this long.
    synchronized void awaitCell(Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        for (long left = most.toMillis(); !active && left > 0; left = (end - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
    }

    /// The cell ended.
    public synchronized void end() {
        active = false;
    }

    /// Stops the running cell; without one nothing happens.
    public synchronized void interrupt() {
        if (active) {
            interrupts++;
            CellGuard.stop(true);
            for (Thread thread : threads) {
                thread.interrupt();
            }
            notifyAll();
        }
    }

    /// Whether a cell runs.
    public synchronized boolean running() {
        return active;
    }

    /// Whether the running or last cell was asked to stop.
    public synchronized boolean interrupted() {
        return interrupts > 0;
    }

    /// Tells a hanging thread's frames in the user's words with this.
    void describeWith(Function<StackTraceElement[], List<String>> frames) {
        hangs.describeWith(frames);
    }

    /// Runs the work and waits for its end.
    ///
    /// @throws LeftBehindException when it does not stop and the user has given it up
    /// @throws Exception what the work threw; errors are thrown as they are
    public <T> @Nullable T run(Callable<? extends @Nullable T> work) throws Exception {
        ColumnTypes.initialize();
        AtomicReference<@Nullable T> value = new AtomicReference<>();
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        Thread thread = Thread.ofPlatform().daemon().name("cell").unstarted(() -> {
            try {
                value.set(work.call());
            } catch (Throwable thrown) {
                failure.set(thrown);
            } finally {
                ended(Thread.currentThread());
            }
        });
        start(thread);
        awaitEnd(thread);
        rethrow(failure.get());
        return value.get();
    }

    private synchronized void start(Thread thread) {
        threads.add(thread);
        thread.start();
        if (interrupts > 0) {
            thread.interrupt();
        }
    }

    private synchronized void ended(Thread thread) {
        threads.remove(thread);
        CellGuard.ended(thread);
        notifyAll();
    }

    private void awaitEnd(Thread thread) throws InterruptedException, LeftBehindException {
        while (!endsOrHangs(thread)) {
            int before = interrupts();
            hangs.tell(thread);
            if (!endsOrIsInterrupted(thread, before)) {
                throw new LeftBehindException(hangs.where(thread));
            }
        }
    }

    private synchronized int interrupts() {
        return interrupts;
    }

    /// Returns true at its end, false when it runs on for a while although it was interrupted. A magic
    /// that runs Java hangs only if that does not.
    private synchronized boolean endsOrHangs(Thread thread) throws InterruptedException {
        long since = 0;
        while (threads.contains(thread)) {
            boolean asked = interrupts > 0 && threads.getLast().equals(thread);
            long now = System.nanoTime();
            since = !asked ? 0 : since == 0 ? now : since;
            long left = asked ? (HangReport.AFTER.toNanos() - (now - since)) / 1_000_000 : 0;
            if (asked && left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    /// Returns true at its end, false when it was interrupted again; then nobody waits for it any more.
    private synchronized boolean endsOrIsInterrupted(Thread thread, int before) throws InterruptedException {
        while (threads.contains(thread)) {
            if (interrupts > before) {
                threads.remove(thread);
                CellGuard.leaveBehind(thread);
                return false;
            }
            wait();
        }
        return true;
    }

    private static void rethrow(@Nullable Throwable failure) throws Exception {
        switch (failure) {
            case null -> {}
            case Error error -> throw error;
            case Exception exception -> throw exception;
            default -> throw new IllegalStateException(failure);
        }
    }
}

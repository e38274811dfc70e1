package org.schedlab.notebook.cells;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.schedlab.lab.tables.ColumnTypes;

/// Runs the user's code, Java or a magic, on a thread of its own that may be interrupted at any
/// moment.
///
/// The interrupt is sticky: one that arrives while the cell still compiles ends it as soon as it
/// runs. Only these threads are interrupted, never one inside the compiler (that would close its jar
/// files) or a socket. Thread-safe.
public final class UserCode {
    private final List<Thread> threads = new ArrayList<>();
    private boolean active;
    private boolean interrupted;

    /// A cell starts; earlier interrupts are forgotten.
    public synchronized void begin() {
        active = true;
        interrupted = false;
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
            interrupted = true;
            CellGuard.stop(true);
            for (Thread thread : threads) {
                thread.interrupt();
            }
        }
    }

    /// Whether a cell runs.
    public synchronized boolean running() {
        return active;
    }

    /// Whether the running or last cell was asked to stop.
    public synchronized boolean interrupted() {
        return interrupted;
    }

    /// Runs the work and waits for its end.
    ///
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
            }
        });
        start(thread);
        join(thread);
        rethrow(failure.get());
        return value.get();
    }

    private synchronized void start(Thread thread) {
        threads.add(thread);
        thread.start();
        if (interrupted) {
            thread.interrupt();
        }
    }

    private void join(Thread thread) throws InterruptedException {
        try {
            thread.join();
        } finally {
            synchronized (this) {
                threads.remove(thread);
            }
        }
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

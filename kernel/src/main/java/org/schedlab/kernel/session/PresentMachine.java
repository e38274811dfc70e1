package org.schedlab.kernel.session;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

import org.schedlab.kernel.session.internal.GuestMachine;
import org.schedlab.vm.LabException;

/// The machine of a session: on its way, there, replaced at a rewind, or ended. Thread-safe.
final class PresentMachine {
    private static final int MORE_MILLIS = 10_000;

    private final BootOptions options;
    private volatile CompletableFuture<GuestMachine> machine = new CompletableFuture<>();
    private volatile boolean closed;

    PresentMachine(BootOptions options) {
        this.options = options;
    }

    void arrived(GuestMachine booted) {
        machine.complete(booted);
        if (closed) {
            booted.close();
        }
    }

    /// It did not come up; if this thread was interrupted, because somebody stopped it.
    void failed(Throwable why) {
        machine.completeExceptionally(Thread.currentThread().isInterrupted() ? stopped(why) : why);
    }

    private static LabException stopped(Throwable where) {
        String message = LabException.asked("the boot was stopped; there is no machine")
                .remedy("boot again when you want one")
                .text();
        return new LabException(message, where);
    }

    boolean isThere() {
        return machine.isDone() && !machine.isCompletedExceptionally();
    }

    /// The machine, alive or lost. Waits for it to boot.
    ///
    /// @throws LabException why it did not
    GuestMachine aliveOrLost() {
        try {
            return machine.orTimeout(options.deadline().toMillis() + MORE_MILLIS, TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof LabException told) {
                throw told;
            }
            throw e;
        }
    }

    /// Another machine takes its place; the one before is the caller's to close.
    void replace(GuestMachine other) {
        machine = CompletableFuture.completedFuture(other);
        if (closed) {
            other.close();
        }
    }

    /// Ends the machine, or lets it end as soon as it is there. Idempotent.
    void close() {
        closed = true;
        if (isThere()) {
            machine.join().close();
        }
    }
}

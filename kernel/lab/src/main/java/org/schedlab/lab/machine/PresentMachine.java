package org.schedlab.lab.machine;

import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import org.schedlab.vm.LabException;

/// The machine of a session: on its way, there, replaced at a rewind, or ended. Thread-safe.
public final class PresentMachine {
    private volatile CompletableFuture<GuestMachine> machine = new CompletableFuture<>();
    private volatile boolean closed;

    void arrived(GuestMachine booted) {
        if (!machine.complete(booted) || closed) {
            booted.close();
        }
    }

    /// It did not come up; if this thread was interrupted, because somebody stopped it.
    void failed(Throwable why) {
        machine.completeExceptionally(Thread.currentThread().isInterrupted() ? stopped(why) : why);
    }

    private static LabException stopped(Throwable where) {
        String message = LabException.asked("the boot was stopped; no machine came of it")
                .remedy("boot again when you want one")
                .text();
        return new LabException(message, where);
    }

    boolean isThere() {
        return machine.isDone() && !machine.isCompletedExceptionally();
    }

    /// The machine, alive or lost. Waits for it to boot, which ends by deadlines of its own; whoever
    /// gives up waiting leaves the others to wait on.
    ///
    /// @throws LabException why it did not boot; or this thread was interrupted
    GuestMachine aliveOrLost() {
        try {
            return machine.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof LabException told ? told : notBooted(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw LabException.asked("waiting for the machine was stopped")
                    .found("it is still on its way")
                    .remedy("ask again; the call then waits for it")
                    .exception();
        }
    }

    private static LabException notBooted(ExecutionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        String message = LabException.asked("the machine did not come up")
                .found(
                        cause instanceof UncheckedIOException wrapped
                                ? wrapped.getMessage() + ": " + wrapped.getCause()
                                : String.valueOf(cause))
                .remedy("boot again; ./schedlab doctor says what may be missing")
                .text();
        return new LabException(message, cause);
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

package org.schedlab.notebook.cells;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/// Runs work of the compiler on a thread with a large stack.
///
/// javac goes from each declaration of the session into those that it uses, so its stack is as deep as
/// their chain is long: with the usual 1 MiB it overflows at some 250 declarations. Only what is used of
/// the stack becomes memory. Thread-safe.
final class DeepStack {
    private static final long BYTES = 256L << 20;

    private DeepStack() {}

    /// Work that may fail with one kind of exception.
    interface Work<T, E extends Exception> {
        T run() throws E;
    }

    /// Runs the work and waits for its end, also when this thread is interrupted meanwhile: what runs
    /// there is interrupted by itself, where it may be.
    @SuppressWarnings("unchecked") // work throws E besides what nobody declares
    static <T, E extends Exception> T run(Work<T, E> work) throws E {
        AtomicReference<@Nullable T> value = new AtomicReference<>();
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        join(Thread.ofPlatform().daemon().name("java").stackSize(BYTES).start(() -> {
            try {
                value.set(work.run());
            } catch (Throwable thrown) {
                failure.set(thrown);
            }
        }));
        switch (failure.get()) {
            case null -> {}
            case RuntimeException thrown -> throw thrown;
            case Error thrown -> throw thrown;
            case Throwable thrown -> throw (E) thrown;
        }
        return Objects.requireNonNull(value.get());
    }

    private static void join(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

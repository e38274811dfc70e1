package org.schedlab.vm;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/// Does what an interrupt would break half-way, such as talking to a QEMU that is being replaced, in
/// a thread of its own. The caller's interrupt stays pending. Stateless.
public final class Uninterrupted {
    private Uninterrupted() {}

    /// Waits for the work, however often the caller is interrupted meanwhile. The work must have a
    /// deadline.
    public static <T> T call(Supplier<T> work) {
        try {
            return CompletableFuture.supplyAsync(
                            work,
                            task -> Thread.ofPlatform()
                                    .name("schedlab checkpoint")
                                    .daemon()
                                    .start(task))
                    .join();
        } catch (CompletionException | CancellationException e) {
            switch (e.getCause()) {
                case RuntimeException unchecked -> throw unchecked;
                case Error error -> throw error;
                case null, default -> throw e;
            }
        }
    }
}

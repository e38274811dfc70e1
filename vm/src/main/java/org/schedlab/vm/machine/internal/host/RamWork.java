package org.schedlab.vm.machine.internal.host;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Fills or reads a RAM file in a thread of its own, while QEMU starts. QEMU does not touch RAM
/// before the devices' state comes in.
///
/// @param <T> what comes of it
public final class RamWork<T> {
    private final FutureTask<T> task;

    private RamWork(Callable<T> work) {
        task = new FutureTask<>(work);
    }

    public static <T> RamWork<T> start(Callable<T> work) {
        RamWork<T> started = new RamWork<>(work);
        Thread.ofPlatform().name("schedlab-ram").daemon().start(started.task);
        return started;
    }

    /// Waits until it is done.
    ///
    /// @throws org.schedlab.vm.spec.CheckpointException what was read is not what was written
    public T await(Deadline deadline) throws IOException {
        try {
            return task.get(deadline.left().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException unchecked -> throw unchecked;
                case IOException io -> throw io;
                case null, default -> throw new IOException(e.getCause());
            }
        } catch (TimeoutException e) {
            throw deadline.missed(
                    "the checkpoint's memory", "look at what keeps this host's disk busy, then try again");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the memory was copied", e);
        }
    }
}

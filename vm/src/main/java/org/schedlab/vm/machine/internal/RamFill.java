package org.schedlab.vm.machine.internal;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

/// Fills a new RAM file from a checkpoint in a thread of its own, while QEMU starts. QEMU does not touch
/// RAM before the devices' state comes in.
public final class RamFill {
    private final FutureTask<Boolean> task;

    private RamFill(Callable<Boolean> work) {
        task = new FutureTask<>(work);
    }

    /// Begins; without a checkpoint there is nothing to do.
    public static RamFill start(@Nullable CheckpointFolder checkpoint, RuntimeFolder folder) {
        RamFill fill = new RamFill(() -> {
            if (checkpoint != null) {
                checkpoint.copyConsole(folder.path().resolve(QemuArguments.CONSOLE));
                checkpoint.copyRam(folder.path().resolve(QemuArguments.RAM));
            }
            return true;
        });
        if (checkpoint == null) {
            fill.task.run();
        } else {
            Thread.ofPlatform().name("schedlab-ram").daemon().start(fill.task);
        }
        return fill;
    }

    /// Waits until the RAM is complete.
    ///
    /// @throws org.schedlab.vm.machine.CheckpointException what was read is not what was written
    public void await(Deadline deadline) throws IOException {
        try {
            task.get(deadline.left().toMillis(), TimeUnit.MILLISECONDS);
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

package org.schedlab.kernel.jupyter;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import org.schedlab.kernel.jupyter.cells.JavaCells;
import org.schedlab.kernel.jupyter.cells.MemoryGuard;
import org.schedlab.kernel.jupyter.display.Renderers;
import org.schedlab.kernel.tables.ColumnTypes;

/// Gets slow things ready in the background, never on a thread that answers: Tablesaw when JShell is
/// ready, pictures when no cell has run for a while after the first ones.
final class WarmUp {
    private static final Duration QUIET = Duration.ofMillis(800);

    private final JavaCells java;
    private final Runnable lowMemory;
    private final AtomicBoolean picturesStarted = new AtomicBoolean();
    private final AtomicLong cells = new AtomicLong();

    /// @param lowMemory told when the cells' data leave too little memory
    WarmUp(JavaCells java, Runnable lowMemory) {
        this.java = java;
        this.lowMemory = lowMemory;
    }

    void begin() {
        start("warm-up-tables", () -> {
            try {
                java.awaitWarm();
                ColumnTypes.initialize();
                MemoryGuard.watch(java.userCode(), lowMemory);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    void afterCell() {
        long latest = cells.incrementAndGet();
        if (!picturesStarted.get()) {
            CompletableFuture.delayedExecutor(QUIET.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(() -> warmUpPictures(latest));
        }
    }

    private void warmUpPictures(long afterCell) {
        if (cells.get() == afterCell && picturesStarted.compareAndSet(false, true)) {
            start("warm-up-pictures", Renderers::warmUp);
        }
    }

    private static void start(String name, Runnable work) {
        Thread.ofPlatform().daemon().name(name).start(work);
    }
}

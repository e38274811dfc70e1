package org.schedlab.notebook;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import org.schedlab.lab.tables.ColumnTypes;
import org.schedlab.notebook.cells.JavaCells;
import org.schedlab.notebook.cells.MemoryGuard;
import org.schedlab.notebook.display.Renderers;

/// Gets slow things ready in the background, never on a thread that answers: Tablesaw when JShell is
/// ready; when nothing has run for a while, the index of all classes, and after the first cells
/// pictures.
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
            whenQuiet(cells.get());
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
            whenQuiet(latest);
        }
    }

    private void whenQuiet(long latest) {
        CompletableFuture.delayedExecutor(QUIET.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> warmUpRest(latest));
    }

    private void warmUpRest(long afterCell) {
        if (cells.get() != afterCell || java.userCode().running()) {
            return;
        }
        java.index();
        if (afterCell > 0 && picturesStarted.compareAndSet(false, true)) {
            start("warm-up-pictures", Renderers::warmUp);
        }
    }

    private static void start(String name, Runnable work) {
        Thread.ofPlatform().daemon().name(name).start(work);
    }
}

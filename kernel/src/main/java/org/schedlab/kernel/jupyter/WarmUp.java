package org.schedlab.kernel.jupyter;

import java.util.concurrent.atomic.AtomicBoolean;

import org.schedlab.kernel.jupyter.cells.JavaCells;
import org.schedlab.kernel.jupyter.display.Renderers;

/// Gets slow things ready in the background, never before the kernel has answered: JShell after the
/// first kernel_info, tables and pictures after the first cell.
final class WarmUp {
    private final JavaCells java;
    private final AtomicBoolean javaStarted = new AtomicBoolean();
    private final AtomicBoolean picturesStarted = new AtomicBoolean();

    WarmUp(JavaCells java) {
        this.java = java;
    }

    void afterKernelInfo() {
        if (javaStarted.compareAndSet(false, true)) {
            start("warm-up-java", java::warmUp);
        }
    }

    void afterCell() {
        if (picturesStarted.compareAndSet(false, true)) {
            start("warm-up-pictures", Renderers::warmUp);
        }
    }

    private static void start(String name, Runnable work) {
        Thread.ofPlatform().daemon().name(name).start(work);
    }
}

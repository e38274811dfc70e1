package org.schedlab.kernel.jupyter.cells;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.Optional;

/// Notices when the data of the cells leave the kernel too little memory for its own work.
///
/// An `OutOfMemoryError` ends whatever allocates next, which may as well be a thread that answers the
/// front end. So a cell is stopped before that: when a collection of the old objects has freed too
/// little. It is told once, then not before there was enough again: the user has to run a cell that
/// lets go. Should the memory be used up all the same, the kernel ends, which a front end notices and
/// mends. It looks instead of being notified: a notification needs memory.
public final class MemoryGuard {
    private static final double MOST_USED = 0.85;
    private static final double NOTHING_LEFT = 0.01;
    private static final int LOOK_MILLIS = 100;
    private static final int LOOKS_WITH_NOTHING_LEFT = 100;
    private static final int EXIT_CODE = 3;
    private static final List<String> OWN_THREADS = List.of("jupyter-", "schedlab", "iothread-", "reaper-");

    private final MemoryPoolMXBean old;
    private final long most;
    private final Runnable stop;
    private boolean told;
    private int exhausted;

    private MemoryGuard(MemoryPoolMXBean old, Runnable stop) {
        this.old = old;
        this.most = (long) (MOST_USED * old.getUsage().getMax());
        this.stop = stop;
    }

    /// From now on, runs this on a thread of its own when there is too little memory left.
    public static void watch(Runnable stop) {
        Thread.setDefaultUncaughtExceptionHandler(MemoryGuard::died);
        Optional<MemoryPoolMXBean> old = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP && pool.isUsageThresholdSupported())
                .findFirst();
        old.ifPresent(pool -> {
            MemoryGuard guard = new MemoryGuard(pool, stop);
            Thread.ofPlatform().daemon().name("schedlab memory").start(guard::look);
        });
    }

    private void look() {
        try {
            while (exhausted < LOOKS_WITH_NOTHING_LEFT) {
                Thread.sleep(LOOK_MILLIS);
                lookOnce();
            }
            Runtime.getRuntime().halt(EXIT_CODE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void lookOnce() {
        Runtime runtime = Runtime.getRuntime();
        long left = runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
        exhausted = left < NOTHING_LEFT * runtime.maxMemory() ? exhausted + 1 : 0;
        try {
            MemoryUsage afterCollection = old.getCollectionUsage();
            boolean low = afterCollection != null && afterCollection.getUsed() > most;
            if (low && !told) {
                stop.run();
            }
            told = low;
        } catch (OutOfMemoryError e) {
            told = false;
        }
    }

    private static void died(Thread thread, Throwable failure) {
        if (failure instanceof OutOfMemoryError && OWN_THREADS.stream().anyMatch(thread.getName()::startsWith)) {
            Runtime.getRuntime().halt(EXIT_CODE);
        }
        System.err.print("Exception in thread \"" + thread.getName() + "\" ");
        failure.printStackTrace();
    }
}

package org.schedlab.kernel.jupyter.cells;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;
import java.util.Optional;

/// Notices when the data of the cells leave the kernel too little memory for its own work.
///
/// An `OutOfMemoryError` ends whatever allocates next, which may as well be a thread that answers the
/// front end. So a cell is stopped before that: when little is left even after a collection. It is
/// told once, then not before there was enough again: the user has to run a cell that lets go. Should
/// the memory be used up all the same, the kernel ends, which a front end notices and mends. It looks
/// instead of being notified: a notification needs memory.
public final class MemoryGuard {
    private static final double MOST_USED = 0.75;
    private static final double NOTHING_LEFT = 0.01;
    private static final int LOOK_MILLIS = 50;
    private static final int LOOKS_WITH_NOTHING_LEFT = 200;
    private static final int EXIT_CODE = 3;
    /// How long, in looks, what a collection has found is believed.
    private static final int LOOKS_BETWEEN_COLLECTIONS = 100;

    private static final List<String> OWN_THREADS = List.of("jupyter-", "schedlab", "iothread-", "reaper-");

    private final MemoryPoolMXBean old;
    private final long most;
    private final Runnable stop;
    private boolean told;
    private int exhausted;
    private int sinceCollection = LOOKS_BETWEEN_COLLECTIONS;

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
            boolean low = lowAfterCollection();
            if (low && !told) {
                stop.run();
            }
            told = low;
        } catch (OutOfMemoryError e) {
            told = false;
        }
    }

    private boolean lowAfterCollection() {
        sinceCollection++;
        if (old.getUsage().getUsed() <= most) {
            return false;
        }
        if (sinceCollection >= LOOKS_BETWEEN_COLLECTIONS) {
            sinceCollection = 0;
            System.gc();
        }
        return old.getUsage().getUsed() > most;
    }

    private static void died(Thread thread, Throwable failure) {
        if (failure instanceof OutOfMemoryError) {
            endIfOwn(thread.getName());
        }
        System.err.print("Exception in thread \"" + thread.getName() + "\" ");
        failure.printStackTrace();
    }

    /// Takes no memory.
    private static void endIfOwn(String thread) {
        for (int i = 0; i < OWN_THREADS.size(); i++) {
            if (thread.startsWith(OWN_THREADS.get(i))) {
                Runtime.getRuntime().halt(EXIT_CODE);
            }
        }
    }
}

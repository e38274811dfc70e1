package org.schedlab.notebook.cells;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Notices when the data of the cells leave the kernel too little memory for its own work.
///
/// An `OutOfMemoryError` ends whatever allocates next, which may as well be a thread that answers the
/// front end. So a cell is stopped before that: when little is left even after a collection. It is
/// told once, then not before there was enough again: the user has to run a cell that lets go. Should
/// the memory be used up all the same, the kernel ends, which a front end notices and fixes. It looks
/// instead of being notified: a notification needs memory.
public final class MemoryGuard {
    private static final double MOST_USED = 0.75;
    private static final double NOTHING_LEFT = 0.01;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
    private static final Duration LONGEST_BETWEEN_CELLS = Duration.ofSeconds(1);
    private static final Duration LONGEST_WITH_NOTHING_LEFT = Duration.ofSeconds(10);
    private static final int EXIT_CODE = 3;
    /// How long what a collection has found is believed, and up to what growth.
    private static final Duration BETWEEN_COLLECTIONS = Duration.ofSeconds(5);

    private static final double MUCH = 0.1;

    private static final List<String> OWN_THREADS = List.of("jupyter-", "schedlab", "iothread-", "reaper-");

    private final MemoryPoolMXBean old;
    private final long most;
    private final UserCode cells;
    private final Runnable stop;
    private boolean told;
    private long someLeft = System.nanoTime();
    private long collected = System.nanoTime() - BETWEEN_COLLECTIONS.toNanos();

    private MemoryGuard(MemoryPoolMXBean old, UserCode cells, Runnable stop) {
        this.old = old;
        this.cells = cells;
        this.most = (long) (MOST_USED * old.getUsage().getMax());
        this.stop = stop;
    }

    /// From now on, runs this on a thread of its own when there is too little memory left.
    public static void watch(UserCode cells, Runnable stop) {
        Thread.setDefaultUncaughtExceptionHandler(MemoryGuard::died);
        Optional<MemoryPoolMXBean> old = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP && pool.isUsageThresholdSupported())
                .findFirst();
        old.ifPresent(pool -> {
            MemoryGuard guard = new MemoryGuard(pool, cells, stop);
            Thread.ofPlatform().daemon().name("schedlab memory").start(guard::look);
        });
    }

    private void look() {
        try {
            while (System.nanoTime() - someLeft < LONGEST_WITH_NOTHING_LEFT.toNanos()) {
                cells.awaitCell(LONGEST_BETWEEN_CELLS);
                Thread.sleep(BETWEEN_LOOKS);
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
        if (left >= NOTHING_LEFT * runtime.maxMemory()) {
            someLeft = System.nanoTime();
        }
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
        long used = old.getUsage().getUsed();
        if (used <= most) {
            return false;
        }
        boolean hasGrown = used - usedAfterCollection() > MUCH * old.getUsage().getMax();
        if (hasGrown || System.nanoTime() - collected >= BETWEEN_COLLECTIONS.toNanos()) {
            collected = System.nanoTime();
            System.gc();
        }
        return usedAfterCollection() > most;
    }

    /// What is used besides may be garbage.
    private long usedAfterCollection() {
        return old.getCollectionUsage().getUsed();
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

package org.schedlab.kernel.jupyter.cells;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;
import java.util.Optional;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;

import org.jspecify.annotations.Nullable;

/// Notices when the data of the cells leave the kernel too little memory for its own work.
///
/// An `OutOfMemoryError` ends whatever allocates next, which may as well be a thread that answers the
/// front end. So a cell is stopped before that: when a collection of the old objects has freed too
/// little. It is told once, then not before there was enough again: the user has to run a cell that
/// lets go. Should a thread of the kernel's own run out of memory all the same, the kernel ends, which
/// a front end notices and mends.
public final class MemoryGuard {
    private static final double MOST_USED = 0.85;
    private static final List<String> OWN_THREADS = List.of("jupyter-", "schedlab", "iothread-", "reaper-");

    private final Runnable stop;
    private final Optional<MemoryPoolMXBean> old;
    private volatile boolean rehearsal;

    private MemoryGuard(Runnable stop) {
        this.stop = stop;
        old = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP && pool.isCollectionUsageThresholdSupported())
                .filter(MemoryPoolMXBean::isUsageThresholdSupported)
                .findFirst();
    }

    /// From now on, runs this on a thread of the JVM's when there is too little memory left.
    public static MemoryGuard watch(Runnable stop) {
        Thread.setDefaultUncaughtExceptionHandler(MemoryGuard::died);
        MemoryGuard guard = new MemoryGuard(stop);
        NotificationListener listener = guard::told;
        ((NotificationEmitter) ManagementFactory.getMemoryMXBean()).addNotificationListener(listener, null, null);
        guard.arm();
        return guard;
    }

    /// Lets the JVM load and link, while there is memory, what it needs to tell; takes a collection.
    public void rehearse() {
        rehearsal = true;
        old.ifPresent(pool -> pool.setCollectionUsageThreshold(1));
        System.gc();
    }

    private void arm() {
        old.ifPresent(pool -> pool.setCollectionUsageThreshold(
                (long) (MOST_USED * pool.getUsage().getMax())));
    }

    private void told(Notification notification, @Nullable Object handback) {
        if (rehearsal) {
            rehearsal = false;
            arm();
        } else {
            stop.run();
        }
    }

    private static void died(Thread thread, Throwable failure) {
        if (failure instanceof OutOfMemoryError && OWN_THREADS.stream().anyMatch(thread.getName()::startsWith)) {
            Runtime.getRuntime().halt(3);
        }
        System.err.print("Exception in thread \"" + thread.getName() + "\" ");
        failure.printStackTrace();
    }
}

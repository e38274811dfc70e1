package org.schedlab.notebook;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// The kernel's end: whatever the cause, what was to be closed is closed, and the JVM is gone within
/// two seconds. (Front ends wait 2.5 s after a shutdown request, then send SIGTERM, and SIGKILL at 5
/// s.)
final class Farewell {
    private static final Duration DEADLINE = Duration.ofMillis(1700);

    private final Deque<AutoCloseable> resources = new ArrayDeque<>();
    private final CountDownLatch done = new CountDownLatch(1);
    private final AtomicBoolean leaving = new AtomicBoolean();

    synchronized void add(AutoCloseable resource) {
        resources.push(resource);
    }

    /// From now on the resources are closed when the JVM ends, also by SIGTERM.
    void install() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::closeAll, "farewell"));
    }

    /// Ends the kernel when the process in `JPY_PARENT_PID` ends, as every front end sets it.
    void whenParentDies(Runnable before) {
        String pid = System.getenv("JPY_PARENT_PID");
        if (pid == null || !pid.matches("[1-9][0-9]*") || pid.equals("1")) {
            return;
        }
        Runnable leave = () -> {
            before.run();
            leave(() -> {});
        };
        Optional<ProcessHandle> parent = ProcessHandle.of(Long.parseLong(pid));
        if (parent.isPresent()) {
            var _ = parent.get().onExit().thenRun(leave);
        } else {
            leave.run();
        }
    }

    /// Ends the JVM.
    ///
    /// @param lastWords sends what is still to be sent
    void leave(Runnable lastWords) {
        if (leaving.compareAndSet(false, true)) {
            Thread.ofPlatform().daemon().name("farewell-deadline").start(this::enforceDeadline);
            Thread.ofPlatform().daemon().name("leave").start(() -> {
                lastWords.run();
                System.exit(0);
            });
        }
    }

    private void closeAll() {
        Deque<AutoCloseable> all;
        synchronized (this) {
            all = new ArrayDeque<>(resources);
        }
        for (AutoCloseable resource : all) {
            try {
                resource.close();
            } catch (Exception e) {
                System.err.println("schedlab: closing failed: " + e);
            }
        }
        done.countDown();
    }

    private void enforceDeadline() {
        try {
            if (!done.await(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) {
                Runtime.getRuntime().halt(1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

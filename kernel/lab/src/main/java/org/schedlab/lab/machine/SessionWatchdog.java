package org.schedlab.lab.machine;

import java.time.Duration;

/// Calls once when a session has lived for as long as it may. Whoever starts it closes it.
public final class SessionWatchdog implements AutoCloseable {
    private final Thread thread;

    private SessionWatchdog(Thread thread) {
        this.thread = thread;
    }

    /// Starts to wait.
    ///
    /// @param lifetime in host time
    /// @param expired called from a thread of its own, unless this was closed before
    public static SessionWatchdog start(Duration lifetime, Runnable expired) {
        return new SessionWatchdog(
                Thread.ofVirtual().name("schedlab session watchdog").start(() -> {
                    try {
                        Thread.sleep(lifetime);
                    } catch (InterruptedException closed) {
                        return;
                    }
                    expired.run();
                }));
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}

package org.schedlab.vm.trace;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventRingTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    /// As when a watchdog ends a machine that its user is just closing.
    @Test
    void twoThreadsMayCloseItAtOnce() throws Exception {
        try (var threads = Executors.newFixedThreadPool(2)) {
            for (int round = 0; round < 3_000; round++) {
                EventRing ring = EventRing.create(folder.resolve("events"), 16);
                AtomicInteger there = new AtomicInteger();
                Callable<Boolean> closes = () -> {
                    there.incrementAndGet();
                    while (there.get() < 2) {
                        Thread.onSpinWait();
                    }
                    ring.close();
                    return true;
                };
                for (Future<Boolean> closed : threads.invokeAll(List.of(closes, closes))) {
                    closed.get();
                }
            }
        }
    }
}

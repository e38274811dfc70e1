package org.schedlab.vm.machine;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.schedlab.vm.Folders;

import static org.assertj.core.api.Assertions.assertThat;

/// The promise of virtual time: 4 vCPUs, work on all of them, random host delays at the freezes, a
/// quiet and a busy host: one RAM hash.
@Tag("machine")
class RepeatabilityIT {
    private static final int RUNS = 10;
    private static final int COMMANDS = 3;

    private final Folders folders = TestGuest.folders();

    @Test
    void everyRunEndsWithTheSameMemory() throws Exception {
        Set<String> hashes = new HashSet<>();
        for (int run = 0; run < RUNS; run++) {
            hashes.add(run(new Random(run)));
        }
        try (Load _ = new Load()) {
            for (int run = 0; run < RUNS; run++) {
                hashes.add(run(new Random(RUNS + run)));
            }
        }

        assertThat(hashes).hasSize(1);
    }

    private String run(Random delays) {
        try (Machine machine =
                Machine.bootOrRestore(TestGuest.spec(folders), folders, BootListener.SILENT, TestGuest.BOOT)) {
            for (int command = 0; command < COMMANDS; command++) {
                LockSupport.parkNanos(delays.nextLong(100_000_000));
                TestGuest.command(machine, TestGuest.WORK, 3_000);
            }
            return machine.ramHash();
        }
    }

    /// Keeps every host CPU busy.
    private static final class Load implements AutoCloseable {
        private final AtomicBoolean on = new AtomicBoolean(true);

        Load() {
            for (int cpu = 0; cpu < Runtime.getRuntime().availableProcessors(); cpu++) {
                Thread.ofPlatform().daemon().start(() -> {
                    while (on.get()) {
                        Thread.onSpinWait();
                    }
                });
            }
        }

        @Override
        public void close() {
            on.set(false);
        }
    }
}

package org.schedlab.lab.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.workers.WorkerCount;
import org.schedlab.lab.workers.Workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.schedlab.lab.cold.ColdOps.perCpu;
import static org.schedlab.lab.cold.ColdOps.readCold;
import static org.schedlab.lab.cold.ColdOps.symbol;
import static org.schedlab.lab.cold.ColdOps.task;
import static org.schedlab.lab.cold.ColdOps.u32;
import static org.schedlab.lab.cold.ColdOps.u64;
import static org.schedlab.lab.cold.ColdOps.writeCold;

/// The first notebook's machine part, again and again with random host delays at the freezes: one RAM
/// hash.
///
/// Half of the runs have both host cores kept busy by others. The delays' seeds are fixed, the delays
/// differ from run to run.
@Tag("machine")
class DeterminismIT {
    private static final int RUNS = Boolean.getBoolean("schedlab.long") ? 20 : 10;
    private static final BootOptions FOUR_CPUS = BootOptions.defaults().withTopology("1n1l4c1t");

    @Test
    void allRunsEndInTheSameBits() {
        List<String> hashes = new ArrayList<>();
        for (int run = 0; run < RUNS / 2; run++) {
            hashes.add(hashAfterTheNotebook(new Random(run)));
        }
        hashes.addAll(withBothCoresBusy(() -> {
            List<String> loaded = new ArrayList<>();
            for (int run = RUNS / 2; run < RUNS; run++) {
                loaded.add(hashAfterTheNotebook(new Random(run)));
            }
            return loaded;
        }));
        assertThat(hashes).hasSize(RUNS);
        assertThat(hashes.stream().distinct())
                .as("hashes of %d runs: %s", RUNS, hashes)
                .hasSize(1);
    }

    @Test
    void anotherInputGivesOtherBits() {
        String one = hashAfterWriting(1);
        String two = hashAfterWriting(2);
        assertThat(one).isNotEqualTo(two);
        assertThat(hashAfterWriting(1)).isEqualTo(one);
    }

    private static String hashAfterWriting(long vtime) {
        try (VmSession vm = VmSession.boot(FOUR_CPUS)) {
            vm.attach(Schedulers.vtime());
            Workers sleeper = vm.spawn(new WorkerCount(1).sleeping());
            vm.run(Duration.ofMillis(20));
            vm.apply(List.of(writeCold("v", task(sleeper, "scx.dsq_vtime"), u64(vtime))))
                    .orThrow();
            return vm.stateHash();
        }
    }

    private static String hashAfterTheNotebook(Random delays) {
        try (VmSession vm = VmSession.boot(FOUR_CPUS)) {
            vm.attach(Schedulers.vtime());
            delay(delays);
            Workers sleeper = vm.spawn(new WorkerCount(1).sleeping());
            delay(delays);
            vm.run(Duration.ofMillis(500));
            delay(delays);
            vm.apply(List.of(
                            writeCold(
                                    "seed",
                                    task(sleeper, "scx.dsq_vtime"),
                                    u64(Duration.ofDays(30).toNanos())),
                            readCold("v", task(sleeper, "scx.dsq_vtime"), u64()),
                            readCold("nr", perCpu("runqueues", "nr_running", 0), u32()),
                            readCold("j", symbol("jiffies_64"), u64())))
                    .orThrow();
            vm.spawn(new WorkerCount(6).spinning());
            delay(delays);
            for (int part = 0; part < 10; part++) {
                vm.every(Duration.ofMillis(1), 20, perCpu("runqueues", "nr_running"));
                delay(delays);
            }
            return vm.stateHash();
        }
    }

    private static void delay(Random delays) {
        try {
            Thread.sleep(delays.nextInt(100));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> T withBothCoresBusy(Supplier<T> work) {
        var stop = new AtomicBoolean();
        for (int i = 0; i < 2; i++) {
            Thread.ofPlatform().name("burner " + i).daemon().start(() -> {
                while (!stop.get()) {
                    Thread.onSpinWait();
                }
            });
        }
        try {
            return work.get();
        } finally {
            stop.set(true);
        }
    }
}

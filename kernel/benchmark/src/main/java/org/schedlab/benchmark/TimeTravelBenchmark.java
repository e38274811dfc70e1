package org.schedlab.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

import org.schedlab.lab.BootOptions;
import org.schedlab.lab.machine.MachineStarts;
import org.schedlab.lab.session.FutureResult;
import org.schedlab.lab.session.Futures;
import org.schedlab.lab.session.VmSession;
import org.schedlab.lab.time.SessionCheckpoint;
import org.schedlab.lab.workers.WorkerCount;
import org.schedlab.testsupport.HostUse;
import org.schedlab.vm.Folders;
import org.schedlab.vm.freeze.FreezeCoordinator;
import org.schedlab.vm.machine.BootListener;
import org.schedlab.vm.machine.Machine;

/// Measures what time travel costs: a warm start beside a cold boot and QEMU's own restore, a
/// checkpoint after a cell, a rewind, a fork of three. Every machine that should be equal to another
/// is, or the benchmark fails.
final class TimeTravelBenchmark {
    private static final int ROUNDS = 20;
    private static final int WARM_UP = 3;
    private static final int CACHE_KIB = 2048;
    private static final Duration CELL = Duration.ofMillis(20);
    private static final Duration FUTURE = Duration.ofMillis(5);
    private static final Duration BOOT = Duration.ofMinutes(3);
    private static final double MEBIBYTE = 1 << 20;

    private final BootOptions options;
    private final String machine;
    private final PrintStream out;

    TimeTravelBenchmark(BootOptions options, PrintStream out) {
        this.options = options;
        this.machine = String.format(Locale.ROOT, "%s, %d MiB", options.topology(), options.memoryBytes() >> 20);
        this.out = out;
    }

    void run() throws IOException, InterruptedException {
        warmStarts();
        otherStarts();
        try (VmSession vm = VmSession.boot(options)) {
            vm.spawn(new WorkerCount(2).spinning());
            vm.run(CELL);
            vm.checkpoint("start");
            checkpoints(vm);
            rewinds(vm);
            forks(vm);
        }
    }

    private void warmStarts() {
        Same hash = new Same("warm starts");
        double[] millis = new double[ROUNDS];
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            long start = System.nanoTime();
            try (VmSession session = VmSession.boot(options)) {
                note(millis, round, start);
                hash.check(session.stateHash());
            }
        }
        out.printf("%s: warm start to a usable session, ms: %s; one RAM hash%n", machine, Spread.of(millis));
    }

    private void otherStarts() throws IOException, InterruptedException {
        try (var coordinator = new FreezeCoordinator();
                var guest = MachineStarts.boot(options, BootListener.SILENT, coordinator);
                var plain = new PlainRestore(guest.machine())) {
            double[] millis = new double[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                millis[round] = plain.measure();
            }
            out.printf(
                    Locale.ROOT,
                    "%s: QEMU's own restore, from a stream of %.0f MiB, ms: %s%n",
                    machine,
                    plain.bytes() / MEBIBYTE,
                    Spread.of(millis));
            long start = System.nanoTime();
            Machine.boot(guest.machine().spec(), Folders.ofUser(), BootListener.SILENT, BOOT)
                    .close();
            out.printf(Locale.ROOT, "%s: one cold boot, ms: %.0f%n", machine, (System.nanoTime() - start) / 1e6);
        }
    }

    /// The cell starts two workers that fill 2 MiB each, and lets 20 ms pass.
    private void checkpoints(VmSession vm) throws IOException {
        Same hash = new Same("checkpoints after the same cell");
        double[] millis = new double[ROUNDS];
        long since = 0;
        long bytes = 0;
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            vm.rewind("start");
            PageSums before = PageSums.of(ram());
            vm.spawn(new WorkerCount(2).cachePressure(CACHE_KIB));
            vm.run(CELL);
            since = PageSums.of(ram()).changedBytes(before);
            long start = System.nanoTime();
            SessionCheckpoint made = vm.checkpoint("cell");
            note(millis, round, start);
            hash.check(made.stateHash());
            bytes = made.bytes();
        }
        PageSums there = PageSums.of(ram());
        vm.rewind("start");
        vm.rewind("cell");
        hash.check(vm.stateHash());
        if (PageSums.of(ram()).changedBytes(there) != 0) {
            throw new IllegalStateException("a rewind to the cell gave other bytes");
        }
        out.printf("%s: checkpoint after a cell, ms: %s; one RAM hash%n", machine, Spread.of(millis));
        out.printf(
                Locale.ROOT,
                "%s: of that checkpoint, %.2f MiB: %.1f %% of the %.1f MiB that the cell touched, %.1f %% of the %.1f MiB"
                        + " touched since boot%n",
                machine,
                bytes / MEBIBYTE,
                100.0 * bytes / since,
                since / MEBIBYTE,
                100.0 * bytes / there.nonZeroBytes(),
                there.nonZeroBytes() / MEBIBYTE);
    }

    private void rewinds(VmSession vm) {
        Same hash = new Same("rewinds");
        double[] millis = new double[ROUNDS];
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            vm.run(Duration.ofMillis(1));
            long start = System.nanoTime();
            vm.rewind("start");
            note(millis, round, start);
            hash.check(vm.stateHash());
        }
        out.printf("%s: rewind, ms: %s; one RAM hash%n", machine, Spread.of(millis));
    }

    private void forks(VmSession vm) {
        Same hash = new Same("forks");
        double[] millis = new double[ROUNDS];
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            vm.run(Duration.ofMillis(1));
            vm.rewind("start");
            long start = System.nanoTime();
            Futures futures = vm.fork()
                    .future("one", _ -> {})
                    .future("two", _ -> {})
                    .future("three", _ -> {})
                    .run(FUTURE);
            note(millis, round, start);
            for (FutureResult future : futures.list()) {
                hash.check(future.stateHash());
            }
        }
        out.printf(
                Locale.ROOT,
                "%s: fork of 3, each %d ms of guest time further, ms: %s; one RAM hash%n",
                machine,
                FUTURE.toMillis(),
                Spread.of(millis));
    }

    private static void note(double[] millis, int round, long start) {
        if (round >= 0) {
            millis[round] = (System.nanoTime() - start) / 1e6;
        }
    }

    private static Path ram() {
        return HostUse.folders().stream()
                .map(folder -> folder.resolve("ram"))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow();
    }

    /// All hashes must be the first one.
    private static final class Same {
        private final String what;
        private String first = "";

        Same(String what) {
            this.what = what;
        }

        void check(String hash) {
            if (first.isEmpty()) {
                first = hash;
            }
            if (hash.isEmpty() || !hash.equals(first)) {
                throw new IllegalStateException("%s gave two machines: %s and %s".formatted(what, first, hash));
            }
        }
    }
}

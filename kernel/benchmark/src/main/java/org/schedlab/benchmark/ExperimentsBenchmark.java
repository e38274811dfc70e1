package org.schedlab.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

import org.schedlab.experiments.Design;
import org.schedlab.experiments.Experiment;
import org.schedlab.experiments.ExperimentResult;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.workers.WorkerCount;

/// Measures what a cell of an experiment costs beyond its guest time, how busy the host is during a sweep, and how
/// soon a sweep answers that is in the store. The rows of the two sweeps must be the same.
final class ExperimentsBenchmark {
    private static final int ROUNDS = 20;
    private static final int CELLS = 200;
    private static final BootOptions MACHINE =
            BootOptions.defaults().withTopology("1n1l2c1t").withMemory("256M");

    private final PrintStream out;

    ExperimentsBenchmark(PrintStream out) {
        this.out = out;
    }

    void run() throws IOException {
        Path folder = Files.createTempDirectory("schedlab-benchmark");
        try {
            overhead(folder.resolve("one"));
            sweep(folder.resolve("many"));
        } finally {
            ManyRowsBenchmark.remove(folder);
        }
    }

    /// One cell at a time, the checkpoint of whose boot is there; what its scenario takes is taken off.
    private void overhead(Path store) {
        List<Double> seconds = new ArrayList<>();
        for (int seed = 0; seed <= ROUNDS; seed++) {
            AtomicLong guest = new AtomicLong();
            Experiment<Long> one = Design.named("overhead")
                    .machine(MACHINE)
                    .seeds(new long[] {seed})
                    .scenario("1", (vm, _) -> {
                        long began = System.nanoTime();
                        vm.run(Duration.ofMillis(100));
                        guest.set(System.nanoTime() - began);
                        return 0L;
                    })
                    .metric("nothing", _ -> 0)
                    .store(store);
            long began = System.nanoTime();
            ExperimentResult _ = one.run();
            if (seed > 0) { // the first one may boot
                seconds.add((System.nanoTime() - began - guest.get()) / 1e9);
            }
        }
        out.println("a cell beyond its scenario, s: " + Middle.of(seconds, Double::doubleValue));
    }

    private void sweep(Path store) {
        long usedBefore = cpuNanos();
        long began = System.nanoTime();
        ExperimentResult result = cells(store).run();
        double wall = (System.nanoTime() - began) / 1e9;
        double used = (cpuNanos() - usedBefore) / 1e9;
        int cpus = Runtime.getRuntime().availableProcessors();
        out.printf(
                Locale.ROOT,
                "sweep of %d cells: %.1f s, %.1f CPU s, %.0f %% of %d CPUs%n",
                CELLS,
                wall,
                used,
                100 * used / wall / cpus,
                cpus);
        List<Double> again = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            ExperimentResult kept = cells(store).run();
            String table = kept.table().print(CELLS);
            again.add((System.nanoTime() - start) / 1e9);
            if (kept.account().ran() != 0 || !table.equals(result.table().print(CELLS))) {
                throw new IllegalStateException("the store does not have what was measured: " + kept);
            }
        }
        out.println("the same sweep out of the store, s: " + Middle.of(again, Double::doubleValue));
    }

    private static Experiment<Integer> cells(Path store) {
        return Design.named("busy")
                .machine(MACHINE)
                .schedulers("vtime", "eevdf")
                .seeds(CELLS / 2)
                .scenario("1", (vm, _) -> {
                    var _ = vm.spawn(new WorkerCount(4).spinning());
                    vm.run(Duration.ofMillis(200));
                    return 0;
                })
                .metric("tasks", run -> run.vm().tasks().size())
                .store(store);
    }

    /// Of this process and its children, those that have ended too.
    private static long cpuNanos() {
        try {
            String[] fields = Files.readString(Path.of("/proc/self/stat"))
                    .split("\\) ", 2)[1]
                    .split(" ", -1);
            long ticks = 0;
            for (int field = 11; field <= 14; field++) { // utime, stime, cutime, cstime
                ticks += Long.parseLong(fields[field]);
            }
            return ticks * 10_000_000;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}

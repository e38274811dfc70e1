package org.schedlab.kernel.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.schedlab.kernel.session.BootOptions;
import org.schedlab.kernel.session.internal.GuestMachine;
import org.schedlab.vm.Folders;
import org.schedlab.vm.freeze.FreezeCoordinator;
import org.schedlab.vm.machine.BootListener;

/// Measures what schedlab promises, on this machine, with a check of the result beside each figure.
///
/// `./schedlab benchmark` runs it. The first lines say where; a shared or loaded host shows in the
/// spread.
public final class Benchmark {
    private static final BootOptions FOUR_CPUS = BootOptions.defaults().withTopology("1n1l4c1t");

    private Benchmark() {}

    /// Runs all benchmarks, about two minutes.
    public static void main(String[] arguments) throws IOException, InterruptedException {
        PrintStream out = System.out;
        out.printf("host: %d CPUs, load %s%n", Runtime.getRuntime().availableProcessors(), load());
        try (var coordinator = new FreezeCoordinator();
                var guest = GuestMachine.start(FOUR_CPUS, BootListener.SILENT, coordinator)) {
            out.printf(
                    "guest: Linux %s, %s, QEMU %s%n",
                    guest.image().release(),
                    FOUR_CPUS.topology(),
                    guest.machine().qemuVersion());
        }
        new ReadyBenchmark(out).run();
        new RestoreBenchmark(FOUR_CPUS, out).run();
        for (Path kernel : kernels()) {
            new SchedulerBenchmark(FOUR_CPUS.withKernel(kernel), out).run();
        }
        new GuestSpeedBenchmark(out).run();
        try (var coordinator = new FreezeCoordinator();
                var guest = GuestMachine.start(FOUR_CPUS, BootListener.SILENT, coordinator)) {
            guest.ask("settle", agent -> {
                agent.run(Duration.ofMillis(100), Duration.ofMinutes(1));
                return agent;
            });
            new MemoryBenchmark(guest.memory(), out).run();
            new FreezeBenchmark(guest, coordinator, out).run();
            new WorkersBenchmark(guest, out).run();
        }
    }

    /// Every kernel in the cache.
    private static List<Path> kernels() throws IOException {
        try (Stream<Path> folders = Files.list(Folders.ofUser().cache("kernels"))) {
            return folders.filter(folder -> !Files.isSymbolicLink(folder))
                    .map(folder -> folder.resolve("vmlinuz"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }

    private static String load() throws IOException {
        return Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0];
    }
}

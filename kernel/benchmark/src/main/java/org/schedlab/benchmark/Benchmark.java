package org.schedlab.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.schedlab.lab.BootOptions;
import org.schedlab.lab.machine.MachineStarts;
import org.schedlab.vm.Folders;
import org.schedlab.vm.LabException;
import org.schedlab.vm.freeze.FreezeCoordinator;
import org.schedlab.vm.image.KernelSeries;
import org.schedlab.vm.machine.BootListener;

/// Measures what schedlab promises, on this machine, with a check of the result beside each figure.
///
/// `./schedlab benchmark` runs it. The first lines say where; a shared or loaded host shows in the
/// spread.
public final class Benchmark {
    private static final BootOptions FOUR_CPUS = BootOptions.defaults().withTopology("1n1l4c1t");
    private static final List<String> MEMORIES = List.of("256M", "512M", "1G");

    private final PrintStream out;

    private Benchmark(PrintStream out) {
        this.out = out;
    }

    private interface Part {
        void run() throws IOException, InterruptedException;
    }

    /// Runs the benchmarks that are named, or all of them, some minutes.
    ///
    /// @param arguments names out of `ready`, `restore`, `schedulers`, `reads`, `guest-speed`,
    ///     `turns`, `recorder`, `watches`, `boots`, `idle`, `time-travel`, `rewinds`, `experiments`,
    ///     `many-rows`
    public static void main(String[] arguments) throws IOException, InterruptedException {
        try {
            new Benchmark(System.out).run(List.of(arguments));
        } catch (LabException told) {
            System.err.println(told.getMessage());
            System.exit(1);
        }
    }

    private void run(List<String> names) throws IOException, InterruptedException {
        Map<String, Part> parts = new LinkedHashMap<>();
        parts.put("ready", () -> new ReadyBenchmark(out).run());
        parts.put("restore", () -> new RestoreBenchmark(FOUR_CPUS, out).run());
        parts.put("schedulers", this::schedulers);
        parts.put("reads", this::reads);
        parts.put("guest-speed", () -> new GuestSpeedBenchmark(out).run());
        parts.put("turns", () -> new TurnsBenchmark(out).run());
        parts.put("recorder", () -> new RecorderBenchmark(out).run());
        parts.put("watches", () -> new WatchBenchmark(out).run());
        parts.put("boots", () -> new BootsBenchmark(out).run());
        parts.put("idle", () -> new IdleBenchmark(FOUR_CPUS, out).run());
        parts.put("time-travel", this::timeTravel);
        parts.put("rewinds", () -> new RewindsBenchmark(FOUR_CPUS, out).run());
        parts.put("experiments", () -> new ExperimentsBenchmark(out).run());
        parts.put("many-rows", () -> new ManyRowsBenchmark(out).run());
        for (String name : names) {
            if (!parts.containsKey(name)) {
                throw LabException.asked("asked for the benchmark '%s'".formatted(name))
                        .available(String.join(", ", parts.keySet()))
                        .remedy("name some of these, or none for all")
                        .exception();
            }
        }
        sayWhere();
        for (String name : names.isEmpty() ? List.copyOf(parts.keySet()) : names) {
            Part part = parts.get(name);
            if (part != null) {
                part.run();
            }
        }
    }

    private void sayWhere() throws IOException {
        out.printf(Locale.ROOT, "host: %d CPUs, load %s%n", Runtime.getRuntime().availableProcessors(), load());
        try (var coordinator = new FreezeCoordinator();
                var guest = MachineStarts.boot(FOUR_CPUS, BootListener.SILENT, coordinator)) {
            out.printf(
                    "guest: Linux %s, %s, QEMU %s%n",
                    guest.image().release(),
                    FOUR_CPUS.topology(),
                    guest.machine().qemuVersion());
        }
    }

    private void schedulers() {
        for (Path kernel : kernels()) {
            new SchedulerBenchmark(FOUR_CPUS.withKernel(kernel), out).run();
        }
    }

    private void timeTravel() throws IOException, InterruptedException {
        for (String memory : MEMORIES) {
            new TimeTravelBenchmark(FOUR_CPUS.withMemory(memory), out).run();
        }
    }

    /// Typed reads, freezes and reports, on one machine.
    private void reads() throws InterruptedException {
        try (var coordinator = new FreezeCoordinator();
                var guest = MachineStarts.boot(FOUR_CPUS, BootListener.SILENT, coordinator)) {
            guest.ask("settle", agent -> {
                agent.run(Duration.ofMillis(100), Duration.ofMinutes(1));
                return agent;
            });
            new MemoryBenchmark(guest.memory(), out).run();
            new WorkersBenchmark(guest, out).run();
            new FreezeBenchmark(guest, coordinator, out).run(); // ends the machine
        }
    }

    /// Of the series that schedlab is made for, those in the cache.
    private static List<Path> kernels() {
        return KernelSeries.tested().stream()
                .map(series -> series.find(Folders.ofUser()))
                .flatMap(Optional::stream)
                .toList();
    }

    private static String load() throws IOException {
        return Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0];
    }
}

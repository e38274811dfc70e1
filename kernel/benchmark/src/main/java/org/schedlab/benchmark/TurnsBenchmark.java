package org.schedlab.benchmark;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.schedlab.guest.work.WorkerSpec;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.machine.GuestMachine;
import org.schedlab.lab.machine.MachineStarts;
import org.schedlab.vm.freeze.FreezeCoordinator;
import org.schedlab.vm.machine.BootListener;

/// Measures what the quantum costs: how fast guest time passes while 1, 4 and 16 vCPUs are busy, with
/// turns of 20 µs and with turns as long as QEMU makes them. The two take turns in one run, so that
/// both see the same host. Equal runs must end in equal bits.
record TurnsBenchmark(PrintStream out) {
    private static final Duration WARM_UP = Duration.ofMillis(200);
    private static final Duration MEASURED = Duration.ofSeconds(1);
    private static final Duration DEADLINE = Duration.ofMinutes(10);
    private static final int RUNS = 7;
    private static final long QUANTUM_MICROS = BootOptions.defaults().quantumMicros();
    private static final List<Busy> BUSY =
            List.of(new Busy(1, "1n1l4c1t"), new Busy(4, "1n1l4c1t"), new Busy(16, "1n1l16c1t"));

    /// @param vcpus how many have a worker that never sleeps
    private record Busy(int vcpus, String topology) {}

    /// @param seconds of the host's clock for one second of the guest's
    /// @param cpuSeconds that QEMU took for it
    /// @param state a hash of all RAM afterwards
    private record Run(double seconds, double cpuSeconds, String state) {}

    void run() {
        for (Busy busy : BUSY) {
            measure(busy);
        }
    }

    private void measure(Busy busy) {
        Map<Long, List<Run>> runs = new HashMap<>();
        for (int round = 0; round < RUNS; round++) {
            for (long quantum : new long[] {QUANTUM_MICROS, 0}) {
                Run run = once(busy, quantum);
                List<Run> equal = runs.computeIfAbsent(quantum, _ -> new ArrayList<>());
                equal.add(run);
                if (!run.state().equals(equal.getFirst().state())) {
                    throw new IllegalStateException(String.format(
                            Locale.ROOT,
                            "equal runs with a quantum of %d µs ended in other bits: %s and %s",
                            quantum,
                            equal.getFirst().state(),
                            run.state()));
                }
            }
        }
        for (long quantum : new long[] {QUANTUM_MICROS, 0}) {
            List<Run> equal = runs.getOrDefault(quantum, List.of());
            String what = String.format(Locale.ROOT, "%d vCPUs busy, quantum %d µs", busy.vcpus(), quantum);
            out.printf("%s, guest s per host s: %s%n", what, Middle.of(equal, run -> 1 / run.seconds()));
            out.printf(
                    Locale.ROOT,
                    "%s, QEMU's CPU s per guest s: %s; %d runs, one state %.8s%n",
                    what,
                    Middle.of(equal, Run::cpuSeconds),
                    equal.size(),
                    equal.getFirst().state());
        }
        double with = Middle.of(runs.getOrDefault(QUANTUM_MICROS, List.of()), Run::seconds)
                .median();
        double without =
                Middle.of(runs.getOrDefault(0L, List.of()), Run::seconds).median();
        out.printf(
                Locale.ROOT, "%d vCPUs busy, the quantum's share: %.1f %%%n", busy.vcpus(), 100 * (with / without - 1));
    }

    private static Run once(Busy busy, long quantum) {
        BootOptions options =
                BootOptions.defaults().withTopology(busy.topology()).withQuantumMicros(quantum);
        try (var coordinator = new FreezeCoordinator();
                var guest = MachineStarts.boot(options, BootListener.SILENT, coordinator)) {
            guest.ask("spawn", agent -> agent.spawn(WorkerSpec.spinning(busy.vcpus())));
            guest.run("benchmark", WARM_UP, DEADLINE);
            long guestStart = guest.guestTimeNanos();
            Duration cpuStart = cpuTime(guest);
            long hostStart = System.nanoTime();
            guest.run("benchmark", MEASURED, DEADLINE);
            double hostNanos = System.nanoTime() - hostStart;
            double cpuNanos = cpuTime(guest).minus(cpuStart).toNanos();
            long passed = guest.guestTimeNanos() - guestStart;
            if (Math.abs(passed - MEASURED.toNanos()) > MEASURED.toNanos() / 100) {
                throw new IllegalStateException(
                        String.format(Locale.ROOT, "%d ns passed instead of %s", passed, MEASURED));
            }
            return new Run(
                    hostNanos / passed, cpuNanos / passed, guest.machine().ramHash());
        }
    }

    private static Duration cpuTime(GuestMachine guest) {
        return ProcessHandle.of(guest.machine().pid())
                .flatMap(qemu -> qemu.info().totalCpuDuration())
                .orElse(Duration.ZERO);
    }
}

package org.schedlab.benchmark;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

import org.schedlab.guest.work.Worker;
import org.schedlab.guest.work.WorkerReport;
import org.schedlab.guest.work.WorkerSpec;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.machine.GuestMachine;
import org.schedlab.lab.machine.MachineStarts;
import org.schedlab.vm.freeze.FreezeCoordinator;
import org.schedlab.vm.machine.BootListener;

/// Measures how fast the time of a guest of 16 vCPUs passes while 1, 4 and 16 of them are busy, and
/// how much work gets done, in virtual time and live. A live clock goes with the host's whatever the
/// guest does: there the work is what slows down.
final class GuestSpeedBenchmark {
    private static final List<Integer> BUSY = List.of(1, 4, 16);
    private static final BootOptions SIXTEEN_CPUS = BootOptions.defaults().withTopology("1n1l16c1t");
    private static final Duration WARM_UP = Duration.ofMillis(300);
    private static final Duration MEASURED = Duration.ofSeconds(1);
    private static final int ROUNDS = 5;

    private final PrintStream out;

    GuestSpeedBenchmark(PrintStream out) {
        this.out = out;
    }

    void run() {
        for (BootOptions options : List.of(SIXTEEN_CPUS, SIXTEEN_CPUS.live())) {
            try (var coordinator = new FreezeCoordinator();
                    var guest = MachineStarts.boot(options, BootListener.SILENT, coordinator)) {
                BUSY.forEach(busy -> measure(guest, busy));
            }
        }
    }

    private void measure(GuestMachine guest, int busy) {
        List<Worker> workers = guest.ask("spawn", agent -> agent.spawn(WorkerSpec.spinning(busy)));
        pass(guest, WARM_UP);
        double[] speeds = new double[ROUNDS];
        double[] work = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            List<WorkerReport> before = guest.look(agent -> agent.report(workers));
            long guestStart = guest.guestTimeNanos();
            long hostStart = System.nanoTime();
            pass(guest, MEASURED);
            double hostSeconds = (System.nanoTime() - hostStart) / 1e9;
            long guestNanos = guest.guestTimeNanos() - guestStart;
            List<WorkerReport> after = guest.look(agent -> agent.report(workers));
            check(before, after, guestNanos);
            speeds[round] = guestNanos / 1e9 / hostSeconds;
            work[round] = (units(after) - units(before)) / hostSeconds / 1e3;
        }
        out.printf(
                Locale.ROOT,
                "%s, %d of 16 vCPUs busy, guest s per host s: %s%n",
                guest.mode(),
                busy,
                Middle.of(speeds));
        out.printf(
                Locale.ROOT,
                "%s, %d of 16 vCPUs busy, 1000 work units per host s: %s%n",
                guest.mode(),
                busy,
                Spread.of(work));
        guest.ask("stop", agent -> agent.stop(workers));
    }

    private static void pass(GuestMachine guest, Duration time) {
        guest.run("benchmark", time, Duration.ofMinutes(10));
    }

    /// The guest's kernel must have kept as many vCPUs busy as there are workers, for nearly all of
    /// the time, and each worker must have got on.
    private static void check(List<WorkerReport> before, List<WorkerReport> after, long guestNanos) {
        long busyNanos = 0;
        for (int worker = 0; worker < after.size(); worker++) {
            busyNanos += after.get(worker).cpuNanos() - before.get(worker).cpuNanos();
            if (after.get(worker).workUnits() <= before.get(worker).workUnits()) {
                throw new IllegalStateException("a worker did nothing: " + after.get(worker));
            }
        }
        double cpus = (double) busyNanos / guestNanos;
        if (guestNanos < MEASURED.toNanos() || cpus < after.size() * 0.8 || cpus > after.size() * 1.2) {
            throw new IllegalStateException(String.format(
                    Locale.ROOT, "%.2f CPUs busy instead of %d for %d ns", cpus, after.size(), guestNanos));
        }
    }

    private static long units(List<WorkerReport> reports) {
        return reports.stream().mapToLong(WorkerReport::workUnits).sum();
    }
}

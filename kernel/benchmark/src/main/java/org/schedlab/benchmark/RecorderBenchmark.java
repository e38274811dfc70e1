package org.schedlab.benchmark;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.session.VmSession;
import org.schedlab.lab.workers.WorkerCount;
import tech.tablesaw.api.Table;

/// Measures what the flight recorder costs: the same guest second, with 4 busy vCPUs and a pair that talks over
/// pipes, with it on and with it off, in turns, so that both see the same host. Both must end in equal bits. Then,
/// how long the events take to become a table.
record RecorderBenchmark(PrintStream out) {
    private static final int RUNS = 5;
    private static final Duration WARM_UP = Duration.ofMillis(200);
    private static final Duration MEASURED = Duration.ofSeconds(1);

    /// @param seconds of the host's clock
    /// @param cpuSeconds that QEMU took
    /// @param events that were recorded
    /// @param tableSeconds until they were a table; 0 without any
    private record Run(double seconds, double cpuSeconds, String state, long events, double tableSeconds) {}

    void run() {
        List<Run> on = new ArrayList<>();
        List<Run> off = new ArrayList<>();
        for (int round = 0; round < RUNS; round++) {
            on.add(once(true));
            off.add(once(false));
        }
        String state = on.getFirst().state();
        for (List<Run> runs : List.of(on, off)) {
            if (!runs.stream().allMatch(run -> run.state().equals(state))) {
                throw new IllegalStateException("equal runs ended in other bits: " + on + " " + off);
            }
        }
        out.printf(Locale.ROOT, "recorder on, host s per guest s: %s%n", Middle.of(on, Run::seconds));
        out.printf(Locale.ROOT, "recorder off, host s per guest s: %s%n", Middle.of(off, Run::seconds));
        out.printf(Locale.ROOT, "recorder on, QEMU's CPU s per guest s: %s%n", Middle.of(on, Run::cpuSeconds));
        out.printf(Locale.ROOT, "recorder off, QEMU's CPU s per guest s: %s%n", Middle.of(off, Run::cpuSeconds));
        out.printf(
                Locale.ROOT,
                "the recorder's share: %.1f %% of host time, %.1f %% of CPU time; %d runs, one state %.8s%n",
                100
                        * (Middle.of(on, Run::seconds).median()
                                        / Middle.of(off, Run::seconds).median()
                                - 1),
                100
                        * (Middle.of(on, Run::cpuSeconds).median()
                                        / Middle.of(off, Run::cpuSeconds).median()
                                - 1),
                2 * RUNS,
                state);
        double events = on.getFirst().events();
        out.printf(
                Locale.ROOT,
                "%.0f events to a table: %s s, %.2f s for a million%n",
                events,
                Middle.of(on, Run::tableSeconds),
                Middle.of(on, Run::tableSeconds).median() * 1e6 / events);
    }

    private static Run once(boolean recording) {
        try (VmSession vm = VmSession.boot(BootOptions.defaults().withTopology("1n1l4c1t"))) {
            vm.recorder().on(recording);
            vm.attach(Schedulers.vtime());
            vm.spawn(new WorkerCount(4).spinning());
            vm.spawn(new WorkerCount(2).pipeIo());
            vm.run(WARM_UP);
            Duration cpuStart = cpuTime();
            long start = System.nanoTime();
            vm.run(MEASURED);
            double seconds = (System.nanoTime() - start) / 1e9;
            double cpuSeconds = cpuTime().minus(cpuStart).toNanos() / 1e9;
            String state = vm.stateHash();
            if (!recording) {
                return new Run(seconds, cpuSeconds, state, 0, 0);
            }
            long tableStart = System.nanoTime();
            Table table = vm.trace().events();
            return new Run(seconds, cpuSeconds, state, table.rowCount(), (System.nanoTime() - tableStart) / 1e9);
        }
    }

    /// Of the one QEMU that runs below this process.
    private static Duration cpuTime() {
        return ProcessHandle.current()
                .descendants()
                .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }
}

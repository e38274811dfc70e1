package org.schedlab.kernel.session;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.ToLongFunction;

import org.junit.jupiter.api.Test;
import org.schedlab.guest.agent.WorkerReport;
import org.schedlab.vm.freeze.FreezeRecord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

/// What looking costs the guest. `docs/footprint.md` has the numbers.
class FootprintIT {
    private static final BootOptions FOUR_CPUS = BootOptions.defaults().withTopology("1n1l4c1t");
    private static final int FREEZES = 100;

    /// What a run of 100 ms came to.
    private record Outcome(long passed, long agent, List<WorkerReport> before, List<WorkerReport> after) {
        long sum(ToLongFunction<WorkerReport> number) {
            return after.stream().mapToLong(number).sum()
                    - before.stream().mapToLong(number).sum();
        }

        double perNano(ToLongFunction<WorkerReport> number) {
            return (double) sum(number) / passed;
        }
    }

    @Test
    void aHundredFreezesBesideOne() {
        try (VmSession vm = VmSession.boot(FOUR_CPUS)) {
            Workers workers = vm.spawn(new WorkerCount(6).spinning());
            vm.run(Duration.ofMillis(20));
            workers.report(); // the first one costs more
            vm.checkpoint("start");

            Outcome one = outcome(vm, workers, () -> vm.run(Duration.ofMillis(100)));
            vm.rewind("start");
            Outcome many = outcome(vm, workers, () -> {
                for (int i = 0; i < FREEZES; i++) {
                    vm.run(Duration.ofMillis(1));
                }
            });
            long each = (many.passed() - one.passed()) / (FREEZES - 1);
            assertThat(each).as("guest ns later for each freeze").isBetween(40_000L, 80_000L);
            assertThat(many.agent() / FREEZES)
                    .as("guest ns of the agent for each freeze")
                    .isBetween(60_000L, 110_000L);
            assertThat(one.agent()).as("guest ns of the agent for one freeze").isBetween(15_000L, 175_000L);
            double lost = 1 - many.perNano(WorkerReport::cpuNanos) / one.perNano(WorkerReport::cpuNanos);
            assertThat(lost).as("CPU time that the workers lost").isBetween(0.0, 0.02);
            double undone = 1 - many.perNano(WorkerReport::workUnits) / one.perNano(WorkerReport::workUnits);
            assertThat(undone).as("work that was not done").isBetween(0.0, 0.06);
            double waited = many.perNano(WorkerReport::runDelayNanos) / one.perNano(WorkerReport::runDelayNanos) - 1;
            assertThat(waited).as("run delay that was added").isBetween(0.0, 0.12);
            long moves = many.sum(WorkerReport::migrationCount) - one.sum(WorkerReport::migrationCount);
            assertThat(moves).as("migrations that were added").isBetween(-6L, 6L);
        }
    }

    private static Outcome outcome(VmSession vm, Workers workers, Runnable run) {
        List<WorkerReport> before = workers.report();
        int freezes = vm.freezes().size();
        run.run();
        List<FreezeRecord> during = vm.freezes().subList(freezes, vm.freezes().size());
        List<WorkerReport> after = workers.report();
        return new Outcome(
                during.stream().mapToLong(FreezeRecord::guestNanosPassed).sum(),
                during.stream().mapToLong(FreezeRecord::guestNanosOfAgent).sum(),
                before,
                after);
    }

    /// The oracle is the kernel's own account of process 1, which lags by what process 1 has run since
    /// the last tick: at either reading by as much as reading takes it, about 1 ms.
    @Test
    void theFootprintIsTheCpuTimeOfProcessOne() {
        try (VmSession vm = VmSession.boot(FOUR_CPUS)) {
            vm.spawn(new WorkerCount(6).spinning());
            long before = cpuTimeOfAgent(vm);
            int freezes = vm.freezes().size();
            for (int i = 0; i < 4 * FREEZES; i++) {
                vm.run(Duration.ofMillis(1));
            }
            long after = cpuTimeOfAgent(vm);
            long told = vm.freezes().stream()
                    .skip(freezes)
                    .mapToLong(FreezeRecord::guestNanosOfAgent)
                    .sum();
            assertThat(told).isCloseTo(after - before, withinPercentage(4));
        }
    }

    private static long cpuTimeOfAgent(VmSession vm) {
        String schedstat = new String(vm.readFile("/proc/1/schedstat"), StandardCharsets.UTF_8);
        return Long.parseLong(schedstat.split(" ", 2)[0]);
    }

    @Test
    void nothingHasPassedAfterABootOrARewind() {
        try (VmSession vm = VmSession.boot(FOUR_CPUS)) {
            assertThat(vm.freezes().getFirst().guestNanosPassed()).isZero();
            vm.checkpoint("start");
            FreezeRecord pass = vm.freezes().getLast();
            assertThat(pass.guestNanosPassed()).isBetween(0L, 2_000L);
            long before = vm.instant().guestTimeNanos();
            vm.run(Duration.ofMillis(1));
            FreezeRecord run = vm.freezes().getLast();
            assertThat(run.guestNanosPassed()).isEqualTo(vm.instant().guestTimeNanos() - before);
            assertThat(run.guestNanosOfAgent()).isBetween(10_000L, run.guestNanosPassed());
            vm.rewind("start");
            FreezeRecord rewind = vm.freezes().getLast();
            assertThat(rewind.guestNanosPassed()).isZero();
            assertThat(rewind.guestNanosOfAgent()).isZero();
            vm.run(Duration.ofMillis(1));
            assertThat(vm.freezes().getLast().guestNanosOfAgent()).isEqualTo(run.guestNanosOfAgent());
            assertThat(new Freezes(vm.freezes(), vm.instant())
                            .table()
                            .longColumn("guest_footprint_ns")
                            .getLong(vm.freezes().size() - 1))
                    .isEqualTo(run.guestNanosOfAgent());
        }
    }
}

package org.schedlab.guest.agent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.schedlab.guest.GuestMachines;
import org.schedlab.guest.work.AffinityChurn;
import org.schedlab.guest.work.Bursty;
import org.schedlab.guest.work.FutexFanOut;
import org.schedlab.guest.work.Gap;
import org.schedlab.guest.work.Latencies;
import org.schedlab.guest.work.Migration;
import org.schedlab.guest.work.PageFaultChurn;
import org.schedlab.guest.work.PipeIo;
import org.schedlab.guest.work.Policy;
import org.schedlab.guest.work.SpinWait;
import org.schedlab.guest.work.TimerLatency;
import org.schedlab.guest.work.Worker;
import org.schedlab.guest.work.WorkerReport;
import org.schedlab.guest.work.WorkerSpec;
import org.schedlab.vm.freeze.TaskAccounts;
import org.schedlab.vm.freeze.TaskList;
import org.schedlab.vm.machine.Machine;
import org.schedlab.vm.memory.PhysicalMemory;

import static org.assertj.core.api.Assertions.assertThat;

/// What reports say, against theory and `/proc`.
@ParameterizedClass
@MethodSource("org.schedlab.guest.GuestMachines#newestReleases")
@Tag("machine")
class WorkerReportsIT extends RestoredGuest {
    private static final Duration MILLISECOND = Duration.ofMillis(1);

    WorkerReportsIT(String release) {
        super(release);
    }

    @Test
    void aMicrosecondOfWorkTakesAMicrosecondOfCpuTime() {
        List<Worker> workers = agent.spawn(WorkerSpec.spinning(1).withCpus(1));
        agent.run(Duration.ofMillis(200), PATIENCE);
        WorkerReport report = agent.stop(workers).getFirst();

        assertThat(report.cpuNanos() / 1000.0 / report.workUnits()).isBetween(1.000, 1.040);
        assertThat(report.offCpuNanos()).isLessThan(1_000_000);
    }

    @Test
    void burstsAreAsLongAsAsked() {
        List<Worker> workers = agent.spawn(WorkerSpec.of(new Bursty(Duration.ofMillis(3), Duration.ofMillis(1)), 1)
                .withCpus(1));
        // The 29th ends after 116.5 ms, the 30th would after 120.5 ms.
        agent.run(Duration.ofMillis(118), PATIENCE);
        WorkerReport report = agent.stop(workers).getFirst();

        assertThat(report.workUnits()).as("29 bursts in 118 ms").isEqualTo(87_000);
        assertThat(report.cpuNanos()).isBetween(87_000_000L, 92_000_000L);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void twoHundredWorkersStartTogether(boolean threads) {
        WorkerSpec spec = WorkerSpec.sleeping(200, VERY_LONG);
        long before = agent.guestTimeNanos();
        List<Worker> workers = agent.spawn(threads ? spec.threads() : spec);
        long spawned = agent.guestTimeNanos() - before;
        agent.run(Duration.ofMillis(25), PATIENCE);
        List<WorkerReport> reports = agent.report(workers);

        assertThat(spawned).isLessThan(threads ? 50_000_000 : 140_000_000);
        assertThat(reports.stream().mapToLong(WorkerReport::wallNanos).max().orElseThrow())
                .as("ns from the open gate to the last report")
                .isLessThan(50_000_000);
        assertThat(reports.stream().filter(report -> report.cpusUsed().isEmpty()))
                .as("workers that have not begun by then")
                .isEmpty();
        for (Worker worker : workers) {
            assertThat(statField(worker, 22)).isEqualTo(Long.toString(worker.startTimeTicks()));
        }
    }

    @Test
    void accountsAreTheKernels() {
        List<Worker> workers =
                new ArrayList<>(agent.spawn(WorkerSpec.spinning(8).withCpus(1)));
        workers.addAll(agent.spawn(WorkerSpec.of(new PipeIo(MILLISECOND.dividedBy(10)), 4)));
        workers.addAll(agent.spawn(WorkerSpec.of(new Bursty(MILLISECOND, MILLISECOND), 4)));
        agent.run(Duration.ofMillis(50), PATIENCE);

        int compared = 0;
        for (Worker worker : workers) {
            String before = counted(worker);
            String kernels = text("/proc/" + worker.pid() + "/schedstat");
            if (counted(worker).equals(before)) {
                assertThat(before).isEqualTo(kernels);
                compared++;
            }
        }
        assertThat(compared)
                .as("workers that stood still while the file was read")
                .isGreaterThan(5);
    }

    private String counted(Worker worker) {
        var accounts = new TaskAccounts(memory);
        var account = accounts.of(new TaskList(memory).find(worker.pid()).orElseThrow(), 0);
        return account.countedNanos() + " " + account.countedDelayNanos() + " " + account.timeslices();
    }

    @Test
    void sharesAreCountedFromTheStartAndMakeUpTheWallTime() {
        List<Worker> first = agent.spawn(WorkerSpec.of(new SpinWait(), 8).withCpus(1));
        List<Worker> second = agent.spawn(WorkerSpec.of(new SpinWait(), 8).withCpus(1));
        agent.run(Duration.ofMillis(200), PATIENCE);

        List<WorkerReport> early = new ArrayList<>(agent.report(first));
        early.addAll(agent.report(second));
        agent.run(Duration.ofNanos(77_777_777), PATIENCE);
        List<WorkerReport> late = new ArrayList<>(agent.report(first));
        late.addAll(agent.report(second));

        long cpu = 0;
        for (int i = 0; i < late.size(); i++) {
            WorkerReport report = late.get(i);
            assertThat(report.cpuNanos() + report.runDelayNanos() + report.sleepNanos())
                    .isEqualTo(report.wallNanos());
            assertThat(report.runDelayNanos()).isBetween(0L, report.offCpuNanos());
            assertThat(report.sleepNanos())
                    .as(
                            "sleep of %s: it never sleeps again, to the ns",
                            report.worker().comm())
                    .isEqualTo(early.get(i).sleepNanos())
                    .isBetween(0L, 100_000L);
            cpu += report.cpuNanos() - early.get(i).cpuNanos();
        }
        long wall = late.getFirst().wallNanos() - early.getFirst().wallNanos();
        assertThat(cpu).as("of %d ns on one CPU", wall).isBetween(wall - 1_000_000, wall);
    }

    /// QEMU 7.2 by itself let the CPU after a busy one wait up to 10 ms; see `turns.c`.
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void aWakeUpIsInTimeBesideABusyCpu(int timed) {
        List<Worker> hog = agent.spawn(WorkerSpec.spinning(1).withCpus((timed + 3) % 4));
        List<Worker> timer =
                agent.spawn(WorkerSpec.of(new TimerLatency(MILLISECOND), 1).withCpus(timed));
        agent.run(Duration.ofMillis(50), PATIENCE);
        Latencies latencies = agent.report(timer).getFirst().wakeLatencies();
        agent.stop(hog);

        assertThat(latencies.count()).isBetween(49L, 50L);
        assertThat(latencies.p50Nanos()).isLessThan(60_000);
        assertThat(latencies.maxNanos()).isLessThan(1_000_000);
    }

    @Test
    void aGapIsWhatAnotherTookAway() {
        List<Worker> free = agent.spawn(WorkerSpec.spinning(1).withCpus(1));
        List<Worker> shared = agent.spawn(WorkerSpec.spinning(1).withCpus(2));
        agent.run(Duration.ofMillis(20), PATIENCE);
        long interrupted = agent.guestTimeNanos();
        List<Worker> hog = agent.spawn(WorkerSpec.spinning(1).withCpus(2).policy(Policy.fifo(1)));
        agent.run(Duration.ofMillis(30), PATIENCE);
        agent.stop(hog);
        agent.run(Duration.ofMillis(10), PATIENCE);

        assertThat(agent.report(free).getFirst().longestGap().nanos()).isLessThan(20_000_000);
        Gap gap = agent.report(shared).getFirst().longestGap();
        assertThat(gap.nanos()).isBetween(29_000_000L, 35_000_000L);
        assertThat(gap.atNanos()).isBetween(interrupted, interrupted + 5_000_000);
        assertThat(gap.cpu()).isEqualTo(2);
    }

    @Test
    void migrationsAreSeenWithTheirTimes() {
        long before = agent.guestTimeNanos();
        List<Worker> workers = agent.spawn(WorkerSpec.of(new AffinityChurn(Duration.ofNanos(100_000)), 1));
        agent.run(Duration.ofMillis(20), PATIENCE);
        WorkerReport report = agent.stop(workers).getFirst();

        assertThat(report.migrationCount()).isBetween(report.workUnits() / 2, report.workUnits());
        assertThat(report.migrations()).hasSize((int) Math.min(64, report.migrationCount()));
        assertThat(report.cpusUsed()).containsExactly(0, 1, 2, 3);
        long last = before;
        int cpu = report.migrations().getFirst().from();
        for (Migration migration : report.migrations()) {
            assertThat(migration.atNanos()).isBetween(last, agent.guestTimeNanos());
            assertThat(migration.from()).isEqualTo(cpu).isNotEqualTo(migration.to());
            last = migration.atNanos();
            cpu = migration.to();
        }
    }

    @Test
    void aRealTimeTimerIsNotLateAndOneBehindAHogIs() {
        WorkerSpec timer = WorkerSpec.of(new TimerLatency(MILLISECOND), 1).withCpus(1);
        agent.spawn(WorkerSpec.spinning(3).withCpus(1));
        List<Worker> prompt = agent.spawn(timer.policy(Policy.fifo(5)));
        List<Worker> late = agent.spawn(timer.policy(Policy.IDLE));
        agent.run(Duration.ofMillis(100), PATIENCE);

        WorkerReport prompted = agent.report(prompt).getFirst();
        Latencies low = prompted.wakeLatencies();
        long milliseconds = prompted.wallNanos() / 1_000_000;
        assertThat(low.count()).isBetween(milliseconds - 1, milliseconds + 1);
        assertThat(low.p50Nanos()).isLessThanOrEqualTo(low.p99Nanos()).isLessThan(60_000);
        assertThat(low.p99Nanos()).isLessThanOrEqualTo(low.maxNanos());
        assertThat(low.buckets().stream().mapToLong(Latencies.Bucket::count).sum())
                .isEqualTo(low.count());
        WorkerReport behind = agent.report(late).getFirst();
        assertThat(Math.max(
                        behind.wakeLatencies().maxNanos(), behind.longestGap().nanos()))
                .isGreaterThan(5_000_000);
    }

    @Test
    void equalRestoresGiveEqualReports() {
        List<WorkerReport> reports = reportsOfAMixture(agent);

        try (Machine other = GuestMachines.of(release);
                PhysicalMemory otherRam = GuestMachines.ram(other)) {
            assertThat(reportsOfAMixture(GuestMachines.agent(other, otherRam))).isEqualTo(reports);
        }
    }

    private static List<WorkerReport> reportsOfAMixture(Agent agent) {
        Duration little = Duration.ofNanos(20_000);
        List<Worker> workers = new ArrayList<>();
        workers.addAll(agent.spawn(WorkerSpec.of(new PipeIo(little), 4)));
        workers.addAll(agent.spawn(WorkerSpec.of(new FutexFanOut(3, little), 4).threads()));
        workers.addAll(agent.spawn(WorkerSpec.of(new AffinityChurn(little), 2).withSeed(5)));
        workers.addAll(agent.spawn(WorkerSpec.of(new PageFaultChurn(128, 16, little), 1)));
        agent.run(Duration.ofMillis(40), PATIENCE);
        return agent.stop(workers);
    }
}

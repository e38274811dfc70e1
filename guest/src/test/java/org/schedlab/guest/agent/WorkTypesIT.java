package org.schedlab.guest.agent;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.schedlab.guest.protocol.AgentException;
import org.schedlab.guest.work.AffinityChurn;
import org.schedlab.guest.work.Bursty;
import org.schedlab.guest.work.CachePressure;
import org.schedlab.guest.work.CgroupChurn;
import org.schedlab.guest.work.ForkExit;
import org.schedlab.guest.work.FutexFanOut;
import org.schedlab.guest.work.FutexPingPong;
import org.schedlab.guest.work.IdleChurn;
import org.schedlab.guest.work.Latencies;
import org.schedlab.guest.work.Mixed;
import org.schedlab.guest.work.MutexContention;
import org.schedlab.guest.work.NiceSweep;
import org.schedlab.guest.work.PageFaultChurn;
import org.schedlab.guest.work.PipeIo;
import org.schedlab.guest.work.PolicyChurn;
import org.schedlab.guest.work.PriorityInversion;
import org.schedlab.guest.work.ProducerConsumerImbalance;
import org.schedlab.guest.work.RtStarvation;
import org.schedlab.guest.work.Sequence;
import org.schedlab.guest.work.Sleep;
import org.schedlab.guest.work.SpinWait;
import org.schedlab.guest.work.ThunderingHerd;
import org.schedlab.guest.work.TimerLatency;
import org.schedlab.guest.work.WakeChain;
import org.schedlab.guest.work.Work;
import org.schedlab.guest.work.WorkPhase;
import org.schedlab.guest.work.Worker;
import org.schedlab.guest.work.WorkerReport;
import org.schedlab.guest.work.WorkerSpec;
import org.schedlab.guest.work.YieldHeavy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Every type of work for a short while, looked at through `/proc` where it shows there.
@ParameterizedClass
@MethodSource("org.schedlab.guest.GuestMachines#newestReleases")
@Tag("machine")
class WorkTypesIT extends RestoredGuest {
    private static final Duration WHILE = Duration.ofMillis(20);
    private static final Duration LITTLE = micros(10);
    private static final Duration SOME = micros(100);

    private static final List<Work> TYPES = List.of(
            new SpinWait(),
            new Sleep(SOME),
            new YieldHeavy(),
            new Mixed(LITTLE),
            new Bursty(SOME, SOME),
            new IdleChurn(LITTLE, SOME),
            new Sequence(
                    List.of(WorkPhase.spin(SOME), WorkPhase.sleep(SOME), WorkPhase.yielding(SOME), WorkPhase.io(SOME))),
            new PipeIo(LITTLE),
            new FutexPingPong(LITTLE),
            new FutexFanOut(3, LITTLE),
            new WakeChain(3, WakeChain.By.PIPE, LITTLE),
            new WakeChain(3, WakeChain.By.FUTEX, LITTLE),
            new ThunderingHerd(3, micros(500), LITTLE),
            new ProducerConsumerImbalance(2, 1, 4, SOME, LITTLE),
            new TimerLatency(micros(500)),
            new ForkExit(),
            new NiceSweep(SOME),
            new AffinityChurn(SOME),
            new PolicyChurn(SOME),
            new PageFaultChurn(256, 64, LITTLE),
            new CachePressure(256, 64),
            new MutexContention(3, SOME, SOME));

    /// Types whose every worker wakes up, and notes how late, within a millisecond.
    private static final Set<Class<? extends Work>> WAKING = Set.of(
            Sleep.class,
            Bursty.class,
            IdleChurn.class,
            Sequence.class,
            PipeIo.class,
            FutexPingPong.class,
            FutexFanOut.class,
            WakeChain.class,
            ThunderingHerd.class,
            TimerLatency.class,
            MutexContention.class);

    WorkTypesIT(String release) {
        super(release);
    }

    @Test
    void everyTypeWorksAsProcesses() {
        TYPES.forEach(work -> assertWorks(WorkerSpec.of(work, work.groupSize())));
    }

    @Test
    void everyTypeWorksAsThreads() {
        TYPES.forEach(work -> assertWorks(WorkerSpec.of(work, work.groupSize()).threads()));
    }

    private void assertWorks(WorkerSpec spec) {
        List<Worker> workers = agent.spawn(spec);
        agent.run(WHILE, PATIENCE);
        assertThat(agent.report(workers)).as("%s", spec).hasSize(spec.count()).allSatisfy(report -> {
            assertThat(report.status()).isEqualTo("alive");
            assertThat(report.workUnits()).isPositive();
            assertThat(report.cpuNanos()).isPositive();
            assertThat(report.cpusUsed()).isNotEmpty().allMatch(cpu -> cpu < 4);
            assertThat(report.longestGap().nanos()).isPositive();
            if (WAKING.contains(spec.work().getClass())) {
                assertThat(report.wakeLatencies().count()).isPositive();
                assertThat(report.wakeLatencies().p50Nanos()).isBetween(1L, 1_000_000L);
            } else if (!(spec.work() instanceof ProducerConsumerImbalance)) {
                assertThat(report.wakeLatencies()).isEqualTo(Latencies.NONE);
            }
        });
        assertThat(agent.stop(workers)).extracting(WorkerReport::status).containsOnly("stopped");
    }

    @Test
    void aForkingWorkersChildrenAreReaped() {
        Worker worker = agent.spawn(WorkerSpec.of(new ForkExit(), 1)).getFirst();
        agent.run(Duration.ofMillis(30), PATIENCE);
        WorkerReport report = agent.stop(List.of(worker)).getFirst();
        agent.run(Duration.ofMillis(5), PATIENCE);

        assertThat(report.workUnits()).isGreaterThan(10);
        assertThat(namesOfTasks(worker.pid(), (int) report.workUnits() + 5)).isEmpty();
    }

    private List<String> namesOfTasks(int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(pid -> {
                    try {
                        return text("/proc/" + pid + "/comm");
                    } catch (AgentException e) {
                        return "";
                    }
                })
                .filter(name -> name.startsWith("fork"))
                .toList();
    }

    @Test
    void aRealTimeWorkerStarvesTheOther() {
        List<Worker> workers =
                agent.spawn(WorkerSpec.of(new RtStarvation(1, 1, 10, SOME), 2).withCpus(1));
        agent.run(Duration.ofMillis(50), PATIENCE);
        List<WorkerReport> reports = agent.report(workers);
        WorkerReport hog = reports.getFirst();
        WorkerReport starved = reports.getLast();

        assertThat(statField(workers.getFirst(), 40)).isEqualTo("10");
        assertThat(statField(workers.getLast(), 41)).isEqualTo("0");
        assertThat(hog.workUnits()).isBetween(400L, 500L);
        assertThat(hog.offCpuNanos()).isLessThan(5_000_000);
        assertThat(starved.workUnits()).isZero();
        assertThat(starved.offCpuNanos()).isGreaterThan(49_000_000);
        assertThat(starved.longestGap().nanos()).isGreaterThan(49_000_000);
        assertThat(agent.stop(workers).getLast().runDelayNanos()).isGreaterThan(49_000_000);
    }

    @Test
    void aPlainMutexInvertsPrioritiesAndAPiMutexDoesNot() {
        Duration hold = Duration.ofNanos(500_000);
        Duration work = Duration.ofMillis(2);

        assertThat(longestWaitOfTheHigh(hold, work, PriorityInversion.Mutex.PLAIN))
                .isGreaterThan(work.toNanos());
        assertThat(longestWaitOfTheHigh(hold, work, PriorityInversion.Mutex.PI)).isLessThan(hold.toNanos() * 2);
    }

    private long longestWaitOfTheHigh(Duration hold, Duration work, PriorityInversion.Mutex mutex) {
        List<Worker> workers = agent.spawn(WorkerSpec.of(new PriorityInversion(1, 1, 1, hold, work, mutex), 3)
                .withCpus(1));
        agent.run(Duration.ofMillis(100), PATIENCE);
        List<WorkerReport> reports = agent.stop(workers);
        assertThat(reports).allSatisfy(report -> assertThat(report.workUnits()).isGreaterThan(10));
        return reports.getFirst().wakeLatencies().maxNanos();
    }

    @Test
    void cgroupChurnMovesBetweenCgroupsOfItsOwn() {
        List<Worker> workers =
                agent.spawn(WorkerSpec.of(new CgroupChurn(3, SOME), 2).named("mover"));
        agent.run(Duration.ofMillis(60), PATIENCE);

        assertThat(agent.report(workers))
                .allSatisfy(report -> assertThat(report.workUnits()).isGreaterThan(3));
        assertThat(text("/proc/" + workers.getFirst().pid() + "/cgroup")).matches("0::/mover-[012]");
        assertThat(text("/sys/fs/cgroup/mover-2/cpu.weight")).isEqualTo("100");
        agent.stop(workers);
        assertThat(text("/proc/self/cgroup")).isEqualTo("0::/");
        assertThatThrownBy(() -> text("/sys/fs/cgroup/mover-2/cpu.weight")).hasMessageContaining("No such file");
    }

    private static Duration micros(long micros) {
        return Duration.ofNanos(micros * 1000);
    }
}

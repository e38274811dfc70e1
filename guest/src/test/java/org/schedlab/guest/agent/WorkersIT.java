package org.schedlab.guest.agent;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.schedlab.guest.protocol.AgentException;
import org.schedlab.guest.work.Ending;
import org.schedlab.guest.work.Policy;
import org.schedlab.guest.work.Worker;
import org.schedlab.guest.work.WorkerReport;
import org.schedlab.guest.work.WorkerSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@ParameterizedClass
@MethodSource("releases")
@Tag("machine")
class WorkersIT extends RestoredGuest {
    private static final long TICK_MICROS = 4000;
    private static final int STATE = 3;
    private static final int NICE = 19;
    private static final int START_TIME = 22;
    private static final int REAL_TIME_PRIORITY = 40;
    private static final int POLICY = 41;

    WorkersIT(String release) {
        super(release);
    }

    @Test
    void spinnersShareTheCpuTheyArePinnedTo() {
        List<Worker> workers = agent.spawn(WorkerSpec.spinning(2).withCpus(1));
        agent.run(Duration.ofMillis(400), PATIENCE);

        assertThat(workers).extracting(Worker::comm).containsExactly("spin-0", "spin-1");
        for (Worker worker : workers) {
            assertThat(statField(worker, START_TIME)).isEqualTo(Long.toString(worker.startTimeTicks()));
            assertThat(statField(worker, STATE)).isEqualTo("R");
            assertThat(text("/proc/" + worker.pid() + "/comm")).isEqualTo(worker.comm());
            assertThat(text("/proc/" + worker.pid() + "/status")).containsPattern("Cpus_allowed_list:\\s+1\n");
        }
        List<WorkerReport> reports = agent.report(workers);
        assertThat(reports).allSatisfy(report -> {
            assertThat(report.cpuNanos()).isBetween(150_000_000L, 250_000_000L);
            assertThat(report.runDelayNanos()).isBetween(150_000_000L, 250_000_000L);
            assertThat(report.workUnits())
                    .isBetween(report.cpuNanos() * 96 / 100_000, report.cpuNanos() / 1000 + TICK_MICROS);
            assertThat(report.timeslices()).isGreaterThan(10);
            assertThat(report.ending()).isEqualTo(new Ending.Alive());
        });
        assertThat(reports.stream().mapToLong(WorkerReport::cpuNanos).sum()).isBetween(380_000_000L, 420_000_000L);
    }

    @Test
    void aSleeperSleepsAndItsReportSaysSo() {
        Worker worker =
                agent.spawn(WorkerSpec.sleeping(1, VERY_LONG).named("seed")).getFirst();
        agent.run(Duration.ofMillis(100), PATIENCE);

        WorkerReport report = agent.report(List.of(worker)).getFirst();

        assertThat(worker.comm()).isEqualTo("seed-0");
        assertThat(statField(worker, STATE)).isEqualTo("S");
        assertThat(report.timeslices()).isOne();
        assertThat(report.cpuNanos()).isBetween(1L, 100_000L);
        assertThat(report.sleepNanos()).isGreaterThan(report.wallNanos() - 200_000);
        assertThat(report.workUnits()).isZero();
    }

    @Test
    void sleepersWakeAsOftenAsAsked() {
        List<Worker> workers = agent.spawn(WorkerSpec.sleeping(2, Duration.ofMillis(10)));
        agent.run(Duration.ofMillis(300), PATIENCE);

        assertThat(agent.report(workers))
                .allSatisfy(report -> assertThat(report.workUnits()).isBetween(25L, 30L));
    }

    @Test
    void yieldersGiveUpTheCpu() {
        List<Worker> workers = agent.spawn(WorkerSpec.yielding(2).withCpus(2));
        agent.run(Duration.ofMillis(200), PATIENCE);

        assertThat(agent.report(workers)).allSatisfy(report -> {
            assertThat(report.workUnits()).isGreaterThan(100);
            assertThat(report.timeslices()).isGreaterThan(100);
        });
    }

    @Test
    void policyPriorityAndNiceAreTheKernels() {
        WorkerSpec sleeper = WorkerSpec.sleeping(1, VERY_LONG);

        assertThat(policyOf(sleeper)).containsExactly("0", "0", "0");
        assertThat(policyOf(sleeper.nice(-7))).containsExactly("0", "0", "-7");
        assertThat(policyOf(sleeper.policy(Policy.fifo(3)))).containsExactly("1", "3", "0");
        assertThat(policyOf(sleeper.policy(Policy.roundRobin(1)))).containsExactly("2", "1", "0");
        assertThat(policyOf(sleeper.policy(Policy.BATCH))).containsExactly("3", "0", "0");
        assertThat(policyOf(sleeper.policy(Policy.IDLE))).containsExactly("5", "0", "0");
        assertThat(policyOf(sleeper.policy(Policy.EXT))).containsExactly("7", "0", "0");
    }

    private List<String> policyOf(WorkerSpec spec) {
        Worker worker = agent.spawn(spec).getFirst();
        return List.of(statField(worker, POLICY), statField(worker, REAL_TIME_PRIORITY), statField(worker, NICE));
    }

    @Test
    void aRealTimeSpinnerDoesNotShutOutTheAgent() {
        List<Worker> workers = agent.spawn(WorkerSpec.spinning(1).withCpus(0).policy(Policy.fifo(49)));
        long before = agent.guestTimeNanos();
        agent.run(Duration.ofMillis(100), PATIENCE);

        assertThat(agent.guestTimeNanos() - before).isBetween(99_998_000L, 100_022_000L);
        assertThat(agent.stop(workers).getFirst().cpuNanos()).isGreaterThan(90_000_000L);
    }

    @Test
    void stoppedWorkersAreGoneAndTheirNumbersStay() {
        List<Worker> workers = agent.spawn(WorkerSpec.spinning(3));
        agent.run(Duration.ofMillis(50), PATIENCE);

        List<WorkerReport> stopped = agent.stop(workers);

        assertThat(stopped).extracting(WorkerReport::ending).containsOnly(new Ending.Stopped());
        assertThat(stopped).allSatisfy(report -> assertThat(report.cpuNanos()).isGreaterThan(30_000_000L));
        assertThat(agent.report(workers)).isEqualTo(stopped);
        assertThatThrownBy(() -> text("/proc/" + workers.getFirst().pid() + "/stat"))
                .hasMessageContaining("No such file");
    }

    @Test
    void aWorkerThatDiedIsReportedWithItsSignal() {
        List<Worker> workers = agent.spawn(WorkerSpec.spinning(2));
        agent.signal(workers.getFirst().pid(), 11);
        agent.run(Duration.ofMillis(20), PATIENCE);

        assertThat(agent.report(workers))
                .extracting(WorkerReport::ending)
                .containsExactly(new Ending.Killed(11), new Ending.Alive());
    }

    @Test
    void fiveHundredWorkersAndNotOneMoreThanFit() {
        List<Worker> workers = agent.spawn(WorkerSpec.sleeping(512, VERY_LONG));

        assertThat(workers).hasSize(512);
        assertThatExceptionOfType(AgentException.class)
                .isThrownBy(() -> agent.spawn(WorkerSpec.spinning(1)))
                .withMessageContaining("1 workers asked, room for 0");
        assertThat(agent.stop(workers)).extracting(WorkerReport::ending).containsOnly(new Ending.Stopped());
        assertThat(agent.spawn(WorkerSpec.spinning(1))).hasSize(1);
    }

    @Test
    void whatTheGuestCannotGiveIsRefused() {
        assertThatThrownBy(() -> agent.spawn(WorkerSpec.spinning(1).withCpus(1, 4)))
                .isInstanceOf(AgentException.class)
                .hasMessageContaining("CPU 4 asked, the guest has CPU 0 to 3");
        Worker stranger = new Worker(2, 0, "kthreadd");
        assertThatThrownBy(() -> agent.report(List.of(stranger))).hasMessageContaining("no worker has pid 2");
        assertThatThrownBy(() -> agent.signal(1, 9)).hasMessageContaining("pid 1 is not a process that may be killed");
        assertThat(agent.info().release()).isEqualTo(release);
    }
}

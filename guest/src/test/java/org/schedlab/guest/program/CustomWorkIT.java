package org.schedlab.guest.program;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.schedlab.guest.GuestMachines;
import org.schedlab.guest.agent.Agent;
import org.schedlab.guest.protocol.AgentException;
import org.schedlab.guest.work.Ending;
import org.schedlab.guest.work.Worker;
import org.schedlab.guest.work.WorkerReport;
import org.schedlab.guest.work.WorkerSpec;
import org.schedlab.vm.machine.Machine;
import org.schedlab.vm.memory.PhysicalMemory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/// Programs of the user's as workers. The oracle of their work units is their CPU time.
@Tag("machine")
class CustomWorkIT {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Machine machine;
    private final PhysicalMemory ram;
    private final Agent agent;

    CustomWorkIT() throws Exception {
        machine = GuestMachines.of(GuestMachines.releases().getFirst());
        ram = GuestMachines.ram(machine);
        agent = GuestMachines.agent(machine, ram);
    }

    @AfterEach
    void close() {
        machine.close();
        ram.close();
    }

    @Test
    void aProgramThatCountsHasWorkUnits() {
        List<Worker> workers = agent.spawn(work(3, "counting").withCpus(1, 2, 3).nice(2));
        agent.run(Duration.ofMillis(150), LONG);

        for (Worker worker : workers) {
            assertThat(text("/proc/%d/comm".formatted(worker.pid()))).isEqualTo("counting");
            assertThat(text("/proc/%d/status".formatted(worker.pid()))).containsPattern("Cpus_allowed_list:\\s+1-3");
        }
        for (WorkerReport report : agent.stop(workers)) {
            assertThat(report.ending()).isEqualTo(new Ending.Stopped());
            assertThat(report.failed()).isFalse();
            assertThat(report.workUnits()).isGreaterThan(100);
            assertThat((double) report.workUnits()).isCloseTo(report.cpuNanos() / 1e6, within(6.0));
            assertThat(report.longestGap().nanos()).isEqualTo(WorkerReport.NOT_MEASURED);
            assertThat(report.migrationCount()).isEqualTo(WorkerReport.NOT_MEASURED);
            assertThat(report.wakeLatencies().count()).isZero();
        }
    }

    @Test
    void aProgramThatDoesNotCountHasNoneRatherThanZero() {
        List<Worker> workers = agent.spawn(work(1, "counting", "silent"));
        agent.run(Duration.ofMillis(50), LONG);

        WorkerReport report = agent.report(workers).getFirst();

        assertThat(report.workUnits()).isEqualTo(WorkerReport.NOT_MEASURED);
        assertThat(report.cpuNanos()).isGreaterThan(30_000_000L);
        assertThat(report.ending()).isEqualTo(new Ending.Alive());
    }

    @Test
    void aDynamicProgramThatExitsHasFailedAndItsPlaceCountsAfresh() {
        List<Worker> first = agent.spawn(work(2, "counting"));
        agent.run(Duration.ofMillis(20), LONG);
        agent.stop(first);

        List<Worker> workers = agent.spawn(work(2, "witness", "exit", "3"));
        agent.run(Duration.ofMillis(50), LONG);

        assertThat(agent.report(workers)).allSatisfy(report -> {
            assertThat(report.ending()).isEqualTo(new Ending.Exited(3));
            assertThat(report.status()).startsWith("FAILED: exited with status 3");
            assertThat(report.workUnits()).isEqualTo(WorkerReport.NOT_MEASURED);
        });
    }

    @Test
    void childrenEndWithTheirWorker() {
        List<Worker> workers = agent.spawn(work(1, "witness", "fork", "sleep", "3600000"));
        agent.run(Duration.ofMillis(50), LONG);
        assertThat(taskNames()).contains("left-behind");

        agent.stop(workers);
        agent.run(Duration.ofMillis(10), LONG);

        assertThat(taskNames()).doesNotContain("left-behind", "witness");
    }

    @Test
    void whatCannotBeStartedSaysWhy() {
        Program program = Program.of(Fixture.named("counting")).inFolder("/no/such/folder");
        List<Worker> workers = agent.spawn(WorkerSpec.of(program.work(), 1));
        agent.run(Duration.ofMillis(20), LONG);

        assertThat(agent.report(workers).getFirst().status())
                .isEqualTo("FAILED: exited with status 1: /no/such/folder: No such file or directory");
    }

    @Test
    void programsOfWorkersAreLimitedAndEqualOnesCountOnce() {
        for (int i = 0; i < 40; i++) {
            agent.stop(agent.spawn(work(1, "counting")));
        }
        assertThatThrownBy(() ->
                        IntStream.range(0, 33).forEach(i -> agent.stop(agent.spawn(work(1, "counting", "" + i)))))
                .isInstanceOf(AgentException.class)
                .hasMessageContaining("32 programs are kept for workers");
    }

    private static WorkerSpec work(int count, String name, String... arguments) {
        return WorkerSpec.of(Program.of(Fixture.named(name), arguments).work(), count);
    }

    private List<String> taskNames() {
        return IntStream.range(2, 400).mapToObj(this::taskName).toList();
    }

    private String taskName(int pid) {
        try {
            return text("/proc/" + pid + "/comm");
        } catch (AgentException _) {
            return "";
        }
    }

    private String text(String path) {
        return new String(agent.readFile(path), StandardCharsets.UTF_8).strip();
    }
}

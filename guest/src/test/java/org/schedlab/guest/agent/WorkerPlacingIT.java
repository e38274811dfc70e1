package org.schedlab.guest.agent;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.schedlab.guest.GuestMachines;
import org.schedlab.guest.protocol.AgentException;
import org.schedlab.guest.work.Affinity;
import org.schedlab.guest.work.CgroupChurn;
import org.schedlab.guest.work.Ending;
import org.schedlab.guest.work.Policy;
import org.schedlab.guest.work.SpinWait;
import org.schedlab.guest.work.Worker;
import org.schedlab.guest.work.WorkerReport;
import org.schedlab.guest.work.WorkerSpec;
import org.schedlab.vm.machine.Machine;
import org.schedlab.vm.spec.Topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// Where workers are put before they start, as `/proc` and `/sys` tell it.
@ParameterizedClass
@MethodSource("releases")
@Tag("machine")
class WorkerPlacingIT extends RestoredGuest {
    private static final Duration MILLISECOND = Duration.ofMillis(1);

    WorkerPlacingIT(String release) {
        super(release);
    }

    @Test
    void threadsAreOneProcessAndEachIsAWorker() {
        WorkerSpec spec =
                WorkerSpec.of(new SpinWait(), 3).threads().named("team").nice(3);
        List<Worker> workers = agent.spawn(spec.policy(Policy.BATCH).affinity(new Affinity.SingleCpu(2)));
        agent.run(Duration.ofMillis(60), PATIENCE);

        assertThat(workers).extracting(Worker::comm).containsExactly("team-0", "team-1", "team-2");
        assertThat(workers.stream().map(worker -> status(worker, "Tgid")).distinct())
                .hasSize(1)
                .doesNotContain(Integer.toString(workers.getFirst().pid()));
        for (Worker worker : workers) {
            assertThat(text("/proc/" + worker.pid() + "/comm")).isEqualTo(worker.comm());
            assertThat(statField(worker, 19)).isEqualTo("3");
            assertThat(statField(worker, 41)).isEqualTo("3");
            assertThat(statField(worker, 22)).isEqualTo(Long.toString(worker.startTimeTicks()));
            assertThat(status(worker, "Cpus_allowed_list")).isEqualTo("2");
        }
        assertThat(agent.report(workers)).allSatisfy(report -> {
            assertThat(report.cpuNanos()).isBetween(10_000_000L, 30_000_000L);
            assertThat(report.runDelayNanos()).isBetween(30_000_000L, 50_000_000L);
            assertThat(report.cpusUsed()).containsExactly(2);
        });
    }

    @Test
    void oneThreadStopsAndTheOthersGoOn() {
        List<Worker> workers = agent.spawn(WorkerSpec.of(new SpinWait(), 3).threads());
        agent.run(Duration.ofMillis(10), PATIENCE);
        WorkerReport first = agent.stop(List.of(workers.getFirst())).getFirst();
        long before = agent.report(workers).getLast().workUnits();
        agent.run(Duration.ofMillis(50), PATIENCE);
        List<WorkerReport> reports = agent.report(workers);

        assertThat(first.ending()).isEqualTo(new Ending.Stopped());
        assertThat(first.cpuNanos()).isGreaterThan(1_000_000);
        assertThat(reports.getFirst()).isEqualTo(first);
        assertThat(reports.getLast().ending()).isEqualTo(new Ending.Alive());
        assertThat(reports.getLast().workUnits()).isGreaterThan(before);
        String process = status(workers.getLast(), "Tgid");
        agent.stop(workers);
        agent.run(MILLISECOND, PATIENCE);
        assertThatThrownBy(() -> text("/proc/" + process + "/stat")).hasMessageContaining("No such file");
    }

    @Test
    void threadsThatDieWithTheirProcessAreFailures() {
        List<Worker> workers = agent.spawn(WorkerSpec.of(new SpinWait(), 2).threads());
        agent.signal(workers.getLast().pid(), 11);
        agent.run(Duration.ofMillis(20), PATIENCE);

        assertThat(agent.report(workers)).allSatisfy(report -> {
            assertThat(report.failed()).isTrue();
            assertThat(report.status()).startsWith("FAILED: killed by signal 11: died with its process");
        });
    }

    @Test
    void deadlineIsTheKernels() {
        WorkerSpec spec = WorkerSpec.spinning(1)
                .policy(Policy.deadline(MILLISECOND, Duration.ofMillis(5), Duration.ofMillis(10)));
        Worker worker = agent.spawn(spec).getFirst();
        agent.run(Duration.ofMillis(100), PATIENCE);

        assertThat(statField(worker, 41)).isEqualTo("6");
        assertThat(agent.report(List.of(worker)).getFirst().cpuNanos()).isBetween(8_000_000L, 20_000_000L);
        assertThatExceptionOfType(AgentException.class)
                .isThrownBy(() -> agent.spawn(spec.withCpus(1)))
                .withMessageContaining("a deadline task needs all CPUs");
    }

    @Test
    void workersArePutIntoTheirCgroupBeforeTheyStart() {
        agent.spawn(WorkerSpec.of(new CgroupChurn(2, Duration.ofSeconds(1)), 1).named("room"));

        for (WorkerSpec spec : List.of(
                WorkerSpec.spinning(2).inCgroup("room-1"),
                WorkerSpec.spinning(2).threads().inCgroup("room-1"))) {
            for (Worker worker : agent.spawn(spec)) {
                assertThat(text("/proc/" + worker.pid() + "/cgroup")).isEqualTo("0::/room-1");
            }
        }
        assertThatExceptionOfType(AgentException.class)
                .isThrownBy(() -> agent.spawn(WorkerSpec.spinning(1).inCgroup("nowhere/at/all")))
                .withMessageContaining("there is no cgroup nowhere/at/all");
        assertThat(agent.spawn(WorkerSpec.spinning(1))).hasSize(1);
    }

    @Test
    void eachWorkerHasTheCpusDrawnForIt() {
        Affinity drawn = new Affinity.RandomSubset(7, List.of(0, 1, 3), 2);
        List<Worker> workers = agent.spawn(WorkerSpec.spinning(6).affinity(drawn));

        assertThat(workers.stream().map(worker -> status(worker, "Cpus_allowed_list")))
                .containsExactlyElementsOf(drawn.cpuSets(Topology.parse("1n1l4c1t"), 6).stream()
                        .map(WorkerPlacingIT::kernelText)
                        .toList());
    }

    private static String kernelText(List<Integer> cpus) {
        return cpus.equals(List.of(0, 1))
                ? "0-1"
                : cpus.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    @Test
    void cachesAndSiblingsAreThoseOfTheGuest() {
        // Not by an annotation: JUnit makes an instance all the same, whose machine nobody would close.
        assumeTrue(Boolean.getBoolean("schedlab.long"), "run by ./schedlab test --long");
        Topology topology = Topology.parse("1n2l2c2t");
        try (Machine larger = GuestMachines.of(release, topology)) {
            Agent there = new Agent(larger);
            Worker cached = there.spawn(WorkerSpec.spinning(1).affinity(new Affinity.LlcAligned(1)))
                    .getFirst();
            Worker sibling = there.spawn(WorkerSpec.spinning(1).affinity(new Affinity.SmtSiblingPair(1)))
                    .getFirst();
            String cpus = "/sys/devices/system/cpu/";

            assertThat(status(there, cached, "Cpus_allowed_list"))
                    .isEqualTo(text(there, cpus + "cpu4/cache/index3/shared_cpu_list"));
            assertThat(status(there, sibling, "Cpus_allowed_list"))
                    .isEqualTo(text(there, cpus + "cpu2/topology/thread_siblings_list"));
        }
    }

    private String status(Worker worker, String field) {
        return status(agent, worker, field);
    }

    private static String status(Agent agent, Worker worker, String field) {
        return text(agent, "/proc/" + worker.pid() + "/status")
                .lines()
                .filter(line -> line.startsWith(field + ":"))
                .map(line -> line.substring(field.length() + 1).strip())
                .findFirst()
                .orElseThrow();
    }
}

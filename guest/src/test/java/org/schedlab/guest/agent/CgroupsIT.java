package org.schedlab.guest.agent;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.schedlab.guest.cgroup.CgroupDef;
import org.schedlab.guest.cgroup.CgroupEdit;
import org.schedlab.guest.cgroup.CgroupState;
import org.schedlab.guest.cgroup.CpusetSpec;
import org.schedlab.guest.protocol.AgentException;
import org.schedlab.guest.work.Worker;
import org.schedlab.guest.work.WorkerReport;
import org.schedlab.guest.work.WorkerSpec;
import org.schedlab.vm.LabException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// What is asked of cgroups against what the guest's own files say.
@ParameterizedClass
@MethodSource("releases")
@Tag("machine")
class CgroupsIT extends RestoredGuest {
    private static final String ROOT = "/sys/fs/cgroup/";

    CgroupsIT(String release) {
        super(release);
    }

    @Test
    void aDefinitionBecomesFilesOfTheKernel() {
        List<Worker> workers = Cgroups.create(
                        CgroupDef.named("web/api")
                                .weight(300)
                                .maxPercent(50)
                                .cpuset(new CpusetSpec.Exact(List.of(2, 3)))
                                .workersPercent(100),
                        agent)
                .getFirst();

        assertThat(text(ROOT + "web/api/cpu.weight")).isEqualTo("300");
        assertThat(text(ROOT + "web/api/cpu.max")).isEqualTo("50000 100000");
        assertThat(text(ROOT + "web/api/cpuset.cpus.effective")).isEqualTo("2-3");
        assertThat(text(ROOT + "web/cgroup.subtree_control").split(" ", -1))
                .contains("cpu", "cpuset", "memory", "pids");
        assertThat(workers).extracting(Worker::comm).containsExactly("api-0", "api-1");
        assertThat(text(ROOT + "web/api/cgroup.procs").lines())
                .containsExactlyInAnyOrderElementsOf(workers.stream()
                        .map(worker -> Integer.toString(worker.pid()))
                        .toList());
        for (Worker worker : workers) {
            assertThat(text("/proc/%d/cgroup".formatted(worker.pid()))).isEqualTo("0::/web/api");
            assertThat(text("/proc/%d/status".formatted(worker.pid()))).containsPattern("Cpus_allowed_list:\\s+2-3\n");
        }

        assertThat(states()).containsOnlyKeys("", "web", "web/api");
        CgroupState api = state("web/api");
        assertThat(api.weight()).isEqualTo(300);
        assertThat(api.max()).isEqualTo("50000 100000");
        assertThat(api.cpus()).isEqualTo("2-3");
        assertThat(api.tasks()).isEqualTo(2);
        assertThat(api.frozen()).isFalse();
        assertThat(text(ROOT + "web/api/cpu.stat")).contains("nr_throttled " + api.stat("nr_throttled"));
    }

    @Test
    void aMovedWorkerIsChargedWhereItIs() {
        List<Worker> workers =
                Cgroups.create(CgroupDef.named("from").workers(1), agent).getFirst();
        Cgroups.create(CgroupDef.named("to"), agent);
        agent.run(Duration.ofMillis(100), PATIENCE);
        assertThat(usage("from")).isBetween(90_000L, 110_000L);
        assertThat(usage("to")).isZero();
        long before = usage("from");

        Cgroups.move(workers, "to", agent);
        agent.run(Duration.ofMillis(100), PATIENCE);

        assertThat(usage("to")).isBetween(90_000L, 110_000L);
        assertThat(usage("from") - before).isLessThan(5_000);
        Cgroups.empty("to", "", agent);
        assertThat(text(ROOT + "to/cgroup.procs")).isEmpty();
        Cgroups.remove("to", agent);
        assertThat(states()).doesNotContainKey("to");
    }

    @Test
    void aFrozenCgroupMakesNoProgressUntilItThaws() {
        List<Worker> workers =
                Cgroups.create(CgroupDef.named("ice").workers(2), agent).getFirst();
        agent.run(Duration.ofMillis(20), PATIENCE);
        Cgroups.write("ice", "cgroup.freeze", "1", agent);
        assertThat(text(ROOT + "ice/cgroup.events")).contains("frozen 1");
        List<WorkerReport> before = agent.report(workers);

        agent.run(Duration.ofMillis(200), PATIENCE);

        assertThat(agent.report(workers))
                .usingRecursiveFieldByFieldElementComparatorOnFields(
                        "workUnits", "cpuNanos", "runDelayNanos", "timeslices")
                .isEqualTo(before);
        Cgroups.write("ice", "cgroup.freeze", "0", agent);
        agent.run(Duration.ofMillis(20), PATIENCE);
        assertThat(agent.report(workers).getFirst().cpuNanos())
                .isGreaterThan(before.getFirst().cpuNanos());
    }

    @Test
    void aRefusedEditTakesTheOthersBack() {
        Cgroups.create(CgroupDef.named("web").weight(200), agent);
        List<Worker> worker = agent.spawn(WorkerSpec.spinning(1));

        assertThatThrownBy(() -> agent.editCgroups(
                        "cannot do all this",
                        "fix it",
                        List.of(
                                new CgroupEdit.Write("web", "cpu.weight", "700"),
                                new CgroupEdit.Make("extra/deep"),
                                new CgroupEdit.Move("web", worker.getFirst()),
                                new CgroupEdit.Write("web", "cpu.max", "lots"))))
                .isInstanceOf(AgentException.class)
                .hasMessageContaining("web/cpu.max refused \"lots\": Invalid argument; it reads \"max 100000\"");

        assertThat(text(ROOT + "web/cpu.weight")).isEqualTo("200");
        assertThat(text("/proc/%d/cgroup".formatted(worker.getFirst().pid()))).isEqualTo("0::/");
        assertThat(states()).containsOnlyKeys("", "web");
    }

    @Test
    void whatCannotBeIsRefusedWithItsReason() {
        List<Worker> workers = Cgroups.create(
                        CgroupDef.named("web")
                                .cpuset(new CpusetSpec.Exact(List.of(0, 1)))
                                .workers(1),
                        agent)
                .getFirst();

        assertThatThrownBy(() -> Cgroups.write("wbe", "cpu.weight", "5", agent))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("wbe/cpu.weight")
                .hasMessageContaining("available: cgroups web");
        assertThatThrownBy(() -> Cgroups.write("web", "cpu.weight", "0", agent))
                .hasMessageContaining("web/cpu.weight refused \"0\": Numerical result out of range; it reads \"100\"");
        assertThatThrownBy(() -> Cgroups.create(CgroupDef.named("web"), agent))
                .hasMessageContaining("cgroup web: there is one already");
        assertThatThrownBy(() -> Cgroups.remove("web", agent))
                .hasMessageContaining(
                        "cgroup web has tasks: pid " + workers.getFirst().pid());
        assertThatThrownBy(() -> Cgroups.create(CgroupDef.named("web/api"), agent))
                .as("no internal processes")
                .hasMessageContaining("Device or resource busy");
        assertThatThrownBy(() -> Cgroups.create(CgroupDef.named("far").cpuset(new CpusetSpec.Exact(List.of(7))), agent))
                .hasMessageContaining("available: CPU 0 to 3");
        agent.stop(workers);
        assertThatThrownBy(() ->
                        Cgroups.create(CgroupDef.named("web/api").cpuset(new CpusetSpec.Exact(List.of(1, 2))), agent))
                .hasMessageContaining("web/api/cpuset.cpus: CPUs 1-2 asked")
                .hasMessageContaining("leave it 1");
        assertThat(states()).containsOnlyKeys("", "web");
        Cgroups.remove("web", agent);
        assertThat(states()).containsOnlyKeys("");
    }

    @Test
    void runningWorkersGetOtherCpus() {
        List<Worker> workers = agent.spawn(WorkerSpec.spinning(2));
        agent.setAffinity(workers, List.of(1, 3));
        for (Worker worker : workers) {
            assertThat(text("/proc/%d/status".formatted(worker.pid()))).containsPattern("Cpus_allowed_list:\\s+1,3\n");
        }
        assertThatThrownBy(() -> agent.setAffinity(workers, List.of(900))).hasMessageContaining("Invalid argument");
        Worker nobody = new Worker(workers.getFirst().pid(), 1, "nobody");
        assertThatThrownBy(() -> agent.setAffinity(List.of(workers.getLast(), nobody), List.of(2)))
                .hasMessageContaining("start time 1");
        assertThat(text("/proc/%d/status".formatted(workers.getLast().pid())))
                .as("taken back")
                .containsPattern("Cpus_allowed_list:\\s+1,3\n");
    }

    private long usage(String path) {
        return state(path).usageMicros();
    }

    private CgroupState state(String path) {
        return agent.cgroups().stream()
                .filter(state -> state.path().equals(path))
                .findFirst()
                .orElseThrow();
    }

    private Map<String, CgroupState> states() {
        return agent.cgroups().stream().collect(Collectors.toMap(CgroupState::path, Function.identity()));
    }
}

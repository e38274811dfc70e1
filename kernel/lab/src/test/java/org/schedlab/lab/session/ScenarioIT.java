package org.schedlab.lab.session;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.schedlab.guest.cgroup.CgroupState;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.guest.work.WorkerSpec;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.Watchdog;
import org.schedlab.lab.cold.PerCpuVariableField;
import org.schedlab.lab.scenario.ExitState;
import org.schedlab.lab.scenario.Hold;
import org.schedlab.lab.scenario.Scenario;
import org.schedlab.lab.scenario.ScenarioEvent;
import org.schedlab.lab.scenario.ScenarioPhase;
import org.schedlab.lab.scenario.ScenarioResult;
import org.schedlab.lab.scenario.Snapshot;
import org.schedlab.vm.LabException;
import org.schedlab.vm.freeze.Reply;
import org.schedlab.vm.freeze.TaskView;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.schedlab.lab.cold.ColdOps.perCpu;
import static org.schedlab.lab.cold.ColdOps.readCold;
import static org.schedlab.lab.cold.ColdOps.symbol;
import static org.schedlab.lab.cold.ColdOps.u64;
import static org.schedlab.lab.scenario.Ops.addCgroup;
import static org.schedlab.lab.scenario.Ops.attachScheduler;
import static org.schedlab.lab.scenario.Ops.backdrop;
import static org.schedlab.lab.scenario.Ops.captureSnapshot;
import static org.schedlab.lab.scenario.Ops.cgroup;
import static org.schedlab.lab.scenario.Ops.clearCpuset;
import static org.schedlab.lab.scenario.Ops.cpus;
import static org.schedlab.lab.scenario.Ops.detachScheduler;
import static org.schedlab.lab.scenario.Ops.freezeCgroup;
import static org.schedlab.lab.scenario.Ops.letRun;
import static org.schedlab.lab.scenario.Ops.moveAllTasks;
import static org.schedlab.lab.scenario.Ops.removeCgroup;
import static org.schedlab.lab.scenario.Ops.replaceScheduler;
import static org.schedlab.lab.scenario.Ops.restartScheduler;
import static org.schedlab.lab.scenario.Ops.setAffinity;
import static org.schedlab.lab.scenario.Ops.setWeight;
import static org.schedlab.lab.scenario.Ops.spawnWorkers;
import static org.schedlab.lab.scenario.Ops.step;
import static org.schedlab.lab.scenario.Ops.stopCgroup;
import static org.schedlab.lab.scenario.Ops.stopWorkers;
import static org.schedlab.lab.scenario.Ops.swapCpusets;
import static org.schedlab.lab.scenario.Ops.unfreezeCgroup;

@Tag("machine")
class ScenarioIT {
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final Duration SOON = Duration.ofMillis(20);
    private static final PerCpuVariableField RUNNING = perCpu("runqueues", "nr_running");

    private VmSession vm;

    @BeforeEach
    void boot() {
        vm = VmSession.boot(BootOptions.defaults());
    }

    @AfterEach
    void end() {
        vm.close();
    }

    @Test
    void aBackdropStaysAndAStepsOwnGoWithIt() {
        ScenarioResult result = vm.execute(Scenario.of(
                backdrop(cgroup("base").cpuset(cpus(1)).workers(1)).settle(SHORT),
                step(cgroup("a").cpuset(cpus(2)).workers(1)).hold(SHORT),
                step(setWeight("base", 500)).hold(SHORT)));

        assertThat(result.orThrow().phases()).extracting(ScenarioPhase::number).containsExactly(0, 1, 2);
        assertThat(paths(result.phase(0))).containsExactly("base");
        assertThat(paths(result.phase(1))).containsExactlyInAnyOrder("base", "a");
        assertThat(paths(result.phase(2))).containsExactly("base");
        assertThat(result.phase(1).cgroup("base").weight()).isEqualTo(100);
        assertThat(result.phase(2).cgroup("base").weight()).isEqualTo(500);
        for (ScenarioPhase phase : result.phases()) {
            assertThat(phase.nanos()).isBetween(100_000_000L, 108_000_000L);
            assertThat(phase.cgroup("base").cpuMicros() * 1e3).isCloseTo((double) phase.nanos(), within(6e6));
        }
        assertThat(result.phase(1).share("a")).isCloseTo(0.5, within(0.05));
        assertThat(result.phase(1).workers())
                .extracting(part -> part.worker().comm())
                .containsExactly("base-0", "a-0");
        assertThat(result.events())
                .extracting(event -> event.phase() + " " + event.what())
                .containsExactly(
                        "0 cgroup base, CPUs 1, 1 workers base",
                        "0 baseline, hold 0.100000 s",
                        "1 cgroup a, CPUs 2, 1 workers a",
                        "1 step 1, hold 0.100000 s",
                        "1 step 1 ends",
                        "2 base: cpu.weight 500",
                        "2 step 2, hold 0.100000 s",
                        "2 backdrop ends");
        assertThat(result.events()).extracting(ScenarioEvent::guestTimeNanos).isSorted();
        nothingIsLeft();
        assertThat(result.cgroupTable().rowCount()).isEqualTo(4);
        assertThat(result.workerTable().column("work units [1/s]").size()).isEqualTo(4);
        assertThat(result.chart().getCategoryPlot().getDataset().getColumnKeys().toString())
                .isEqualTo("[baseline, step 1, step 2]");
    }

    @Test
    void operationsMoveLoadFromCpuToCpu() {
        ScenarioResult result = vm.execute(Scenario.of(
                backdrop(
                        cgroup("x").cpuset(cpus(1)).workers(2),
                        cgroup("y").cpuset(cpus(2)).workers(1)),
                step(letRun(SOON), captureSnapshot("first", RUNNING))
                        .then(swapCpusets("x", "y"), letRun(SOON), captureSnapshot("swapped", RUNNING))
                        .then(freezeCgroup("x"), letRun(SOON), captureSnapshot("frozen", RUNNING))
                        .then(unfreezeCgroup("x"), letRun(SOON), captureSnapshot("thawed", RUNNING))
                        .then(moveAllTasks("y", "x"), letRun(SOON), captureSnapshot("moved", RUNNING))
                        .then(spawnWorkers("y", WorkerSpec.spinning(1).named("more")))
                        .then(clearCpuset("y"), setAffinity("more", cpus(3)), letRun(SOON))
                        .then(captureSnapshot("more", RUNNING))
                        .then(stopWorkers("x"), letRun(SOON), captureSnapshot("fewer", RUNNING))));
        result.orThrow();

        assertThat(onCpus(result, "first")).isEqualTo("1:2 2:1 3:0");
        assertThat(onCpus(result, "swapped")).isEqualTo("1:1 2:2 3:0");
        assertThat(onCpus(result, "frozen")).isEqualTo("1:1 2:0 3:0");
        assertThat(onCpus(result, "thawed")).isEqualTo("1:1 2:2 3:0");
        assertThat(onCpus(result, "moved")).isEqualTo("1:0 2:3 3:0");
        assertThat(onCpus(result, "more")).isEqualTo("1:0 2:3 3:1");
        assertThat(onCpus(result, "fewer")).isEqualTo("1:0 2:1 3:1");
        assertThat(result.snapshot("more").tasks()).extracting(TaskView::comm).contains("x-0", "x-1", "y-0", "more-0");
        assertThat(result.snapshot("fewer").tasks()).extracting(TaskView::comm).doesNotContain("x-0", "x-1");
        nothingIsLeft();
    }

    @Test
    void aLoopDoesItsOperationsAfterEachInterval() {
        ScenarioResult result = vm.execute(Scenario.of(step(cgroup("a").workers(1))
                .then(setWeight("a", 200))
                .then(readCold("jiffies", symbol("jiffies_64"), u64()))
                .hold(Hold.loop(Duration.ofMillis(40), Duration.ofMillis(100)))));

        List<Long> times =
                result.orThrow().replies().stream().map(Reply::guestTimeNanos).toList();
        assertThat(times).hasSize(3);
        assertThat(times.get(1) - times.get(0)).isBetween(40_000_000L, 42_000_000L);
        assertThat(times.get(2) - times.get(1)).isBetween(40_000_000L, 42_000_000L);
        assertThat(result.phases()).hasSize(1);
        assertThat(result.phase(1).nanos()).isBetween(100_000_000L, 106_000_000L);
    }

    @Test
    void aRefusedOperationEndsTheScenarioAndLeavesNothing() {
        ScenarioResult result = vm.execute(Scenario.of(
                backdrop(cgroup("base").workers(1)),
                step(cgroup("a").workers(1)).then(setWeight("b", 200)).hold(SHORT),
                step().hold(SHORT)));

        assertThat(result.success()).isFalse();
        assertThat(result.timedOut()).isFalse();
        assertThat(result.exit()).isEqualTo(ExitState.FROZEN);
        assertThat(result.end().problem())
                .hasValueSatisfying(why -> assertThat(why)
                        .contains("cannot set cpu.weight of the cgroup 'b' to '200'")
                        .contains("available: cgroups a, base"));
        assertThat(result.phases()).isEmpty();
        assertThatThrownBy(result::orThrow).hasMessageContaining("cgroup 'b'");
        assertThatThrownBy(() -> result.phase(1)).hasMessageContaining("cgroup 'b'");
        nothingIsLeft();
        assertThat(vm.execute(Scenario.of(step(stopWorkers("nobody")))).end().problem())
                .hasValueSatisfying(why -> assertThat(why).contains("no workers called 'nobody'"));
        assertThat(vm.execute(Scenario.of(
                                backdrop(cgroup("base").workers(1)),
                                step(addCgroup(cgroup("a")), moveAllTasks("base", "a"))))
                        .end()
                        .problem())
                .hasValueSatisfying(why -> assertThat(why).contains("make 'a' in the backdrop"));
        nothingIsLeft();
    }

    @Test
    void schedulersComeAndGoAmongTheSteps() {
        ScenarioResult result = vm.execute(Scenario.of(
                backdrop(cgroup("base").workers(2)),
                step(attachScheduler(Schedulers.fifo())).hold(SHORT),
                step(replaceScheduler(Schedulers.vtime())).hold(SHORT),
                step(restartScheduler()).then(stopCgroup("base"), removeCgroup("base")),
                step(detachScheduler()).hold(SHORT)));

        assertThat(result.orThrow().phases()).extracting(ScenarioPhase::number).containsExactly(1, 2, 4);
        assertThat(result.phase(2).cgroup("base").cpuMicros()).isGreaterThan(150_000);
        assertThat(result.phase(4).cgroups()).isEmpty();
        assertThat(vm.schedulerState().enabled()).isFalse();
        vm.attach(Schedulers.fifo());
        assertThat(vm.execute(Scenario.of(step(attachScheduler(Schedulers.vtime()))))
                        .end()
                        .problem())
                .hasValueSatisfying(why -> assertThat(why).contains("fifo is in charge"));
        assertThat(vm.schedulerState().opsName()).isEqualTo("fifo");
    }

    @Test
    void aScenarioThatTakesTooMuchGuestTimeIsStoppedAndClearedAway() {
        ScenarioResult result =
                vm.execute(Scenario.of(step(cgroup("a").workers(1)).hold(Duration.ofSeconds(9)))
                        .guestLimit(Duration.ofMillis(150)));

        assertThat(result.timedOut()).isTrue();
        assertThat(result.exit()).isEqualTo(ExitState.FROZEN);
        assertThat(result.end().watchdog()).hasValueSatisfying(fired -> {
            assertThat(fired.watchdog()).isEqualTo(Watchdog.GUEST_DURATION);
            assertThat(fired.doing()).isEqualTo("step 1, hold 9.000000 s");
        });
        assertThatThrownBy(result::orThrow).hasMessageContaining("guest duration");
        nothingIsLeft();
    }

    @Test
    void anInterruptClearsAwayToo() throws InterruptedException {
        Thread cell = Thread.currentThread();
        Thread interrupter = Thread.startVirtualThread(() -> {
            while (vm.freezes().stream().noneMatch(freeze -> freeze.purpose().startsWith("step 1, hold"))) {
                Thread.onSpinWait();
            }
            cell.interrupt();
        });
        assertThatThrownBy(() ->
                        vm.execute(Scenario.of(step(cgroup("a").workers(1)).hold(Duration.ofMinutes(10)))))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("the run was stopped");
        interrupter.join();
        nothingIsLeft();
    }

    @Test
    void theSameScenarioGivesTheSameBits() {
        Scenario scenario = Scenario.of(
                backdrop(cgroup("web/api").weight(300).workersPercent(50)),
                step(cgroup("batch").maxPercent(30).workers(2))
                        .then(freezeCgroup("web"), unfreezeCgroup("web"))
                        .hold(SHORT));
        ScenarioResult one = vm.execute(scenario).orThrow();
        String hash = vm.stateHash();
        vm.close();
        boot();
        ScenarioResult other = vm.execute(scenario).orThrow();
        assertThat(other.phases()).isEqualTo(one.phases());
        assertThat(other.events()).isEqualTo(one.events());
        assertThat(vm.stateHash()).isEqualTo(hash);
    }

    /// How many of the scenario's workers are runnable on CPU 1, 2 and 3.
    private static String onCpus(ScenarioResult result, String name) {
        Snapshot snapshot = result.snapshot(name);
        long[] runnable = new long[4];
        snapshot.tasks().stream()
                .filter(task -> task.comm().matches("(x|y|more)-\\d") && task.onRq() == 1)
                .forEach(task -> runnable[task.cpu()]++);
        List<Long> running = snapshot.perCpu().getOrDefault(RUNNING.text(), List.of());
        for (int cpu = 0; cpu < runnable.length; cpu++) {
            assertThat(running.get(cpu)).as("nr_running of CPU %d", cpu).isGreaterThanOrEqualTo(runnable[cpu]);
        }
        return "1:%d 2:%d 3:%d".formatted(runnable[1], runnable[2], runnable[3]);
    }

    private static List<String> paths(ScenarioPhase phase) {
        return phase.cgroups().stream().map(ScenarioPhase.CgroupPart::path).toList();
    }

    private void nothingIsLeft() {
        assertThat(vm.cgroups()).extracting(CgroupState::path).containsExactly("");
        assertThat(new String(vm.readFile("/sys/fs/cgroup/cgroup.procs"), StandardCharsets.US_ASCII).lines())
                .as("processes that are not the kernel's: the agent")
                .contains("1");
        assertThat(vm.tasks()).extracting(TaskView::comm).doesNotContain("base-0", "a-0", "x-0", "y-0", "spin-0");
    }
}

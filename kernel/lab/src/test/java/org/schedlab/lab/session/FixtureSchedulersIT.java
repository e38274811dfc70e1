package org.schedlab.lab.session;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.schedlab.guest.scheduler.SchedulerObject;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.guest.work.WorkerReport;
import org.schedlab.guest.work.WorkerSpec;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.workers.Workers;
import org.schedlab.testsupport.TestKernels;
import org.schedlab.vm.freeze.TaskView;
import tech.tablesaw.api.Table;

import static org.assertj.core.api.Assertions.assertThat;

/// What the schedulers that come with schedlab do to work, on two LLCs of two CPUs each.
@ParameterizedClass
@MethodSource("kernels")
@Tag("machine")
class FixtureSchedulersIT {
    private static final BootOptions TWO_LLCS = BootOptions.defaults().withTopology("1n2l2c1t");

    private final VmSession vm;

    FixtureSchedulersIT(Path kernel) {
        vm = VmSession.boot(TWO_LLCS.withKernel(kernel));
    }

    static List<Path> kernels() {
        return TestKernels.newest();
    }

    @AfterEach
    void close() {
        vm.close();
    }

    @Test
    void llcLeavesTasksInTheirLlcUnlessACpuIsIdle() {
        vm.attach(Schedulers.llc().with("slice_ns", 4_000_000));
        assertThat(vm.schedulers().knob("llc_of_cpu").text()).startsWith("[0, 0, 1, 1, 0,");
        Workers spinners = vm.spawn(WorkerSpec.spinning(8));
        vm.run(Duration.ofMillis(200));
        assertThat(counted("stolen")).as("the workers began behind one cache").isPositive();
        Map<Integer, Integer> places = llcs(spinners);
        assertThat(places.values()).contains(0, 1);
        long stolen = counted("stolen");
        long own = counted("own");

        vm.run(Duration.ofMillis(300));

        assertThat(llcs(spinners)).isEqualTo(places);
        assertThat(counted("stolen")).isEqualTo(stolen);
        assertThat(counted("own")).isGreaterThan(own + 50);
        assertThat(vm.schedulers().map("taken").columnNames()).containsExactly("key", "cpu", "own", "stolen");
        assertThat(vm.schedulers().map("taken").rowCount()).isEqualTo(4);
    }

    private long counted(String column) {
        Table taken = vm.schedulers().map("taken");
        return (long) taken.longColumn(column).sum();
    }

    private Map<Integer, Integer> llcs(Workers workers) {
        Map<Integer, Integer> places = new TreeMap<>();
        workers.list()
                .forEach(worker -> places.put(worker.pid(), TWO_LLCS.topology().llcOf(cpu(worker.pid()))));
        return places;
    }

    private int cpu(int pid) {
        return vm.tasks().stream()
                .filter(task -> task.pid() == pid)
                .map(TaskView::cpu)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void degradedLeavesHalfOfTheCpusIdle() {
        assertThat(cpusBusy(Schedulers.fails())).isBetween(3.8, 4.05);
        assertThat(cpusBusy(Schedulers.fails().with("mode", "DEGRADED"))).isBetween(1.8, 2.05);
    }

    private double cpusBusy(SchedulerObject scheduler) {
        vm.attach(scheduler);
        Workers spinners = vm.spawn(WorkerSpec.spinning(6));
        vm.run(Duration.ofMillis(300));
        return spinners.stop().stream().mapToLong(WorkerReport::cpuNanos).sum() / 300e6;
    }

    @Test
    void scatteredSendsATaskEverywhere() {
        assertThat(cpusSeen(Schedulers.fails())).hasSizeLessThan(3);
        assertThat(cpusSeen(Schedulers.fails().with("mode", "SCATTERED"))).containsExactly(0, 1, 2, 3);
        assertThat(vm.schedulers().knob("seed").number()).isNotEqualTo(1);
    }

    private Set<Integer> cpusSeen(SchedulerObject scheduler) {
        vm.attach(scheduler);
        Workers sleeper = vm.spawn(WorkerSpec.sleeping(1, Duration.ofMillis(1)));
        Set<Integer> seen = new TreeSet<>();
        for (int i = 0; i < 30; i++) {
            vm.run(Duration.ofMillis(5));
            seen.add(cpu(sleeper.get(0).pid()));
        }
        sleeper.stop();
        return seen;
    }

    @Test
    void slowTakesTimeForEachDecision() {
        assertThat(turns(Schedulers.fails())).isGreaterThan(500);
        assertThat(turns(Schedulers.fails().with("mode", "SLOW").with("slow_ns", 2_000_000)))
                .isBetween(20L, 250L);
    }

    private long turns(SchedulerObject scheduler) {
        vm.attach(scheduler);
        Workers sleepers = vm.spawn(WorkerSpec.sleeping(2, Duration.ofMillis(1)).withCpus(1));
        vm.run(Duration.ofMillis(400));
        return sleepers.stop().stream().mapToLong(WorkerReport::timeslices).sum();
    }
}

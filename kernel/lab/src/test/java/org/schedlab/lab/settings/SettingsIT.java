package org.schedlab.lab.settings;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.schedlab.guest.cgroup.CgroupDef;
import org.schedlab.guest.cgroup.CpusetSpec;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.guest.work.Policy;
import org.schedlab.guest.work.Worker;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.session.VmSession;
import org.schedlab.lab.workers.Cgroup;
import org.schedlab.lab.workers.WorkerCount;
import org.schedlab.lab.workers.Workers;
import org.schedlab.testsupport.TestKernels;
import org.schedlab.vm.LabException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.schedlab.lab.cold.ColdOps.natural;
import static org.schedlab.lab.cold.ColdOps.observe;
import static org.schedlab.lab.cold.ColdOps.task;

/// Settings of the kernel and of tasks that are there. The oracles are the guest's /proc and /sys, and the fields.
@Tag("machine")
@ParameterizedClass
@MethodSource("kernels")
class SettingsIT {
    private static final int NICE = 18;
    private static final int RT_PRIORITY = 39;
    private static final int POLICY = 40;

    private final VmSession vm;

    SettingsIT(Path kernel) {
        vm = VmSession.boot(BootOptions.defaults()
                .withKernel(kernel)
                .withTopology("1n1l4c1t")
                .withMemory("256M"));
    }

    static List<Path> kernels() {
        return TestKernels.newest();
    }

    @AfterEach
    void close() {
        vm.close();
    }

    private String file(String path) {
        return new String(vm.readFile(path), StandardCharsets.UTF_8).strip();
    }

    private String stat(Worker worker, int field) {
        String line = file("/proc/" + worker.pid() + "/stat");
        return List.of(line.substring(line.lastIndexOf(')') + 2).split(" ")).get(field - 2);
    }

    private long field(Worker worker, String path) {
        return vm.apply(List.of(observe("v", task(worker, path), natural())))
                .reply("v")
                .number();
    }

    @Test
    void whatATaskIsGivenItHas() {
        Workers workers = vm.spawn(new WorkerCount(2).spinning());
        Worker first = workers.list().getFirst();
        workers.nice(7).slice(Duration.ofMillis(11));
        assertThat(stat(first, NICE)).isEqualTo("7");
        assertThat(field(first, "se.slice")).isEqualTo(11_000_000);
        assertThat(field(first, "se.custom_slice")).isEqualTo(1);
        workers.nice(3);
        assertThat(field(first, "se.slice")).isEqualTo(11_000_000);
        workers.utilization(100, 600);
        assertThat(file("/proc/" + first.pid() + "/sched").lines().map(line -> line.replaceAll("\\s+", "")))
                .contains("uclamp.min:100", "uclamp.max:600");
        workers.policy(Policy.roundRobin(10));
        assertThat(workers.list())
                .allMatch(worker -> stat(worker, POLICY).equals("2"))
                .allMatch(worker -> stat(worker, RT_PRIORITY).equals("10"));
        workers.policy(Policy.NORMAL);
        assertThat(stat(first, POLICY)).isEqualTo("0");
        assertThat(stat(first, NICE)).isEqualTo("3");
        assertThat(field(first, "se.custom_slice")).isZero();
        assertThat(field(first, "uclamp_req[0].value")).isEqualTo(100);
    }

    @Test
    void ofAllOfThemOrOfNone() {
        Workers workers = vm.spawn(new WorkerCount(2).spinning());
        Workers gone = vm.spawn(new WorkerCount(1).spinning());
        gone.stop();
        assertThatThrownBy(() -> gone.nice(5))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("cannot give 1 workers nice 5")
                .hasMessageContaining("there is no process");
        workers.affinity(new CpusetSpec.Exact(List.of(1)));
        assertThatThrownBy(() -> workers.policy(
                        Policy.deadline(Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofMillis(10))))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("a deadline task needs all CPUs");
        assertThat(workers.list()).allMatch(worker -> stat(worker, POLICY).equals("0"));
        assertThatThrownBy(() -> workers.slice(Duration.ofNanos(10)))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("100,000 ns");
        assertThatThrownBy(() -> workers.nice(20)).isInstanceOf(LabException.class);
        assertThatThrownBy(() -> workers.utilization(600, 500)).isInstanceOf(LabException.class);
    }

    @Test
    void theKernelsSettings() {
        KernelSettings settings = vm.settings();
        assertThat(settings.features().on()).containsEntry("PLACE_LAG", true);
        settings.feature("NO_PLACE_LAG");
        assertThat(file("/sys/kernel/debug/sched/features")).contains("NO_PLACE_LAG");
        assertThat(settings.features().on()).containsEntry("PLACE_LAG", false);
        assertThat(settings.features().table().rowCount()).isGreaterThan(10);
        assertThatThrownBy(() -> settings.feature("PLACE_LAC"))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("PLACE_LAG");

        assertThat(settings.sysctl("kernel.sched_rr_timeslice_ms", 40).sysctl("kernel.sched_rr_timeslice_ms"))
                .isEqualTo(file("/proc/sys/kernel/sched_rr_timeslice_ms"))
                .isEqualTo("40");
        assertThatThrownBy(() -> settings.sysctl("kernel.sched_no_such"))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("/proc/sys/kernel/sched_no_such");
        assertThatThrownBy(() -> settings.sysctl("kernel.sched_rt_runtime_us", "many"))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("the kernel does not take 'many'");

        settings.server("fair", 1, Duration.ofMillis(20), Duration.ofMillis(400));
        assertThat(file("/sys/kernel/debug/sched/fair_server/cpu1/runtime")).isEqualTo("20000000");
        assertThat(file("/sys/kernel/debug/sched/fair_server/cpu1/period")).isEqualTo("400000000");
        vm.writeFile("/proc/sys/kernel/sched_rr_timeslice_ms", "60".getBytes(StandardCharsets.UTF_8));
        assertThat(settings.sysctl("kernel.sched_rr_timeslice_ms")).isEqualTo("60");
    }

    @Test
    void cpusGoAndComeBack() {
        KernelSettings settings = vm.settings();
        Workers workers = vm.spawn(new WorkerCount(8).spinning());
        String before = vm.stateHash();
        vm.checkpoint("all");
        assertThat(settings.offline(3).offline(1).online()).isEqualTo("0,2");
        vm.run(Duration.ofMillis(20));
        assertThat(workers.list()).allMatch(worker -> List.of(0L, 2L).contains(field(worker, "wake_cpu")));
        assertThat(settings.online(1).online()).isEqualTo("0-2");
        assertThatThrownBy(() -> settings.offline(0))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("CPUs 1 to 3");
        assertThatThrownBy(() -> settings.online(4)).isInstanceOf(LabException.class);
        vm.rewind("all");
        assertThat(vm.stateHash()).isEqualTo(before);
        assertThat(settings.online()).isEqualTo("0-3");
        vm.attach(Schedulers.vtime());
        settings.offline(2);
        vm.run(Duration.ofMillis(20));
    }

    @Test
    void cgroups() {
        Cgroup group = vm.create(CgroupDef.named("quiet"));
        group.idle(true);
        assertThat(file("/sys/fs/cgroup/quiet/cpu.idle")).isEqualTo("1");
        group.cpuset(new CpusetSpec.Exact(List.of(2, 3))).partition("root");
        assertThat(file("/sys/fs/cgroup/quiet/cpuset.cpus.partition")).isEqualTo("root");
        group.utilization(10, 50);
        assertThat(file("/sys/fs/cgroup/quiet/cpu.uclamp.max")).isEqualTo("50.00");
    }
}

package org.schedlab.lab.session;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.schedlab.guest.cgroup.CgroupDef;
import org.schedlab.guest.cgroup.CgroupState;
import org.schedlab.guest.scheduler.Scheduler;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.guest.work.Worker;
import org.schedlab.guest.work.WorkerReport;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.queues.Queues;
import org.schedlab.lab.recorder.SchedEvent;
import org.schedlab.lab.runqueues.CpuQueue;
import org.schedlab.lab.runqueues.FairEntity;
import org.schedlab.lab.runqueues.FairQueue;
import org.schedlab.lab.runqueues.GroupShare;
import org.schedlab.lab.workers.WorkerCount;
import org.schedlab.lab.workers.Workers;
import org.schedlab.testsupport.TestKernels;
import org.schedlab.vm.LabException;
import org.schedlab.vm.freeze.Reply;
import org.schedlab.vm.image.FairScheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.schedlab.lab.cold.ColdOps.observe;
import static org.schedlab.lab.cold.ColdOps.readCold;
import static org.schedlab.lab.cold.ColdOps.task;
import static org.schedlab.lab.cold.ColdOps.u64;
import static org.schedlab.lab.cold.ColdOps.writeCold;

/// Debian's 6.1 (CFS) and 6.12 (EEVDF), which have no sched_ext: what works on them all the same, against the
/// guest's own /proc and cgroup files, and what is refused.
@Tag("machine")
@EnabledIfSystemProperty(named = "schedlab.long", matches = "true", disabledReason = "./schedlab test --long")
class KernelsWithoutSchedExtIT {
    private static final Pattern VRUNTIME = Pattern.compile("se\\.vruntime +: +(\\d+)\\.(\\d{6})");

    static List<Path> kernels() {
        return TestKernels.withoutSchedExt();
    }

    private static VmSession boot(Path kernel) {
        assumeTrue(Files.exists(kernel), kernel.toString());
        return VmSession.boot(BootOptions.defaults()
                .withKernel(kernel)
                .withTopology("1n1l2c1t")
                .withMemory("256M"));
    }

    private static String file(VmSession vm, String path) {
        return new String(vm.readFile(path), StandardCharsets.UTF_8);
    }

    private static void assumeProcSched(VmSession vm) {
        assumeTrue(
                vm.image().symbols().find("proc_sched_show_task").isPresent(),
                "no /proc/PID/sched: built without CONFIG_SCHED_DEBUG");
    }

    private static void load(VmSession vm) {
        vm.spawn(new WorkerCount(3).spinning());
        vm.spawn(new WorkerCount(2).bursty(Duration.ofNanos(700_000), Duration.ofNanos(300_000)));
        vm.create(CgroupDef.named("web").weight(300).workers(new WorkerCount(2).spinning()));
        vm.create(CgroupDef.named("small")
                .max(Duration.ofMillis(1), Duration.ofMillis(20))
                .workers(new WorkerCount(2).spinning()));
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void equalRunsEndInEqualStates(Path kernel) {
        List<String> states = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            try (VmSession vm = boot(kernel)) {
                load(vm);
                vm.run(Duration.ofMillis(40));
                if (run == 1) {
                    assertThat(vm.queues().cpus().rowCount()).isEqualTo(2);
                    assertThat(vm.stacks(vm.tasks()).table().rowCount()).isGreaterThan(30);
                }
                vm.run(Duration.ofMillis(40));
                states.add(vm.stateHash());
            }
        }
        assertThat(states.get(1)).as("looking changes nothing").isEqualTo(states.get(0));
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void accountsAndColdWritesOfASleeper(Path kernel) {
        try (VmSession vm = boot(kernel)) {
            Workers sleeper = vm.spawn(new WorkerCount(1).sleeping());
            vm.run(Duration.ofMillis(50));
            long[] counted = Arrays.stream(file(vm, "/proc/" + sleeper.get(0).pid() + "/schedstat")
                            .split("\\s+"))
                    .mapToLong(Long::parseLong)
                    .toArray();
            List<Reply> read = vm.apply(List.of(
                            readCold("ran", task(sleeper, "se.sum_exec_runtime"), u64()),
                            readCold("waited", task(sleeper, "sched_info.run_delay"), u64()),
                            readCold("timeslices", task(sleeper, "sched_info.pcount"), u64())))
                    .replies();
            assertThat(read).extracting(Reply::number).containsExactly(counted[0], counted[1], counted[2]);
            assertThat(counted[0]).isPositive();
            assertThat(read.getFirst().note()).startsWith("layers 5 to 7 left out: Linux 6.");

            var _ = vm.apply(List.of(writeCold(task(sleeper, "se.vruntime"), u64(5_000_000_123L))));
            List<Reply> back = vm.apply(List.of(readCold("vruntime", task(sleeper, "se.vruntime"), u64())))
                    .replies();
            assertThat(back.getFirst().number()).isEqualTo(5_000_000_123L);
            assumeProcSched(vm);
            Matcher seen = VRUNTIME.matcher(file(vm, "/proc/" + sleeper.get(0).pid() + "/sched"));
            assertThat(seen.find()).isTrue();
            assertThat(seen.group(1) + seen.group(2)).isEqualTo("5000000123");
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void queuesAreWhatTheKernelCounts(Path kernel) {
        try (VmSession vm = boot(kernel)) {
            load(vm);
            boolean cfs = vm.image().fairScheduler() == FairScheduler.CFS;
            boolean byDeadline = vm.queues().content().inOrderOfDeadlines();
            assertThat(cfs).isEqualTo(vm.image().release().startsWith("6.1."));
            vm.run(Duration.ofMillis(30));
            int still = 0;
            int throttled = 0;
            for (int freeze = 0; freeze < 60; freeze++) {
                vm.run(Duration.ofNanos(730_000));
                for (CpuQueue cpu : vm.queues().content().cpus()) {
                    if (!cpu.changing()) {
                        still++;
                        throttled += (int)
                                cpu.fair().stream().filter(FairQueue::throttled).count();
                        compare(cpu, cfs, byDeadline);
                    }
                }
            }
            assertThat(still).isGreaterThan(110);
            assertThat(throttled).isPositive();

            List<String> columns = vm.queues().fair().columnNames();
            assertThat(columns.contains("deadline [ns]")).isEqualTo(!cfs);
            assertThat(columns.contains("lag [ns]")).isEqualTo(!cfs);
            assertThat(vm.queues().fair().name())
                    .contains(cfs ? "scheduler: CFS" : "scheduler: EEVDF")
                    .contains(byDeadline ? "in the tree, by deadline" : "in the tree, by vruntime");
            assertThat(byDeadline).isEqualTo(!cfs && !vm.image().release().startsWith("6.6."));
            assertThat(vm.queues().cpus().columnNames()).doesNotContain("sched_ext", "sched_ext idle mask");
        }
    }

    private static void compare(CpuQueue cpu, boolean cfs, boolean byDeadline) {
        assertThat(cpu.found()).as(cpu.toString()).isEqualTo(cpu.nrRunning());
        assertThat(cpu.fairTasks()).as(cpu.toString()).isEqualTo(cpu.root().tasks());
        for (FairQueue queue : cpu.fair()) {
            assertThat(queue.isCfs()).isEqualTo(cfs);
            assertThat(queue.entities()).as(queue.toString()).hasSize(queue.queued());
            assertThat(queue.waiting())
                    .as(queue.toString())
                    .isSortedAccordingTo((one, other) -> Long.signum(
                            byDeadline ? one.deadline() - other.deadline() : one.vruntime() - other.vruntime()));
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void virtualTimesAndQuotasAreTheGuestsOwn(Path kernel) {
        try (VmSession vm = boot(kernel)) {
            assumeProcSched(vm);
            Workers spinners = vm.spawn(new WorkerCount(6).spinning());
            vm.create(CgroupDef.named("small")
                    .max(Duration.ofMillis(2), Duration.ofMillis(20))
                    .workers(new WorkerCount(2).spinning()));
            vm.run(Duration.ofMillis(130));
            Map<String, Long> told = new HashMap<>();
            for (Worker each : spinners.list()) {
                Matcher seen = VRUNTIME.matcher(file(vm, "/proc/" + each.pid() + "/sched"));
                assertThat(seen.find()).isTrue();
                told.put(each.comm() + ":" + each.pid(), Long.parseLong(seen.group(1) + seen.group(2)));
            }
            CgroupState group = vm.cgroups().stream()
                    .filter(each -> each.path().equals("small"))
                    .findFirst()
                    .orElseThrow();
            Queues queues = vm.queues();
            long equal = queues.content().cpus().stream()
                    .flatMap(cpu -> cpu.fair().stream())
                    .flatMap(queue -> queue.waiting().stream())
                    .filter(each -> told.getOrDefault(each.name(), -1L) == each.vruntime())
                    .map(FairEntity::name)
                    .distinct()
                    .count();
            assertThat(equal)
                    .as("who waited all the time between the two looks")
                    .isGreaterThanOrEqualTo(2);

            GroupShare share = queues.content().groups().stream()
                    .filter(each -> each.cgroup().equals("/small"))
                    .findFirst()
                    .orElseThrow();
            assertThat(share.quota()).isEqualTo(2_000_000);
            assertThat((long) share.periods())
                    .isBetween(
                            group.cpuStat().get("nr_periods"), group.cpuStat().get("nr_periods") + 1);
            assertThat((long) share.throttledPeriods())
                    .isBetween(
                            group.cpuStat().get("nr_throttled"), group.cpuStat().get("nr_throttled") + 1);
            assertThat(share.throttledPeriods()).isPositive();
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void theRecordingAddsUpToTheKernelsAccounts(Path kernel) {
        try (VmSession vm = boot(kernel)) {
            Workers spinners = vm.spawn(new WorkerCount(3).spinning());
            vm.run(Duration.ofMillis(100));
            Map<Integer, Long> since = new HashMap<>();
            Map<Integer, Long> ran = new HashMap<>();
            vm.recording().forEach(event -> {
                if (event instanceof SchedEvent.Switch at) {
                    Long began = since.remove(at.prev().pid());
                    if (began != null) {
                        ran.merge(at.prev().pid(), at.nanos() - began, Long::sum);
                    }
                    since.put(at.next().pid(), at.nanos());
                }
            });
            for (Worker each : spinners.list()) {
                if (since.containsKey(each.pid())) {
                    continue; // it runs: what it has had last is not over
                }
                List<Reply> total = vm.apply(List.of(observe("ran", task(each, "se.sum_exec_runtime"), u64())))
                        .replies();
                assertThat(ran.get(each.pid()))
                        .as(each.comm())
                        .isCloseTo(total.getFirst().number(), within(200_000L));
            }
            assertThat(spinners.report().stream()
                            .mapToLong(WorkerReport::cpuNanos)
                            .sum())
                    .as("two CPUs")
                    .isBetween(150_000_000L, 201_000_000L);
            assertThat(vm.trace().migrations().rowCount()).isNotNegative();
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void futuresAndTimeTravel(Path kernel) {
        try (VmSession vm = boot(kernel)) {
            Workers spinners = vm.spawn(new WorkerCount(3).spinning());
            vm.run(Duration.ofMillis(50));
            Futures futures = vm.fork()
                    .future("as it is", _ -> {})
                    .future("one more", future -> future.spawn(new WorkerCount(1).spinning()))
                    .run(Duration.ofMillis(50));
            assertThat(futures.list()).extracting(FutureResult::name).containsExactly("as it is", "one more");
            vm.run(Duration.ofMillis(50));
            assertThat(vm.stateHash()).isEqualTo(futures.list().getFirst().stateHash());
            assertThat(spinners.report()).hasSize(3);
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void whatNeedsSchedExtIsRefusedByName(Path kernel) {
        try (VmSession vm = boot(kernel)) {
            String release = vm.image().release();
            String own = vm.image().fairScheduler().name();
            assertThatThrownBy(() -> vm.attach(Schedulers.vtime()))
                    .isInstanceOf(LabException.class)
                    .hasMessage(("the scheduler vtime cannot be attached\n  found: Linux %s has no sched_ext (it came"
                                    + " with 6.12, and is built in with CONFIG_SCHED_CLASS_EXT=y); normal tasks are"
                                    + " scheduled by %s\n  try: boot a kernel that has it: %%boot --kernel 6.18")
                            .formatted(release, own));
            String lacking = "Linux " + release + " has no sched_ext";
            assertThatThrownBy(vm::detach).hasMessageContaining(lacking);
            assertThatThrownBy(() -> vm.schedulers().knobs()).hasMessageContaining(lacking);
            assertThatThrownBy(() -> vm.schedulers().exitReport()).hasMessageContaining(lacking);
            assertThatThrownBy(() -> vm.queues().dispatch()).hasMessageContaining(lacking);
            if (own.equals("CFS")) {
                assertThatThrownBy(() -> vm.attach(Scheduler.eevdf()))
                        .hasMessageContaining("the own scheduler of Linux " + release + " is CFS");
            }
            assertThat(vm.schedulerState().attached()).isFalse();
        }
    }
}

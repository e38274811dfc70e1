package org.schedlab.lab.queues;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.schedlab.guest.cgroup.CgroupDef;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.objects.GuestObject;
import org.schedlab.lab.runqueues.CpuQueue;
import org.schedlab.lab.runqueues.DispatchQueue;
import org.schedlab.lab.runqueues.EevdfRule;
import org.schedlab.lab.runqueues.FairEntity;
import org.schedlab.lab.runqueues.FairQueue;
import org.schedlab.lab.runqueues.QueueInstant;
import org.schedlab.lab.session.VmSession;
import org.schedlab.lab.workers.WorkerCount;
import org.schedlab.lab.workers.Workers;
import org.schedlab.testsupport.TestKernels;
import org.schedlab.vm.linux.BrokenStructureException;
import tech.tablesaw.api.Table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.schedlab.lab.cold.ColdOps.perCpu;
import static org.schedlab.lab.cold.ColdOps.pointer;
import static org.schedlab.lab.cold.ColdOps.writeCold;

/// What is found in queues, against what the kernel counts and sums up itself.
@Tag("machine")
class QueuesIT {
    private static final boolean LONG = Boolean.getBoolean("schedlab.long");
    private static final int FREEZES = LONG ? 1_000 : 200;
    private static final Duration STEP = Duration.ofNanos(237_000);
    private static final Duration UNTIL_THROTTLED = Duration.ofMillis(100);
    private static final long LEAST_WEIGHT = 2;

    /// Under EEVDF three ways to throttle a cgroup: up to 6.17, from 6.18 on, and in one tree. The second, and the
    /// other schedulers on the oldest kernel, with `./schedlab test --long`.
    static Stream<Arguments> machines() {
        return Stream.concat(
                (LONG ? TestKernels.all() : TestKernels.farthest())
                        .stream().map(kernel -> Arguments.of(kernel, "eevdf")),
                TestKernels.newest().stream()
                        .flatMap(kernel -> Stream.of("vtime", "llc", "fifo").map(name -> Arguments.of(kernel, name))));
    }

    static List<Path> kernels() {
        return TestKernels.newest();
    }

    private static VmSession boot(Path kernel, String topology) {
        return VmSession.boot(
                BootOptions.defaults().withKernel(kernel).withTopology(topology).withMemory("256M"));
    }

    private static void spawn(VmSession vm) {
        vm.spawn(new WorkerCount(4).spinning());
        vm.spawn(new WorkerCount(4).bursty(Duration.ofNanos(700_000), Duration.ofNanos(300_000)));
        vm.spawn(new WorkerCount(2).pipeIo());
        vm.create(CgroupDef.named("web").weight(300).workers(new WorkerCount(3).spinning()));
        vm.create(CgroupDef.named("small")
                .max(Duration.ofMillis(5), Duration.ofMillis(20))
                .workers(new WorkerCount(3).bursty(Duration.ofMillis(2), Duration.ofMillis(1))));
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void whetherDequeuesAreDelayedIsAFeaturesAffair(Path kernel) {
        try (VmSession vm = boot(kernel, "1n1l1c1t")) {
            assertThat(vm.queues().content().cpus().getFirst().root().rule()).isEqualTo(new EevdfRule(true, true));
            vm.settings().feature("NO_DELAY_DEQUEUE");
            assertThat(vm.queues().content().cpus().getFirst().root().rule()).isEqualTo(new EevdfRule(true, false));
            assertThat(vm.queues().content().inOrderOfDeadlines()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("machines")
    void whatIsFoundIsWhatTheKernelCounts(Path kernel, String scheduler) {
        try (VmSession vm = boot(kernel, "1n2l2c1t")) {
            spawn(vm);
            if (!scheduler.equals("eevdf")) {
                vm.attach(Schedulers.named(scheduler));
            }
            vm.run(UNTIL_THROTTLED);
            SoftAssertions claims = new SoftAssertions();
            int still = 0;
            int inDsqs = 0;
            int throttled = 0;
            int looked = 0;
            for (int freeze = 0; freeze < FREEZES; freeze++) {
                vm.run(STEP);
                QueueInstant at = vm.queues().content();
                looked += at.cpus().size();
                for (CpuQueue cpu : at.cpus()) {
                    if (!cpu.changing()) {
                        still++;
                        compare(cpu, claims);
                        throttled += (int)
                                cpu.fair().stream().filter(FairQueue::throttled).count();
                    }
                }
                for (DispatchQueue dsq : at.dsqs()) {
                    if (!dsq.changing()) {
                        inDsqs += dsq.tasks().size();
                        claims.assertThat(dsq.tasks()).as(dsq.toString()).hasSize(dsq.nr());
                    }
                }
            }
            // A queue whose lock is held may be half changed: it says so, and that is seldom.
            claims.assertThat(still).isGreaterThan(looked * 95 / 100);
            if (scheduler.equals("eevdf")) {
                claims.assertThat(throttled).isGreaterThan(LONG ? 100 : 0);
            } else {
                claims.assertThat(inDsqs).isGreaterThan(5 * FREEZES);
            }
            claims.assertAll();
        }
    }

    private static void compare(CpuQueue cpu, SoftAssertions claims) {
        String text = cpu.toString();
        claims.assertThat(cpu.found()).as(text).isEqualTo(cpu.nrRunning());
        claims.assertThat(cpu.fairTasks()).as(text).isEqualTo(cpu.root().tasks());
        claims.assertThat(cpu.realTime()).as(text).hasSize(cpu.nrRealTime());
        claims.assertThat(cpu.deadline()).as(text).hasSize(cpu.nrDeadline());
        claims.assertThat(cpu.schedExt()).as(text).hasSize(cpu.nrSchedExt());
        for (FairQueue queue : cpu.fair()) {
            long sum = 0;
            long load = 0;
            for (FairEntity each : queue.waiting()) {
                long weight = Math.max(LEAST_WEIGHT, each.weight() >>> queue.scale());
                sum += (each.vruntime() - queue.zero()) * weight;
                load += weight;
            }
            claims.assertThat(sum).as("sum of " + queue).isEqualTo(queue.sum());
            claims.assertThat(load).as("load of " + queue).isEqualTo(queue.load());
            claims.assertThat(queue.waiting())
                    .as("order of " + queue)
                    .isSortedAccordingTo((one, other) -> Long.signum(one.deadline() - other.deadline()));
        }
    }

    @Test
    void aBusyCpuIsInNoIdleMask() {
        try (VmSession vm = VmSession.boot(BootOptions.defaults().withTopology("1n1l2c1t"))) {
            vm.attach(Schedulers.vtime());
            Workers spinning = vm.spawn(new WorkerCount(2).spinning());
            vm.run(Duration.ofMillis(50));
            assertThat(idleMasks(vm)).containsExactly("", "");

            spinning.stop();
            vm.run(Duration.ofMillis(50));
            assertThat(idleMasks(vm)).contains("core");
        }
    }

    private static List<String> idleMasks(VmSession vm) {
        return vm.queues().cpus().stringColumn("sched_ext idle mask").asList();
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void tablesOfOneInstant(Path kernel) {
        try (VmSession vm = boot(kernel, "1n1l2c1t")) {
            spawn(vm);
            vm.run(Duration.ofMillis(50));
            String before = vm.stateHash();
            Queues queues = vm.queues();

            Table fair = queues.fair();
            assertThat(fair.name()).startsWith("entities of the fair class: ").contains("scheduler: EEVDF", "lag");
            assertThat(fair.stringColumn("entity").asList()).contains("spin-0:" + pid(queues, "spin-0"));
            assertThat(fair.stringColumn("cgroup").asSet()).contains("/web");
            assertThat(fair.intColumn("place").min()).isZero();
            assertThat(queues.cpus().stringColumn("running").asList())
                    .hasSize(2)
                    .allMatch(name -> !name.isEmpty());
            Table groups = queues.cgroups();
            int small = groups.stringColumn("cgroup").asList().indexOf("/small");
            assertThat(groups.longColumn("quota [ns]").get(small)).isEqualTo(5_000_000);
            assertThat(groups.longColumn("period [ns]").get(small)).isEqualTo(20_000_000);
            int web = groups.stringColumn("cgroup").asList().indexOf("/web");
            assertThat(groups.doubleColumn("cpu.weight").get(web)).isEqualTo(300);
            assertThat(groups.intColumn("of periods").get(small)).isPositive();
            for (CpuQueue cpu : queues.content().cpus()) {
                for (FairQueue queue : cpu.fair()) {
                    if (!queue.entities().isEmpty()) {
                        lags(queue);
                    }
                }
            }
            assertThat(queues.table().rowCount()).isEqualTo(fair.rowCount());
            assertThat(vm.stateHash()).isEqualTo(before);

            vm.attach(Schedulers.vtime());
            vm.run(Duration.ofMillis(20));
            Table dsqs = vm.queues().dispatch();
            assertThat(vm.queues().table().rowCount())
                    .isEqualTo(dsqs.rowCount())
                    .isPositive();
            assertThat(dsqs.stringColumn("queue").asSet()).contains("0");
            assertThat(dsqs.longColumn("vtime [ns]").max()).isPositive();
            assertThat(dsqs.longColumn("waiting [ns]").max()).isPositive();
            assertThat(vm.queues().fair().rowCount()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void aBrokenQueueIsNamedAndNothingElseIsLost(Path kernel) {
        try (VmSession vm = boot(kernel, "1n1l1c1t")) {
            vm.spawn(new WorkerCount(3).spinning());
            vm.run(Duration.ofMillis(20));
            GuestObject tree = vm.object(perCpu("runqueues", "cfs.tasks_timeline.rb_root.rb_node", 0));
            long root = tree.number();
            vm.apply(List.of(writeCold(tree.field(), pointer(0xffff_c900_1234_5678L))))
                    .orThrow();

            assertThatThrownBy(vm::queues)
                    .isInstanceOf(BrokenStructureException.class)
                    .hasMessageStartingWith("the tree of struct sched_entity by 'run_node' at")
                    .hasMessageContaining("0xffffc90012345678");
            assertThatThrownBy(() -> vm.queues(Duration.ZERO, 3)).hasMessageContaining("cannot look 3 times every");

            vm.apply(List.of(writeCold(tree.field(), pointer(root)))).orThrow();
            assertThat(vm.queues().fair().rowCount()).isEqualTo(3);
            vm.run(Duration.ofMillis(20));
            QueueSeries series = vm.queues(Duration.ofMillis(1), 5);
            assertThat(series.table().rowCount()).isEqualTo(5);
            assertThat(series.picture().html())
                    .contains("data-schedlab-queues", "DecompressionStream")
                    .contains("<img alt=");
        }
    }

    /// They add up to zero but for the bits that the kernel drops of weights.
    private static void lags(FairQueue queue) {
        long sum = queue.entities().stream().mapToLong(queue::lag).sum();
        long all = queue.entities().stream()
                .mapToLong(each -> Math.abs(queue.lag(each)))
                .sum();
        assertThat((double) Math.abs(sum)).as("lags of " + queue).isLessThan(all / 100.0 + 100);
        assertThat(queue.picked()).map(queue::eligible).contains(true);
    }

    private static int pid(Queues queues, String name) {
        return queues.content().cpus().stream()
                .flatMap(cpu -> cpu.fair().stream())
                .flatMap(queue -> queue.entities().stream())
                .filter(each ->
                        each.name().startsWith(name + ":") && each.cgroup().equals("/"))
                .findFirst()
                .orElseThrow()
                .pid();
    }
}

package org.schedlab.lab.session;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.schedlab.guest.cgroup.CgroupDef;
import org.schedlab.guest.program.Program;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.recorder.TaskInterval;
import org.schedlab.lab.recorder.TaskIntervals;
import org.schedlab.lab.recorder.TaskState;
import org.schedlab.lab.trace.Trace;
import org.schedlab.lab.trace.Wait;
import org.schedlab.lab.trace.Why;
import org.schedlab.lab.trace.WorkConservation;
import org.schedlab.lab.trace.WorstWaits;
import org.schedlab.lab.workers.WorkerCount;
import tech.tablesaw.api.Table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// What a trace says of cases that are built so that the cause is known.
@Tag("machine")
class TraceIT {
    private static final Duration SPAN = Duration.ofMillis(300);

    private static Why whole(Why why) {
        long at = why.from();
        for (Why.Part part : why.parts()) {
            assertThat(part.from()).as("without a gap").isEqualTo(at);
            at = part.to();
        }
        assertThat(at).isEqualTo(why.to());
        return why;
    }

    private static void mostly(Why why, Why.Kind kind) {
        assertThat(whole(why).nanos(kind)).as("%s", why.parts()).isGreaterThan(why.length() * 8 / 10);
    }

    @Test
    void preempted() {
        try (VmSession vm = VmSession.boot(BootOptions.defaults())) {
            vm.spawn(new WorkerCount(8).spinning());
            vm.run(SPAN);
            // How long a new one waits while the others are being started is another question.
            Trace trace = vm.trace().last(SPAN.minusMillis(100));
            WorstWaits worst = trace.worst(5, "spin");
            assertThat(worst.waits()).hasSize(5);
            assertThat(worst.first().cause()).isEqualTo(Wait.Cause.PREEMPTED);
            assertThat(worst.waits())
                    .isSortedAccordingTo(Comparator.comparingLong(Wait::length).reversed());
            mostly(trace.why(worst), Why.Kind.OTHER_RAN);
            assertThat(worst.table().column("there meanwhile").getString(0)).contains("spin-");
        }
    }

    @Test
    void inADispatchQueue() {
        try (VmSession vm = VmSession.boot(BootOptions.defaults())) {
            vm.attach(Schedulers.fifo());
            vm.spawn(new WorkerCount(8).spinning());
            vm.run(SPAN);
            Trace trace = vm.trace();
            mostly(trace.why(trace.worst(1, "spin")), Why.Kind.IN_DSQ);
            Table queues = trace.dispatchQueues();
            assertThat(queues.rowCount()).isPositive();
            Table operations = trace.operations();
            assertThat(operations.stringColumn("operation").asList()).contains("enqueue", "dispatch");
        }
    }

    @Test
    void throttled() {
        try (VmSession vm = VmSession.boot(BootOptions.defaults())) {
            vm.create(CgroupDef.named("held").max(Duration.ofMillis(5), Duration.ofMillis(50)));
            vm.spawn(new WorkerCount(1).spinning().inCgroup("held"));
            vm.run(SPAN);
            Trace trace = vm.trace();
            mostly(trace.why(trace.worst(1, "spin")), Why.Kind.THROTTLED);
        }
    }

    @Test
    void pinnedToABusyCpu() {
        try (VmSession vm = VmSession.boot(BootOptions.defaults())) {
            vm.spawn(new WorkerCount(2).spinning().withCpus(1));
            vm.run(SPAN);
            Trace trace = vm.trace();
            mostly(trace.why(trace.worst(1, "spin")), Why.Kind.AFFINITY);
            assertThat(trace.workConservation().atLeast(Duration.ofMillis(1)).violations())
                    .as("nobody else may run there")
                    .isEmpty();
        }
    }

    @Test
    void aLocksHolderDoesNotRun() {
        try (VmSession vm = VmSession.boot(BootOptions.defaults())) {
            vm.spawn(new WorkerCount(2)
                    .mutexContention(2, Duration.ofNanos(500_000), Duration.ofNanos(100_000))
                    .withCpus(1));
            vm.spawn(new WorkerCount(2).spinning().withCpus(1));
            vm.run(SPAN);
            Trace trace = vm.trace();
            List<TaskInterval> sleeps = TaskIntervals.of(trace.recording()).stream()
                    .filter(each -> each.state() == TaskState.SLEEPING && !each.censored())
                    .filter(each -> each.task().name().startsWith("mutex"))
                    .sorted(Comparator.comparingLong(TaskInterval::length).reversed())
                    .toList();
            TaskInterval longest = sleeps.getFirst();
            Why why = trace.why(
                    longest.task(),
                    trace.recording().guestTime(longest.from()),
                    trace.recording().guestTime(longest.to()));
            mostly(why, Why.Kind.WAKER_WAITED);
        }
    }

    @Test
    void idleWhileWorkWaits() {
        try (VmSession vm = VmSession.boot(BootOptions.defaults())) {
            vm.spawn(new WorkerCount(8).spinning());
            vm.run(SPAN);
            WorkConservation found = vm.trace().last(Duration.ofMillis(200)).workConservation();
            assertThat(found.unknown()).isZero();
            assertThat(found.atLeast(Duration.ofMillis(1)).violations())
                    .as("EEVDF with two tasks a CPU")
                    .isEmpty();
        }
    }

    @Test
    void tablesHaveTheirCaption() {
        try (VmSession vm = VmSession.boot(BootOptions.defaults())) {
            vm.attach(Schedulers.vtime());
            vm.spawn(new WorkerCount(2).pipeIo());
            vm.run(SPAN);
            Trace trace = vm.trace().last(Duration.ofMillis(100));
            List<Table> tables = List.of(
                    trace.tasks(),
                    trace.latency(),
                    trace.latencyByCpu(),
                    trace.latencyByCgroup(),
                    trace.worst(3).table(),
                    trace.slices(),
                    trace.migrations(),
                    trace.cpus(),
                    trace.runQueues(),
                    trace.workConservation().table(),
                    trace.dispatchQueues(),
                    trace.operations(),
                    trace.events());
            assertThat(tables).allSatisfy(table -> {
                assertThat(table.name()).contains("100.000 ms", "vtime", "Linux");
            });
            assertThatThrownBy(() -> trace.task("nobody")).hasMessageContaining("tasks() lists them");
        }
    }

    private static void cpu1(VmSession vm, int online) {
        var _ = vm.start(Program.of(
                        Path.of("/bin/sh"), "-c", "echo %d > /sys/devices/system/cpu/cpu1/online".formatted(online)))
                .await(Duration.ofSeconds(2));
    }

    /// A CPU that is offline is not idle, whether it went before the trace begins or in it.
    @Test
    void aCpuThatGoesAndComes() {
        try (VmSession vm = VmSession.boot(BootOptions.defaults().withTopology("1n1l2c1t"))) {
            vm.spawn(new WorkerCount(3).spinning());
            vm.run(Duration.ofMillis(20));
            cpu1(vm, 0);
            vm.run(SPAN);

            Trace away = vm.trace().last(SPAN);
            assertThat(away.cpus().longColumn("offline [ns]").asList()).containsExactly(0L, SPAN.toNanos());
            assertThat(away.cpus().longColumn("idle [ns]").get(1)).isZero();
            assertThat(away.workConservation().violations()).isEmpty();
            assertThat(away.timeline().layout().offline())
                    .singleElement()
                    .satisfies(each -> assertThat(each.to() - each.from()).isEqualTo(SPAN.toNanos()));
            assertThat(away.waits()).anyMatch(wait -> wait.task().name().startsWith("spin-"));

            cpu1(vm, 1);
            vm.run(SPAN);
            Trace all = vm.trace();
            Table cpus = all.cpus();
            assertThat(cpus.longColumn("busy [ns]").get(1)
                            + cpus.longColumn("idle [ns]").get(1)
                            + cpus.longColumn("interrupts [ns]").get(1)
                            + cpus.longColumn("offline [ns]").get(1))
                    .isEqualTo(all.recording().interval().length());
            assertThat(cpus.longColumn("offline [ns]").get(1))
                    .isBetween(SPAN.toNanos(), SPAN.plusMillis(200).toNanos());
            assertThat(all.workConservation().atLeast(Duration.ofMillis(50)).violations())
                    .isEmpty();
            assertThat(all.events().stringColumn("event").asList()).containsOnlyOnce("cpu_offline", "cpu_online");
            assertThat(vm.trace().last(SPAN).cpus().longColumn("offline [ns]").get(1))
                    .isZero();
        }
    }
}

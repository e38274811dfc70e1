package org.schedlab.lab.queues;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.schedlab.guest.cgroup.CgroupDef;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.recorder.LeavingState;
import org.schedlab.lab.recorder.Recording;
import org.schedlab.lab.recorder.SchedEvent;
import org.schedlab.lab.runqueues.CpuQueue;
import org.schedlab.lab.runqueues.FairEntity;
import org.schedlab.lab.runqueues.FairQueue;
import org.schedlab.lab.runqueues.QueueInstant;
import org.schedlab.lab.session.VmSession;
import org.schedlab.lab.workers.WorkerCount;
import org.schedlab.testsupport.TestKernels;

import static org.assertj.core.api.Assertions.assertThat;

/// Whom EEVDF, or CFS, is said to pick next, against who came: the flight recorder says who that was.
@Tag("machine")
class NextTaskIT {
    private static final int FREEZES = Boolean.getBoolean("schedlab.long") ? 3_000 : 1_000;
    private static final Duration STEP = Duration.ofNanos(200_000);
    private static final int NORMAL = 100;

    static Stream<Arguments> machines() {
        return TestKernels.newestAndOlder().stream()
                .flatMap(kernel -> Stream.of(Arguments.of(kernel, false), Arguments.of(kernel, true)));
    }

    static Stream<Arguments> newest() {
        return TestKernels.newest().stream()
                .flatMap(kernel -> Stream.of(Arguments.of(kernel, false), Arguments.of(kernel, true)));
    }

    @ParameterizedTest
    @MethodSource("machines")
    void whoIsSaidToComeNextComes(Path kernel, boolean cgroups) {
        try (VmSession vm = VmSession.boot(BootOptions.defaults()
                .withKernel(kernel)
                .withTopology("1n1l2c1t")
                .withMemory("256M"))) {
            vm.spawn(new WorkerCount(4).spinning());
            vm.spawn(new WorkerCount(2).spinning().nice(5));
            vm.spawn(new WorkerCount(3).bursty(Duration.ofNanos(700_000), Duration.ofNanos(300_000)));
            if (cgroups) {
                vm.create(CgroupDef.named("web").weight(300).workers(new WorkerCount(4).spinning()));
            }
            List<QueueInstant> seen = new ArrayList<>();
            for (int freeze = 0; freeze < FREEZES; freeze++) {
                vm.run(STEP);
                seen.add(vm.queues().content());
            }
            List<String> wrong = new ArrayList<>();
            int right = 0;
            for (int cpu = 0; cpu < 2; cpu++) {
                Told told = new Told(vm.recording(), seen, cpu);
                right += told.right;
                wrong.addAll(told.wrong);
            }
            assertThat(right).isGreaterThan(FREEZES / 10);
            assertThat((double) right / (right + wrong.size()))
                    .as("%d right, wrong: %s", right, wrong)
                    .isGreaterThan(0.99);
        }
    }

    /// The recorder's lag at picks: a task of a cgroup competes with what the hierarchy leaves of its
    /// weight, from 7.3 on in its CPU's own queue. Who was picked was eligible, or nobody was; and lags
    /// are not all 0.
    @ParameterizedTest
    @MethodSource("newest")
    void lagAtPicksInACgroup(Path kernel, boolean alone) {
        try (VmSession vm = VmSession.boot(BootOptions.defaults()
                .withKernel(kernel)
                .withTopology("1n1l1c1t")
                .withMemory("256M"))) {
            vm.create(CgroupDef.named("web").weight(300).workers(new WorkerCount(3).spinning()));
            if (!alone) {
                vm.spawn(new WorkerCount(2).spinning());
            }
            vm.run(Duration.ofMillis(300));
            List<Long> lags = new ArrayList<>();
            vm.recording().forEach(event -> {
                if (event instanceof SchedEvent.Eevdf at
                        && at.step() == SchedEvent.Eevdf.Step.PICKED
                        && at.task().cgroup().equals("/web")) {
                    lags.add(at.lag());
                }
            });
            assertThat(lags).hasSizeGreaterThan(20);
            assertThat(lags.stream().filter(lag -> lag > 10_000).count()).isGreaterThan(lags.size() * 3L / 4);
            assertThat(lags.stream().filter(lag -> lag < -1).count()).isLessThan(2 + lags.size() / 20L);
        }
    }

    /// The switches of one CPU between whose freeze and them nobody came to its queue or left it otherwise, and
    /// no cgroup got another weight: a tick reckons it anew from what the cgroup has on all CPUs, and moves the
    /// cgroup's deadline with it (`update_cfs_group()`).
    private static final class Told {
        private final Recording recording;
        private final List<QueueInstant> seen;
        private final int cpu;
        private final List<String> wrong = new ArrayList<>();
        private int right;
        private int at = -1;
        private boolean asSeen;

        Told(Recording recording, List<QueueInstant> seen, int cpu) {
            this.recording = recording;
            this.seen = seen;
            this.cpu = cpu;
            recording.forEach(this::event);
        }

        private void event(SchedEvent event) {
            while (at + 1 < seen.size() && clock(at + 1) <= event.nanos()) {
                at++;
                asSeen = true;
            }
            switch (event) {
                case SchedEvent.Enqueued each when each.ofCpu() == cpu -> asSeen = false;
                case SchedEvent.Dequeued each when each.cpu() != cpu -> asSeen = false;
                case SchedEvent.Migrated each when each.to() == cpu || each.from() == cpu -> asSeen = false;
                case SchedEvent.Switch each
                when each.cpu() == cpu -> {
                    if (asSeen) {
                        compare(each, seen.get(at).cpus().get(cpu), each.nanos() - clock(at));
                    }
                    asSeen = false;
                }
                default -> {}
            }
        }

        private long clock(int freeze) {
            return recording.clock(seen.get(freeze).guestTimeNanos());
        }

        private void compare(SchedEvent.Switch came, CpuQueue queue, long passed) {
            boolean fair = came.prev().prio() >= NORMAL && came.next().prio() >= NORMAL;
            boolean idle = came.prev().idle() || came.next().idle();
            if (!fair
                    || idle
                    || queue.changing()
                    || reweighed(queue)
                    || !queue.running().equals(came.prev().label())) {
                return;
            }
            boolean sleeps = came.state() != LeavingState.RUNNABLE && came.state() != LeavingState.PREEMPTED;
            String next = next(queue, queue.root(), sleeps, passed);
            if (next.equals(came.next().label())) {
                right++;
            } else {
                wrong.add(came.next().label() + " came, not " + next + ", after " + passed + " ns");
            }
        }

        /// Whether a cgroup had another weight at the next freeze.
        private boolean reweighed(CpuQueue queue) {
            return at + 1 < seen.size()
                    && !sameWeights(
                            queue.root(), seen.get(at + 1).cpus().get(cpu).root());
        }

        private static boolean sameWeights(FairQueue before, FairQueue after) {
            return before.entities().stream()
                    .filter(FairEntity::group)
                    .allMatch(group -> after.entities().stream()
                            .filter(each -> each.name().equals(group.name()))
                            .allMatch(each -> each.weight() == group.weight()));
        }

        /// Down to a task.
        private static String next(CpuQueue cpu, FairQueue queue, boolean sleeps, long passed) {
            Optional<FairEntity> found = sleeps ? queue.nextAfter(passed) : queue.pickedAfter(passed);
            if (found.isEmpty()) {
                return "nobody";
            }
            FairEntity picked = found.get();
            if (!picked.group()) {
                return picked.name();
            }
            return cpu.fair().stream()
                    .filter(below -> below.cgroup().equals(picked.name()))
                    .findFirst()
                    .map(below -> next(cpu, below, sleeps, passed))
                    .orElse("nobody in " + picked.name());
        }
    }
}

package org.schedlab.lab.session;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.flightrecorder.FlightRecorder;
import org.schedlab.lab.recorder.KernelAccounts;
import org.schedlab.lab.recorder.Mark;
import org.schedlab.lab.recorder.RecordedTask;
import org.schedlab.lab.recorder.Recording;
import org.schedlab.lab.recorder.SchedEvent;
import org.schedlab.lab.recorder.TaskInterval;
import org.schedlab.lab.recorder.TaskIntervals;
import org.schedlab.lab.recorder.TaskState;
import org.schedlab.lab.workers.WorkerCount;
import org.schedlab.testsupport.TestKernels;
import org.schedlab.vm.freeze.TaskList;
import org.schedlab.vm.memory.FieldReader;
import org.schedlab.vm.memory.KernelMemory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// The flight recorder against the kernel's own accounts, on the oldest kernel and the newest.
@ParameterizedClass
@MethodSource("kernels")
@Tag("machine")
class RecorderIT {
    private static final Duration SPAN = Duration.ofMillis(400);
    private static final long TASK_WAKING = 0x200; // include/linux/sched.h, Linux 6.16 to 7.3

    private final Path kernel;

    RecorderIT(Path kernel) {
        this.kernel = kernel;
    }

    static List<Path> kernels() {
        return TestKernels.newest();
    }

    /// What the kernel has accounted for a task.
    private record Kept(long run, long delay, long arrivals) {
        Kept minus(Kept before) {
            return new Kept(run - before.run, delay - before.delay, arrivals - before.arrivals);
        }
    }

    private static Map<Integer, Kept> kept(VmSession vm) {
        return vm.peek(RecorderIT::kept).orElseThrow();
    }

    private static Map<Integer, Kept> kept(KernelMemory memory) {
        String task = "struct task_struct";
        FieldReader pid = memory.reader(task, "pid");
        FieldReader run = memory.reader(task, "se.sum_exec_runtime");
        FieldReader delay = memory.reader(task, "sched_info.run_delay");
        FieldReader arrivals = memory.reader(task, "sched_info.pcount");
        Map<Integer, Kept> found = new HashMap<>();
        for (long each : new TaskList(memory).addresses()) {
            found.put((int) pid.read(each), new Kept(run.read(each), delay.read(each), arrivals.read(each)));
        }
        return found;
    }

    private void load(VmSession vm) {
        vm.spawn(new WorkerCount(6).spinning());
        vm.spawn(new WorkerCount(4).bursty(Duration.ofMillis(1), Duration.ofMillis(1)));
        vm.spawn(new WorkerCount(2).pipeIo());
    }

    @ParameterizedTest
    @ValueSource(strings = {"EEVDF", "vtime"})
    void accountsAreTheKernelsToTheNanosecond(String scheduler) {
        try (VmSession vm = VmSession.boot(BootOptions.defaults().withKernel(kernel))) {
            if (scheduler.equals("vtime")) {
                vm.attach(Schedulers.vtime());
            }
            load(vm);
            // At 20 ms under vtime on 6.16 pipe-0 is half-way through enqueue_task(): the recorder has seen it
            // enter, the kernel sets on_rq and sched_info.last_queued only when the class's part is done.
            vm.run(Duration.ofMillis(20));
            long from = vm.machine().guest().machine().clockNanos();
            Map<Integer, Kept> before = kept(vm);
            Set<Integer> restless = restless(vm);
            vm.run(SPAN);
            Recording recording = vm.recorder().recording(Optional.of(from), Optional.empty(), (_, _) -> scheduler);
            Map<Integer, Kept> after = kept(vm);
            restless.addAll(restless(vm));

            int compared = 0;
            for (KernelAccounts.Account account : KernelAccounts.of(recording)) {
                int pid = account.task().pid();
                if (before.containsKey(pid) && after.containsKey(pid) && !restless.contains(pid)) {
                    assertThat(new Kept(account.runNanos(), account.runDelayNanos(), account.arrivals()))
                            .as(account.task().label())
                            .isEqualTo(after.get(pid).minus(before.get(pid)));
                    compared += account.arrivals() > 0 ? 1 : 0;
                }
            }
            assertThat(compared).as("tasks that ran, and slept at both ends").isGreaterThan(1);
        }
    }

    /// Tasks that run, wait, or are just being woken: the kernel has not accounted for all of that yet.
    private static Set<Integer> restless(VmSession vm) {
        return vm.peek(memory -> {
                    FieldReader pid = memory.reader("struct task_struct", "pid");
                    FieldReader onRq = memory.reader("struct task_struct", "on_rq");
                    FieldReader state = memory.reader("struct task_struct", "__state");
                    return Arrays.stream(new TaskList(memory).addresses())
                            .filter(each -> onRq.read(each) != 0 || (state.read(each) & TASK_WAKING) != 0)
                            .mapToObj(each -> (int) pid.read(each))
                            .collect(Collectors.toSet());
                })
                .orElseThrow();
    }

    @Test
    void aCpusTimeIsIdleOrSomebodys() {
        try (VmSession vm = VmSession.boot(BootOptions.defaults().withKernel(kernel))) {
            load(vm);
            vm.run(SPAN);
            Recording recording = vm.recording();
            long[] running = new long[recording.interval().cpus()];
            List<TaskInterval> all = TaskIntervals.of(recording);
            all.stream()
                    .filter(each -> each.state() == TaskState.RUNNING)
                    .forEach(each -> running[each.cpu()] += each.length());
            assertThat(running).containsOnly(recording.interval().length());

            Map<RecordedTask, Long> ends = new HashMap<>();
            for (TaskInterval each : all) {
                Long end = ends.put(each.task(), each.to());
                assertThat(end == null || end == each.from())
                        .as("%s follows without a gap", each)
                        .isTrue();
            }
        }
    }

    @Test
    void everySwitchLeavesTheTaskThatCameLast() {
        try (VmSession vm = VmSession.boot(BootOptions.defaults().withKernel(kernel))) {
            vm.attach(Schedulers.vtime());
            load(vm);
            vm.run(SPAN);
            Recording recording = vm.recording();
            Map<Integer, RecordedTask> on = new HashMap<>();
            recording.start().stream()
                    .filter(each -> each.state() == TaskState.RUNNING)
                    .forEach(each -> on.put(each.cpu(), each.task()));
            List<SchedEvent> wrong = new ArrayList<>();
            long[] last = {0};
            recording.forEach(event -> {
                assertThat(event.nanos()).isGreaterThanOrEqualTo(last[0]);
                last[0] = event.nanos();
                if (event instanceof SchedEvent.Switch at && !at.prev().equals(on.put(at.cpu(), at.next()))) {
                    wrong.add(at);
                }
            });
            assertThat(wrong).isEmpty();
            assertThat(recording.interval().lost()).isZero();
        }
    }

    @Test
    void recordingChangesNoBit() {
        String off = state(vm -> vm.recorder().on(false));
        assertThat(state(_ -> {})).isEqualTo(off);
        assertThat(state(vm -> vm.run(Duration.ofMillis(1))))
                .as("of another run")
                .isNotEqualTo(off);
    }

    private String state(Consumer<VmSession> first) {
        try (VmSession vm = VmSession.boot(BootOptions.defaults().withKernel(kernel))) {
            first.accept(vm);
            vm.attach(Schedulers.vtime());
            load(vm);
            vm.run(SPAN);
            return vm.stateHash();
        }
    }

    @Test
    void afterARewindThePastIsThatOfTheMomentGoneBackTo() {
        try (VmSession vm = VmSession.boot(BootOptions.defaults().withKernel(kernel))) {
            load(vm);
            vm.run(Duration.ofMillis(50));
            vm.checkpoint("there");
            List<SchedEvent> first = events(vm);
            vm.run(Duration.ofMillis(50));
            List<SchedEvent> second = events(vm);
            vm.rewind("there");
            assertThat(events(vm)).isEqualTo(first);
            vm.run(Duration.ofMillis(50));
            assertThat(events(vm)).isEqualTo(second).hasSizeGreaterThan(first.size());
        }
    }

    /// To come back to what was to come is no way on which anything was recorded.
    @Test
    void anotherBranchIsNotToldAsThePast() {
        try (VmSession vm = VmSession.boot(BootOptions.defaults().withKernel(kernel))) {
            vm.checkpoint("begin");
            load(vm);
            vm.run(Duration.ofMillis(10));
            vm.checkpoint("one way");
            vm.rewind("begin");
            vm.spawn(new WorkerCount(1).spinning());
            vm.run(Duration.ofMillis(50));
            vm.rewind("one way");
            long there = vm.recording().interval().to();
            vm.run(Duration.ofMillis(10));
            Recording recording = vm.recording();
            assertThat(recording.interval().from()).isEqualTo(there);
            assertThat(recording.tasks())
                    .extracting(RecordedTask::name)
                    .contains("pipe-0", "bursty-0")
                    .noneMatch(name -> name.startsWith("(pid"));
        }
    }

    /// kernel/sched/fair.c, entity_eligible(): whoever is picked is not ahead of the weighted average.
    @Test
    void eevdfPicksWhoIsEligible() {
        try (VmSession vm = VmSession.boot(BootOptions.defaults().withKernel(kernel))) {
            vm.spawn(new WorkerCount(3).spinning().withCpus(1));
            vm.spawn(new WorkerCount(2).spinning().nice(5).withCpus(1));
            vm.run(SPAN);
            List<SchedEvent.Eevdf> picks = new ArrayList<>();
            int[] ended = {0};
            vm.recording().forEach(event -> {
                if (event instanceof SchedEvent.Eevdf at && at.task().name().startsWith("spin")) {
                    if (at.step() == SchedEvent.Eevdf.Step.PICKED) {
                        picks.add(at);
                    }
                    ended[0] += at.step() == SchedEvent.Eevdf.Step.SLICE_ENDED ? 1 : 0;
                }
            });
            assertThat(picks).hasSizeGreaterThan(50);
            assertThat(picks).allSatisfy(pick -> assertThat(pick.lag()).isGreaterThanOrEqualTo(-1));
            assertThat(ended[0]).isGreaterThan(50);
        }
    }

    /// What a user holds must not change under him.
    @Test
    void aRecordingStaysWhatItWas() {
        Recording held;
        List<SchedEvent> first = new ArrayList<>();
        try (VmSession vm = VmSession.boot(BootOptions.defaults().withKernel(kernel))) {
            load(vm);
            vm.checkpoint("there");
            vm.run(Duration.ofMillis(50));
            held = vm.recording();
            held.forEach(first::add);
            vm.rewind("there");
            vm.spawn(new WorkerCount(3).spinning());
            vm.run(Duration.ofMillis(50));
            assertThat(events(held)).isEqualTo(first).isNotEqualTo(events(vm));
        }
        assertThat(events(held)).as("of a machine that is closed").isEqualTo(first);
    }

    @Test
    void theOldestGoesFirst() {
        try (VmSession vm = VmSession.boot(BootOptions.defaults().withKernel(kernel))) {
            long begun = vm.recording().interval().from();
            vm.recorder().keep(FlightRecorder.LEAST_BYTES);
            vm.spawn(new WorkerCount(8).pipeIo());
            for (int i = 0; i < 40 && vm.recording().interval().from() == begun; i++) {
                vm.run(Duration.ofMillis(100));
            }
            Recording recording = vm.recording();
            assertThat(recording.interval().from()).isGreaterThan(begun);
            assertThat(recording.interval().lost()).isZero();
            long[] running = new long[recording.interval().cpus()];
            TaskIntervals.forEach(recording, each -> {
                if (each.state() == TaskState.RUNNING) {
                    running[each.cpu()] += each.length();
                }
            });
            assertThat(running).containsOnly(recording.interval().length());
            assertThatThrownBy(() -> vm.recorder().recording(Optional.of(begun), Optional.empty(), (_, _) -> ""))
                    .hasMessageContaining("recorded is from")
                    .hasMessageContaining("%record SIZE");
        }
    }

    @Test
    void offIsSaid() {
        try (VmSession vm = VmSession.boot(BootOptions.defaults().withKernel(kernel))) {
            vm.recorder().on(false);
            vm.run(Duration.ofMillis(5));
            long end = vm.recording().interval().to();
            vm.recorder().on(true);
            vm.run(Duration.ofMillis(5));
            assertThat(vm.recording().interval().from()).isGreaterThan(end);
            assertThat(vm.recording().interval().length()).isEqualTo(5_000_000);
            assertThat(vm.recorder().text()).contains("is on and has 5.000 ms");
            assertThatThrownBy(() -> vm.recorder().keep(5)).hasMessageContaining("%record off");
        }
    }

    private static List<SchedEvent> events(Recording recording) {
        List<SchedEvent> all = new ArrayList<>();
        recording.forEach(all::add);
        return all;
    }

    private static List<SchedEvent> events(VmSession vm) {
        List<SchedEvent> all = new ArrayList<>();
        vm.recording().forEach(all::add);
        return all;
    }

    /// The kernel steers its clock: what it is ahead of QEMU's changes by microseconds in a second.
    @Test
    void anEventsTimeIsTheGuestsClockThere() {
        try (VmSession vm = VmSession.boot(BootOptions.defaults().withTopology("1n1l2c1t"))) {
            List<Long> instants = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                vm.recorder().mark(Mark.Kind.NOTE, "here");
                instants.add(vm.instant().guestTimeNanos());
                vm.run(Duration.ofMillis(150));
            }
            Recording recording = vm.recording();
            List<Long> told = recording.marks().stream()
                    .filter(mark -> mark.kind() == Mark.Kind.NOTE)
                    .map(mark -> recording.guestTime(mark.nanos()))
                    .toList();
            assertThat(told).isEqualTo(instants);
            assertThat(recording.marks())
                    .allSatisfy(mark -> assertThat(recording.clock(recording.guestTime(mark.nanos())))
                            .isBetween(mark.nanos() - 1, mark.nanos() + 1));
        }
    }
}

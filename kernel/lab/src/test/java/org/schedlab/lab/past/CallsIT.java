package org.schedlab.lab.past;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.recorder.Recording;
import org.schedlab.lab.recorder.SchedEvent;
import org.schedlab.lab.session.VmSession;
import org.schedlab.lab.stacks.CodePlace;
import org.schedlab.lab.workers.WorkerCount;
import org.schedlab.testsupport.TestKernels;
import org.schedlab.vm.LabException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Calls and profiles against the flight recorder, which saw the run itself, and against the guest's
/// clock: while a CPU is busy, an instruction takes 2 ns.
@Tag("machine")
class CallsIT {
    private static final Pattern CUT = Pattern.compile(
            "[^;]+;" + Pattern.quote(CodePlace.NOT_FOLLOWED.function()) + ";(sysvec_.*|asm_.*|bpf_[^;]*)");
    private static final Duration SPAN = Duration.ofMillis(30);
    private static final int NANOS_OF_AN_INSTRUCTION = 2;

    static List<Path> kernels() {
        return TestKernels.newest();
    }

    private static VmSession busy(Path kernel) {
        VmSession vm = VmSession.boot(BootOptions.defaults()
                .withKernel(kernel)
                .withTopology("1n1l2c1t")
                .withMemory("256M"));
        vm.attach(Schedulers.vtime());
        vm.spawn(new WorkerCount(3).spinning());
        vm.spawn(new WorkerCount(2).pipeIo());
        vm.run(Duration.ofMillis(20));
        return vm;
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void callsAreThoseThatTheRecorderSaw(Path kernel) {
        try (VmSession vm = busy(kernel)) {
            vm.run(SPAN);
            Recording recording = vm.trace().last(SPAN).recording();
            String state = vm.stateHash();
            List<String> enqueued = new ArrayList<>();
            List<String> op = new ArrayList<>();
            recording.forEach(event -> {
                if (event instanceof SchedEvent.Enqueued at) {
                    enqueued.add("CPU " + at.ofCpu() + " " + at.task().label() + " " + at.flags());
                }
                if (event instanceof SchedEvent.OpCalled at && at.op().equals("enqueue")) {
                    op.add(recording.guestTime(at.begun()) + " on CPU " + at.cpu() + ": " + at.instructions());
                }
            });

            Calls calls = vm.past().calls("enqueue_task", SPAN);
            assertThat(calls.calls().stream().map(call -> String.join(" ", call.arguments())))
                    .containsExactlyElementsOf(enqueued)
                    .hasSizeGreaterThan(20);
            assertThat(calls.parameters()).containsExactly("rq", "p", "flags");
            assertThat(calls.callersTable().stringColumn("caller").asList())
                    .contains("ttwu_do_activate")
                    .doesNotContain("?");

            Calls ofProgram = vm.past().calls("vtime_enqueue", SPAN);
            assertThat(ofProgram.calls().stream()
                            .map(call -> call.guestTimeNanos() + " on CPU " + call.cpu() + ": "
                                    + call.instructions().orElse(-1)))
                    .containsExactlyElementsOf(op)
                    .hasSizeGreaterThan(20);
            assertThat(vm.stateHash()).isEqualTo(state);
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void everyInstructionIsCounted(Path kernel) {
        try (VmSession vm = busy(kernel)) {
            vm.run(SPAN);
            Profile profile = vm.past().profile(SPAN);
            assertThat(profile.instructions() * NANOS_OF_AN_INSTRUCTION)
                    .as("both CPUs are busy all the time; blocks at both edges are counted whole or not")
                    .isBetween(SPAN.toNanos() - 2_000, SPAN.toNanos() + 2_000);
            assertThat(profile.lost()).isZero();
            assertThat(calls(profile, "enqueue_task"))
                    .isEqualTo(vm.past().calls("enqueue_task", SPAN).count());
            assertThat(calls(profile, "vtime_enqueue"))
                    .isEqualTo(vm.past().calls("vtime_enqueue", SPAN).count());
            assertThat(profile.parts())
                    .filteredOn(part -> part.kind() == Profile.Kind.BPF)
                    .extracting(Profile.Part::function)
                    .contains("vtime_enqueue", "vtime_dispatch");
            assertThat(profile.byTask().stringColumn("task").asList())
                    .filteredOn(each -> each.startsWith("spin-"))
                    .isNotEmpty();
            assertThat(profile.samples().keySet())
                    .filteredOn(stack -> stack.startsWith("pipe-") && stack.contains("vfs_"))
                    .allMatch(stack -> stack.split(";", -1)[1].startsWith("entry_SYSCALL_64"))
                    .isNotEmpty();
            assertThat(profile.samples().keySet())
                    .as("the words reach to where the kernel was entered, but for interrupts' own stacks and edges of"
                            + " BPF programs")
                    .filteredOn(stack -> stack.contains(CodePlace.NOT_FOLLOWED.function()))
                    .allMatch(stack -> CUT.matcher(stack).matches());
            assertThat(profile.picture().root().samples())
                    .as("30 ms are 150 times 100,000 instructions; each of two CPUs has begun one before")
                    .isBetween(149L, 152L);
        }
    }

    private static long calls(Profile profile, String function) {
        return profile.parts().stream()
                .filter(part -> part.function().equals(function))
                .mapToLong(Profile.Part::calls)
                .sum();
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void whatCannotBeAskedSaysWhy(Path kernel) {
        try (VmSession vm = busy(kernel)) {
            assertThatThrownBy(() -> vm.past().calls("enqueue_tsk"))
                    .isInstanceOf(LabException.class)
                    .hasMessageContaining("no calls of 'enqueue_tsk'")
                    .hasMessageContaining("enqueue_task");
            assertThatThrownBy(() -> vm.past().calls("enqueue"))
                    .isInstanceOf(LabException.class)
                    .hasMessageContaining("vtime_enqueue");
            assertThatThrownBy(() -> vm.past().calls("runqueues"))
                    .isInstanceOf(LabException.class)
                    .hasMessageContaining("no calls of 'runqueues'");
            assertThatThrownBy(() -> vm.past().calls("enqueue_task", Duration.ofMillis(-1)))
                    .isInstanceOf(LabException.class)
                    .hasMessageContaining("above zero");
            assertThatThrownBy(() -> vm.past().profile(Duration.ZERO))
                    .isInstanceOf(LabException.class)
                    .hasMessageContaining("above zero");
            assertThat(vm.past().calls("panic").table().rowCount()).isZero();
        }
    }
}

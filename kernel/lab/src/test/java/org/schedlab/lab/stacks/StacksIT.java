package org.schedlab.lab.stacks;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.session.VmSession;
import org.schedlab.lab.workers.WorkerCount;
import org.schedlab.lab.workers.Workers;
import org.schedlab.testsupport.TestKernels;
import org.schedlab.vm.freeze.TaskState;
import org.schedlab.vm.linux.KernelObject;
import org.schedlab.vm.stack.StackTrace;

import static org.assertj.core.api.Assertions.assertThat;

/// Stacks out of memory; the oracle is the guest's own /proc/PID/stack.
@Tag("machine")
class StacksIT {
    private static final long STACK_BYTES = 16 << 10;
    private static final Pattern LINE = Pattern.compile("\\[<0>] (\\S+)\\+0x([0-9a-f]+)/0x[0-9a-f]+.*");

    static List<Path> kernels() {
        return TestKernels.farthestAndOlder();
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void everySleepingTasksStackIsTheGuestsOwn(Path kernel) {
        try (VmSession vm = VmSession.boot(BootOptions.defaults()
                .withKernel(kernel)
                .withTopology("1n1l2c1t")
                .withMemory("256M"))) {
            if (vm.image().hasSchedExt()) {
                vm.attach(Schedulers.fifo());
            }
            vm.spawn(new WorkerCount(2).pipeIo());
            vm.spawn(new WorkerCount(3).sleeping(Duration.ofMillis(700)));
            vm.spawn(new WorkerCount(3).spinning());
            vm.run(Duration.ofMillis(20));
            String state = vm.stateHash();
            Stacks stacks = vm.stacks(vm.tasks());
            assertThat(vm.stateHash()).isEqualTo(state);

            assertThat(stacks.stacks())
                    .filteredOn(each -> !each.onCpu())
                    .hasSizeGreaterThan(30)
                    .allSatisfy(each -> assertThat(each.end()).as(each.text()).isNotEqualTo(StackTrace.End.BROKEN));
            assertThat(stacks.stacks().stream().filter(TaskStack::onCpu)).hasSizeBetween(1, 2);
            assertThat(stacks.table().rowCount()).isEqualTo(vm.tasks().size());

            List<String> compared = new ArrayList<>();
            for (TaskStack each : stacks.stacks().reversed()) {
                if (each.onCpu() || each.task().state() == TaskState.RUNNING || compared.size() == 40) {
                    continue;
                }
                String file = "/proc/" + each.task().pid() + "/stack";
                List<String> guests = lines(new String(vm.readFile(file), StandardCharsets.UTF_8));
                TaskStack now = vm.stacks(List.of(each.task())).stacks().getFirst();
                if (now.equals(each) && !guests.isEmpty()) {
                    // The guest leaves out its scheduler's own functions.
                    List<String> ours =
                            each.frames().stream().map(StacksIT::text).toList();
                    assertThat(ours).as(each.text()).endsWith(guests.toArray(new String[0]));
                    compared.add(each.folded());
                }
            }
            assertThat(compared).hasSizeGreaterThan(15);
            assertThat(compared).anyMatch(each -> each.contains("entry_SYSCALL_64_after_hwframe"));
        }
    }

    @Test
    void aStackOfWhichTooFewWordsAreKnownSaysSo() {
        try (VmSession vm =
                VmSession.boot(BootOptions.defaults().withTopology("1n1l1c1t").withMemory("256M"))) {
            Workers sleeper = vm.spawn(new WorkerCount(1).sleeping(Duration.ofMillis(700)));
            vm.run(Duration.ofMillis(20));
            TaskStack whole = vm.stacks(vm.tasks()).stacks().stream()
                    .filter(each -> each.task().pid() == sleeper.get(0).pid())
                    .findFirst()
                    .orElseThrow();
            vm.peek(memory -> {
                long stands = KernelObject.at(
                                memory, "struct task_struct", whole.task().address())
                        .member("thread.sp")
                        .number();
                List<Long> words = new ArrayList<>();
                for (long at = stands; at < (stands | STACK_BYTES - 1); at += Long.BYTES) {
                    words.add(memory.space().readLong(at));
                }
                // struct inactive_task_frame, arch/x86/include/asm/switch_to.h: r15 to r12, bx, bp, ret_addr.
                CodeNames names = new CodeNames(memory);
                long sp = stands + 7 * 8;
                assertThat(names.stack(words.get(6), sp, words.get(5), words.subList(7, words.size())))
                        .containsExactlyElementsOf(whole.frames());
                assertThat(names.stack(words.get(6), sp, words.get(5), words.subList(7, 20)))
                        .endsWith(CodePlace.NOT_FOLLOWED)
                        .hasSizeLessThan(whole.frames().size() + 1);
                return true;
            });
        }
    }

    private static String text(CodePlace place) {
        return String.format(Locale.ROOT, "%s+%x", place.function(), place.offset());
    }

    private static List<String> lines(String file) {
        return file.lines()
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .map(line -> line.group(1) + "+" + line.group(2))
                .toList();
    }
}

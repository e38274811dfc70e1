package org.schedlab.lab.past;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.guest.work.Worker;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.session.VmSession;
import org.schedlab.lab.stacks.CodePlace;
import org.schedlab.lab.stacks.TaskStack;
import org.schedlab.lab.workers.WorkerCount;
import org.schedlab.lab.workers.Workers;
import org.schedlab.testsupport.TestKernels;
import org.schedlab.vm.freeze.TaskState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.schedlab.lab.cold.ColdOps.natural;
import static org.schedlab.lab.cold.ColdOps.observe;
import static org.schedlab.lab.cold.ColdOps.task;

/// Where tasks were off the CPU. The oracles are the kernel's own account of what each has run, and the stacks of the
/// tasks that sleep when the machine stands.
@Tag("machine")
class OffCpuIT {
    private static final Duration LAST = Duration.ofMillis(50);

    static List<Path> kernels() {
        return TestKernels.newest();
    }

    private static long ran(VmSession vm, Worker worker) {
        return vm.apply(List.of(observe("v", task(worker, "se.sum_exec_runtime"), natural())))
                .reply("v")
                .number();
    }

    private static long sum(OffCpu found, Worker worker) {
        return of(found, worker).mapToLong(OffCpu.Part::nanos).sum();
    }

    private static Stream<OffCpu.Part> of(OffCpu found, Worker worker) {
        return found.parts().stream().filter(part -> part.task().endsWith(":" + worker.pid()));
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void whatATaskDidNotRunItWasOffTheCpu(Path kernel) {
        try (VmSession vm = VmSession.boot(BootOptions.defaults()
                .withKernel(kernel)
                .withTopology("1n1l2c1t")
                .withMemory("256M"))) {
            vm.attach(Schedulers.vtime());
            Workers spinners = vm.spawn(new WorkerCount(3).spinning());
            Workers pipes = vm.spawn(new WorkerCount(2).pipeIo());
            vm.run(Duration.ofMillis(20));
            // A runner's account is up to date when it leaves its CPU, and at each tick: 4 ms.
            long before = ran(vm, pipes.list().getFirst());
            long atFirst = ran(vm, spinners.list().getFirst());
            vm.run(LAST);
            OffCpu found = vm.past().offCpu(LAST);

            assertThat(sum(found, pipes.list().getFirst()))
                    .isCloseTo(LAST.toNanos() - (ran(vm, pipes.list().getFirst()) - before), within(300_000L));
            assertThat(sum(found, spinners.list().getFirst()))
                    .isCloseTo(LAST.toNanos() - (ran(vm, spinners.list().getFirst()) - atFirst), within(4_300_000L));
            // Two CPUs that never idle: what is left is off the CPU.
            long tasks =
                    found.parts().stream().map(OffCpu.Part::task).distinct().count();
            assertThat(found.parts().stream().mapToLong(OffCpu.Part::nanos).sum())
                    .isCloseTo((tasks - 2) * LAST.toNanos(), within(200_000L));
            assertThat(of(found, spinners.list().getFirst()))
                    .allMatch(part -> part.state() == TaskState.RUNNING)
                    .allMatch(part -> part.longestNanos() <= part.nanos() && part.times() > 0);
            assertThat(of(found, pipes.list().getFirst()).filter(part -> part.state() == TaskState.SLEEPING))
                    .isNotEmpty()
                    .allMatch(part -> part.stack().getLast().endsWith("pipe_read"));

            TaskStack waiting = vm.stacks(vm.tasks()).stacks().stream()
                    .filter(each -> !each.onCpu())
                    .filter(each -> of(found, pipes.list().getFirst())
                                    .anyMatch(part -> part.task()
                                            .endsWith(":" + each.task().pid()))
                            || each.task().pid() == pipes.list().getLast().pid())
                    .findFirst()
                    .orElseThrow();
            assertThat(found.parts())
                    .filteredOn(
                            part -> part.task().endsWith(":" + waiting.task().pid()))
                    .extracting(OffCpu.Part::stack)
                    .contains(waiting.frames().stream()
                            .map(CodePlace::function)
                            .dropWhile(each -> each.contains("schedule") || each.startsWith("__switch_to"))
                            .toList()
                            .reversed());
            assertThat(found.asleep()).anyMatch(each -> each.startsWith("kthreadd"));
            assertThat(found.folded().lines())
                    .allMatch(line -> line.matches(".*;(preempted|sleeping|idle|disk sleep);.* \\d+"));
            assertThat(found.picture().words()).contains("run delay is in it");
        }
    }
}

package org.schedlab.lab.session;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.schedlab.lab.BootOptions;
import org.schedlab.vm.freeze.TaskList;
import org.schedlab.vm.memory.FieldReader;
import org.schedlab.vm.memory.KernelMemory;

import static org.assertj.core.api.Assertions.assertThat;

/// What a guest does that was given nothing to do: the noise below every measurement.
@Tag("machine")
class IdleGuestIT {
    private static final Duration IDLE = Duration.ofSeconds(10);

    @Test
    void nothingOfTheKernelsTakesMoreThanAFewTenthsOfAPercent() {
        try (VmSession vm =
                VmSession.boot(BootOptions.defaults().withTopology("1n1l2c1t").withMemory("256M"))) {
            vm.run(Duration.ofSeconds(1));
            Map<String, Long> before = cpuNanos(vm);
            vm.run(IDLE);
            Map<String, Long> spent = cpuNanos(vm);
            before.forEach((task, nanos) -> spent.merge(task, -nanos, Long::sum));
            spent.keySet().removeIf(task -> task.startsWith("1 ")); // the agent, which each freeze wakes
            spent.values().removeIf(nanos -> nanos == 0);

            assertThat(spent.keySet()).as("%s", spent).noneMatch(task -> task.contains("kdamond"));
            assertThat(spent.values().stream().mapToLong(Long::longValue).sum())
                    .as("of %s of one CPU: %s", IDLE, spent)
                    .isLessThan(IDLE.toNanos() / 200);
            System.out.println("an idle guest's tasks in " + IDLE + ", ns: " + spent);
        }
    }

    private static Map<String, Long> cpuNanos(VmSession vm) {
        return vm.machine().inTurn(guest -> {
            KernelMemory memory = guest.memory();
            TaskList tasks = new TaskList(memory);
            FieldReader cpu = memory.reader("struct task_struct", "se.sum_exec_runtime");
            long[] nanos = tasks.columns(List.of(cpu))[0];
            Map<String, Long> all = new TreeMap<>();
            for (int i = 0; i < nanos.length; i++) {
                all.put(tasks.tasks().get(i).pid() + " " + tasks.tasks().get(i).comm(), nanos[i]);
            }
            return all;
        });
    }
}

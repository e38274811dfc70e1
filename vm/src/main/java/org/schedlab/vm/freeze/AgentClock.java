package org.schedlab.vm.freeze;

import java.util.OptionalLong;

import org.schedlab.vm.LabException;
import org.schedlab.vm.memory.FieldReader;
import org.schedlab.vm.memory.KernelMemory;
import org.schedlab.vm.memory.PerCpuReader;

/// How long the agent, process 1, has been on a CPU: read out of the guest's RAM at a freeze, so that
/// to know it costs the guest nothing.
///
/// The kernel adds to a task's `se.sum_exec_runtime` when the task leaves its CPU or a tick comes. At
/// a freeze the agent is on a CPU, so the stretch since `se.exec_start` is added here. That is told
/// in the clock of its run queue, which leaves interrupts out (`rq->clock_task`); what it has left
/// out so far is the difference to `rq->clock`. Confined to the coordinator's lock.
final class AgentClock {
    private static final int AGENT = 1;

    private final TaskList tasks;
    private final FieldReader ran;
    private final FieldReader since;
    private final FieldReader cpu;
    private final PerCpuReader clock;
    private final PerCpuReader clockOfTasks;
    private OptionalLong agent = OptionalLong.empty();

    AgentClock(KernelMemory memory, TaskList tasks) {
        this.tasks = tasks;
        this.ran = memory.reader("struct task_struct", "se.sum_exec_runtime");
        this.since = memory.reader("struct task_struct", "se.exec_start");
        this.cpu = memory.reader("struct task_struct", "thread_info.cpu");
        this.clock = memory.perCpuReader("runqueues", "clock");
        this.clockOfTasks = memory.perCpuReader("runqueues", "clock_task");
    }

    /// A damaged task list is told to whoever asks for a task, not to whoever freezes.
    private OptionalLong find() {
        try {
            return tasks.find(AGENT);
        } catch (LabException damaged) {
            return OptionalLong.empty();
        }
    }

    /// Nanoseconds on a CPU up to the present freeze, from a beginning that is the same for all
    /// freezes of a machine; empty if the guest has no process 1.
    ///
    /// @param guestTimeNanos the guest's CLOCK_MONOTONIC at the freeze
    OptionalLong nanos(long guestTimeNanos) {
        if (agent.isEmpty()) {
            agent = find();
        }
        if (agent.isEmpty()) {
            return OptionalLong.empty();
        }
        long task = agent.getAsLong();
        int itsCpu = (int) cpu.read(task);
        long interrupts = clock.read(itsCpu) - clockOfTasks.read(itsCpu);
        return OptionalLong.of(ran.read(task) + guestTimeNanos - interrupts - since.read(task));
    }
}

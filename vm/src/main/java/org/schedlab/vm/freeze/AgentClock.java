package org.schedlab.vm.freeze;

import java.util.OptionalLong;

import org.schedlab.vm.LabException;
import org.schedlab.vm.memory.FieldReader;
import org.schedlab.vm.memory.KernelMemory;

/// How long the agent, process 1, has been on a CPU: read out of the guest's RAM at a freeze, so that
/// to know it costs the guest nothing.
///
/// The kernel adds to a task's `se.sum_exec_runtime` when the task leaves its CPU or a tick comes. At
/// a freeze the agent sleeps as a rule; what it has run since the last time that was added is left out
/// then, and comes with the freeze after. Confined to the coordinator's lock.
final class AgentClock {
    private static final int AGENT = 1;

    private final TaskList tasks;
    private final FieldReader ran;
    private OptionalLong agent = OptionalLong.empty();

    AgentClock(KernelMemory memory, TaskList tasks) {
        this.tasks = tasks;
        this.ran = memory.reader("struct task_struct", "se.sum_exec_runtime");
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
    OptionalLong nanos() {
        if (agent.isEmpty()) {
            agent = find();
        }
        if (agent.isEmpty()) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(ran.read(agent.getAsLong()));
    }
}

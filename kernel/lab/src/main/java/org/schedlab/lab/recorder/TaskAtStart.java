package org.schedlab.lab.recorder;

import java.util.List;

/// What a task did when a recording's interval began.
///
/// @param cpu where it runs or waits, or ran last
/// @param allowed on which CPUs it may run; empty if that is not known
public record TaskAtStart(RecordedTask task, TaskState state, int cpu, CpuMask allowed) {
    /// Whether this is the idle task of a CPU that is offline: such a task sleeps.
    public boolean isOfflineCpu() {
        return task.idle() && state == TaskState.SLEEPING;
    }

    /// Of a task of which it is not known where it may run.
    public TaskAtStart(RecordedTask task, TaskState state, int cpu) {
        this(task, state, cpu, new CpuMask(List.of()));
    }
}

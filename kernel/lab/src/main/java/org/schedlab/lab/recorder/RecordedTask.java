package org.schedlab.lab.recorder;

/// A task (thread) of the guest as a recording knows it. Two tasks that had the same pid one after the other
/// are two of these. A value.
///
/// @param number of the task within its recording, from 0; an index for arrays
/// @param pid the thread's id; 0 for the idle task of a CPU
/// @param tgid the process's id
/// @param name `comm` when the recording ends or the task exits
/// @param prio `task_struct.prio` (kernel/sched, 6.16 to 7.3) when it was first seen: 0 to 99 real-time, 100 to
///     139 normal
/// @param kernelThread whether it has no memory of its own (`PF_KTHREAD`)
/// @param cgroup path of its cgroup when it was last put on a run queue, from the root as `/`
public record RecordedTask(int number, int pid, int tgid, String name, int prio, boolean kernelThread, String cgroup) {
    /// Whether this is a CPU's idle task, which runs when nobody else does.
    public boolean idle() {
        return pid == 0;
    }

    /// As people write it: `name:pid`.
    public String label() {
        return name + ":" + pid;
    }

    @Override
    public String toString() {
        return label();
    }
}

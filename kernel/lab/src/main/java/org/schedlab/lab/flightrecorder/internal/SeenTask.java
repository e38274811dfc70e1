package org.schedlab.lab.flightrecorder.internal;

import org.schedlab.lab.recorder.CpuMask;
import org.schedlab.lab.recorder.TaskState;

/// A task as the kernel's memory shows it when the recorder begins.
///
/// @param group address of its task group; 0 for an idle task
/// @param cpu where it runs or waits, or ran last
/// @param allowed on which CPUs it may run
record SeenTask(
        int pid, int tgid, String name, int prio, long flags, long group, TaskState state, int cpu, CpuMask allowed) {
    static final long PF_KTHREAD = 0x00200000; // include/linux/sched.h

    boolean kernelThread() {
        return (flags & PF_KTHREAD) != 0;
    }
}

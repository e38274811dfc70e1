package org.schedlab.lab.flightrecorder.internal;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.schedlab.lab.recorder.CpuMask;
import org.schedlab.lab.recorder.LeavingState;
import org.schedlab.lab.recorder.TaskState;

/// A task while records are read: what is known of it so far.
final class Life {
    final int number;
    final int pid;
    int tgid;
    String name;
    int prio;
    boolean kernelThread;
    long group;
    TaskState state;
    int cpu;

    /// The idle task of a CPU that is offline.
    boolean offline;

    /// Whether its beginning was seen, or it was there before.
    boolean begun;

    /// On which CPUs it may run; empty if that is not known.
    CpuMask allowed = new CpuMask(List.of());

    /// In which state it is about to leave its CPU, because it was taken off the run queue to sleep.
    @Nullable
    LeavingState leaving;

    /// Whose run queue it was put on last.
    int queuedOn;

    /// `se.deadline` and `se.slice` when EEVDF picked it.
    long deadline;
    long slice;

    /// The DSQ that it is in, and of which CPU that is; -1 for no CPU.
    boolean inDsq;
    long dsq;
    int dsqCpu = -1;

    Life(int number, int pid, String name, TaskState state, int cpu) {
        this.number = number;
        this.pid = pid;
        this.tgid = pid;
        this.name = name;
        this.state = state;
        this.cpu = cpu;
        this.queuedOn = cpu;
    }

    /// What it does; the idle task of a CPU that is offline sleeps, though it is the last that ran there.
    TaskState does() {
        return offline ? TaskState.SLEEPING : state;
    }

    static Life of(int number, SeenTask seen) {
        boolean offline = seen.pid() == 0 && seen.state() == TaskState.SLEEPING;
        Life life = new Life(number, seen.pid(), seen.name(), offline ? TaskState.RUNNING : seen.state(), seen.cpu());
        life.offline = offline;
        life.tgid = seen.tgid();
        life.prio = seen.prio();
        life.kernelThread = seen.kernelThread();
        life.group = seen.group();
        life.allowed = seen.allowed();
        return life;
    }

    SeenTask seen() {
        return new SeenTask(pid, tgid, name, prio, kernelThread ? SeenTask.PF_KTHREAD : 0, group, does(), cpu, allowed);
    }
}

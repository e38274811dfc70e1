package org.schedlab.lab.queues;

import org.schedlab.lab.runqueues.WaitingTask;
import org.schedlab.vm.freeze.SchedulerClock;
import org.schedlab.vm.freeze.TaskAccounts;
import org.schedlab.vm.memory.FieldReader;
import org.schedlab.vm.memory.KernelMemory;

/// What queues show of a task. Used by one thread, while the guest stands.
final class TaskReader {
    static final String TASK = "struct task_struct";
    private static final int NAME = 16;

    private final TaskAccounts accounts;
    private final FieldReader pid;
    private final FieldReader name;
    private final long now;

    /// @param ticks the time stamp counter where the guest stands; below 0 if it is not known
    TaskReader(KernelMemory memory, long ticks) {
        accounts = new TaskAccounts(memory);
        pid = memory.reader(TASK, "pid");
        name = memory.reader(TASK, "comm");
        SchedulerClock clock = new SchedulerClock(memory);
        now = ticks < 0 ? clock.latestSeen() : Math.max(clock.latestSeen(), clock.ofTicks(ticks));
    }

    /// The instant, in the scheduler's clock (`rq->clock`).
    long now() {
        return now;
    }

    int pid(long task) {
        return (int) pid.read(task);
    }

    String label(long task) {
        return name.text(task, NAME) + ":" + pid(task);
    }

    /// How long a task has been waiting for a CPU, in ns.
    long waiting(long task) {
        return accounts.of(task, now).waitingNanos();
    }

    WaitingTask task(long task, boolean running, long key, long slice) {
        return new WaitingTask(label(task), pid(task), running, key, slice, running ? 0 : waiting(task));
    }
}

package org.schedlab.vm.freeze;

import org.jspecify.annotations.Nullable;
import org.schedlab.vm.memory.FieldReader;
import org.schedlab.vm.memory.KernelMemory;
import org.schedlab.vm.memory.PerCpuReader;

/// What the scheduler has counted of tasks, read out of the RAM of a guest that stands still, with
/// what it had not added up yet at that instant.
///
/// The kernel adds to a task's `se.sum_exec_runtime` when it leaves its CPU or a tick comes, up to
/// `se.exec_start`, and to `sched_info.run_delay` when a wait ends that began at
/// `sched_info.last_queued`; that field is 0 while the task does not wait. So a task waits if it is
/// not 0, else it runs if it is its run queue's `curr` and was not taken off it, else it is away. The
/// three exclude each other at every instruction of the kernel. Used by one thread at a time.
///
/// From 6.12 on a task that sleeps may be kept on its run queue for its lag (`se.sched_delayed`).
///
/// Source, Linux 6.1 to 7.3: `kernel/sched/stats.h` (`sched_info_enqueue`, `_arrive`, `_depart`),
/// `update_curr` in `kernel/sched/fair.c`; `/proc/PID/schedstat` without the unfinished stretches.
public final class TaskAccounts {
    private final TaskFields fields;
    private final FieldReader ran;
    private final FieldReader ranUntil;
    private final FieldReader delay;
    private final FieldReader timeslices;
    private final FieldReader waitsSince;
    private final @Nullable FieldReader delayed;
    private final FieldReader exitCode;
    private final PerCpuReader current;
    private final PerCpuReader clock;
    private final PerCpuReader taskClock;

    /// @throws org.schedlab.vm.UnknownNameException if this kernel counts in another way
    public TaskAccounts(KernelMemory memory) {
        this.fields = new TaskFields(memory);
        this.ran = fields.task("se.sum_exec_runtime");
        this.ranUntil = fields.task("se.exec_start");
        this.delay = fields.task("sched_info.run_delay");
        this.timeslices = fields.task("sched_info.pcount");
        this.waitsSince = fields.task("sched_info.last_queued");
        this.delayed = memory.image().btf().hasMember("struct sched_entity", "sched_delayed")
                ? fields.task("se.sched_delayed")
                : null;
        this.exitCode = fields.task("exit_code");
        this.current = memory.perCpuReader("runqueues", "curr");
        this.clock = memory.perCpuReader("runqueues", "clock");
        this.taskClock = memory.perCpuReader("runqueues", "clock_task");
    }

    /// What a task was doing.
    public enum Doing {
        RUNNING,
        WAITING,
        /// Asleep, blocked, or between two run queues.
        AWAY,
        /// It has exited and nobody has asked for its end yet.
        ENDED
    }

    /// A task's account from its birth to one instant; all times in ns.
    ///
    /// @param doing at that instant
    /// @param since when the unfinished stretch of running or waiting began, in the scheduler's clock;
    ///     when it stopped running if it is away or has ended
    /// @param countedNanos CPU time that the kernel has added up
    /// @param runningNanos CPU time since then
    /// @param countedDelayNanos run delay that the kernel has added up
    /// @param waitingNanos run delay since then
    /// @param timeslices times it was put on a CPU
    /// @param exitCode as wait(2) gives it, if it has ended
    public record TaskAccount(
            Doing doing,
            long since,
            long countedNanos,
            long runningNanos,
            long countedDelayNanos,
            long waitingNanos,
            long timeslices,
            int exitCode) {

        /// On a CPU, up to the instant.
        public long cpuNanos() {
            return countedNanos + runningNanos;
        }

        /// Runnable without a CPU, up to the instant.
        public long runDelayNanos() {
            return countedDelayNanos + waitingNanos;
        }
    }

    /// The account of a task.
    ///
    /// @param task virtual address of its `task_struct`
    /// @param now the instant, in the scheduler's clock
    public TaskAccount of(long task, long now) {
        Doing doing = doing(task);
        long since = doing == Doing.WAITING ? waitsSince.read(task) : ranUntil.read(task);
        return new TaskAccount(
                doing,
                since,
                ran.read(task),
                doing == Doing.RUNNING ? Math.max(0, now - interrupts(task) - since) : 0,
                delay.read(task),
                doing == Doing.WAITING ? Math.max(0, now - since) : 0,
                timeslices.read(task),
                (int) exitCode.read(task));
    }

    private Doing doing(long task) {
        if (waitsSince.read(task) != 0) {
            return Doing.WAITING;
        }
        boolean on = current.read((int) fields.cpu.read(task)) == task
                && fields.onRq.read(task) != 0
                && (delayed == null || delayed.read(task) == 0);
        return on ? Doing.RUNNING : fields.exitState.read(task) != 0 ? Doing.ENDED : Doing.AWAY;
    }

    /// What its run queue's clock of tasks has left out so far: `se.exec_start` is told in that one.
    private long interrupts(long task) {
        int cpu = (int) fields.cpu.read(task);
        return clock.read(cpu) - taskClock.read(cpu);
    }
}

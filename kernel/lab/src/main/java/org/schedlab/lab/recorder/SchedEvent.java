package org.schedlab.lab.recorder;

import org.jspecify.annotations.Nullable;

/// Something that happened in the guest. All of them are values.
///
/// Times are the guest's clock of QEMU (its TSC), in ns from power-on, exact to the instruction.
/// CPUs are those that executed the code, which need not be those of the task.
public sealed interface SchedEvent {
    /// When, in ns from power-on.
    long nanos();

    /// The CPU that did it.
    int cpu();

    /// One task leaves a CPU and another gets it (`sched_switch`).
    record Switch(long nanos, int cpu, RecordedTask prev, LeavingState state, RecordedTask next)
            implements SchedEvent {}

    /// The clocks of a CPU's run queue at the switch that follows, by which the kernel accounts for it.
    ///
    /// @param clock `rq->clock`, in ns: of `sched_info.run_delay`
    /// @param clockTask `rq->clock_task`, in ns, which stands during interrupts: of `se.sum_exec_runtime`
    record RunQueueClock(long nanos, int cpu, long clock, long clockTask) implements SchedEvent {}

    /// A task is put on a run queue: it can run, or was taken off for a change of it only.
    ///
    /// @param ofCpu whose run queue
    /// @param clock that run queue's `clock`, in ns
    /// @param flags `ENQUEUE_…` (kernel/sched/sched.h)
    /// @param allowed on which CPUs it may run (`cpus_ptr`)
    record Enqueued(long nanos, int cpu, RecordedTask task, int ofCpu, long clock, long flags, CpuMask allowed)
            implements SchedEvent {}

    /// A task is taken off a run queue: it sleeps, moves, or something of it changes.
    ///
    /// @param clock that run queue's `clock`, in ns
    /// @param flags `DEQUEUE_…` (kernel/sched/sched.h)
    record Dequeued(long nanos, int cpu, RecordedTask task, long clock, long flags) implements SchedEvent {}

    /// A task is to be woken (`sched_waking`).
    ///
    /// @param waker the task that runs on the CPU; its idle task, too, if an interrupt wakes
    /// @param lastCpu where the task ran last, not where it is going to run
    record Waking(long nanos, int cpu, RecordedTask task, RecordedTask waker, int lastCpu) implements SchedEvent {}

    /// A task can run (`sched_wakeup`).
    ///
    /// @param targetCpu whose run queue it is on
    record Wakeup(long nanos, int cpu, RecordedTask task, int targetCpu) implements SchedEvent {}

    /// A new task can run for the first time (`sched_wakeup_new`).
    ///
    /// @param targetCpu whose run queue it is on
    record WakeupNew(long nanos, int cpu, RecordedTask task, int targetCpu) implements SchedEvent {}

    /// A task goes over to another CPU (`sched_migrate_task`).
    ///
    /// @param reason the kernel function that did it, told in a few words; empty if it cannot be told
    record Migrated(long nanos, int cpu, RecordedTask task, int from, int to, String reason) implements SchedEvent {}

    /// A task made another one (`sched_process_fork`).
    record Forked(long nanos, int cpu, RecordedTask parent, RecordedTask child) implements SchedEvent {}

    /// A task began another program (`sched_process_exec`).
    record Executed(long nanos, int cpu, RecordedTask task, String name) implements SchedEvent {}

    /// A task ended (`sched_process_exit`).
    record Exited(long nanos, int cpu, RecordedTask task) implements SchedEvent {}

    /// A task changed its `comm` (`task_rename`).
    record Renamed(long nanos, int cpu, RecordedTask task, String before, String after) implements SchedEvent {}

    /// A CPU begins to handle an interrupt.
    ///
    /// @param kind such as `local timer`, `reschedule`, `function call`, `device`
    record InterruptEntered(long nanos, int cpu, String kind) implements SchedEvent {}

    /// A CPU has handled an interrupt, and the softirqs after it.
    record InterruptLeft(long nanos, int cpu, String kind) implements SchedEvent {}

    /// A cgroup has used up its quota on a CPU (`throttle_cfs_rq`), or may go on.
    ///
    /// @param ofCpu of which CPU's run queue
    record Throttled(long nanos, int cpu, String cgroup, int ofCpu, boolean throttled) implements SchedEvent {}

    /// A CPU may be scheduled on from now on, or no longer: it comes online, or is about to go offline
    /// (`sched_cpu_activate`, `sched_cpu_deactivate`).
    ///
    /// @param ofCpu which CPU
    record CpuChanged(long nanos, int cpu, int ofCpu, boolean active) implements SchedEvent {}

    /// A sched_ext scheduler comes into charge or goes, or the kernel bypasses it or no longer does.
    record SchedExtChanged(long nanos, int cpu, Change change, String scheduler) implements SchedEvent {
        public enum Change {
            ATTACH_BEGINS,
            EXIT_BEGINS,
            BYPASS_BEGINS,
            BYPASS_ENDS
        }
    }

    /// The scheduler in charge was asked, and has answered.
    ///
    /// @param nanos when it has answered
    /// @param op such as `enqueue`
    /// @param task whom it is about; null if about nobody, as `dispatch`
    /// @param begun when it was called
    /// @param instructions that the CPU has executed between, those of the kernel's functions that it called too
    record OpCalled(
            long nanos, int cpu, String op, @Nullable RecordedTask task, long begun, long instructions)
            implements SchedEvent {}

    /// A task was put into a dispatch queue (DSQ).
    ///
    /// @param dsq the id, as in `scx_bpf_dsq_insert`; the kernel's own have the highest bit set
    /// @param ofCpu of which CPU it is the local DSQ; -1 for other DSQs
    /// @param slice in ns
    /// @param vtime by which the queue is in order; 0 where it is not by vtime
    record DsqInserted(long nanos, int cpu, RecordedTask task, long dsq, int ofCpu, long slice, long vtime, long flags)
            implements SchedEvent {}

    /// A task was taken out of a DSQ.
    record DsqRemoved(long nanos, int cpu, RecordedTask task, long dsq, int ofCpu) implements SchedEvent {}

    /// EEVDF at work on one task of a CPU's own run queue or of a group's.
    ///
    /// @param step it was placed (enqueued), picked, or left its CPU with a new deadline, because its
    ///     slice had ended
    /// @param vruntime `sched_entity.vruntime`
    /// @param deadline `sched_entity.deadline`
    /// @param lag in virtual ns: of one that is placed, the `vlag` with which it comes; of one that is picked, the
    ///     queue's weighted average of vruntime (`avg_vruntime()`) less its own: it was eligible if that is not
    ///     below 0; of one whose slice ended, 0
    /// @param slice `sched_entity.slice`, in ns
    record Eevdf(long nanos, int cpu, Step step, RecordedTask task, long vruntime, long deadline, long lag, long slice)
            implements SchedEvent {
        public enum Step {
            PLACED,
            PICKED,
            SLICE_ENDED
        }
    }
}

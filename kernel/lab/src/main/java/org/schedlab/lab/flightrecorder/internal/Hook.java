package org.schedlab.lab.flightrecorder.internal;

import org.jspecify.annotations.Nullable;

/// A place in the kernel at which the flight recorder takes something down. The number in its enum is the
/// probe's id.
enum Hook {
    /// `__switch_to`: pid of the one that leaves, of the one that comes, the run queue's `clock` and
    /// `clock_task`, `sched_class` of both, then under EEVDF of the one that leaves `se.vruntime` and
    /// `se.deadline`.
    SWITCH,
    /// `__switch_to` once more, of the one that comes: `se.vruntime`, `se.deadline`, `se.slice`,
    /// `se.load.weight`, then of its `cfs_rq` the virtual time that its sums count from, the weighted sum
    /// of what the waiting ones are beyond that, and the sum of their weights.
    PICK,
    /// `__schedule`: `sched_mode`.
    SCHEDULE,
    /// A class's `enqueue_task`: pid, flags, the run queue's `clock`, its CPU, `sched_task_group`,
    /// then the words of `cpus_ptr`.
    ENQUEUE,
    /// A class's `dequeue_task`: pid, flags, the run queue's `clock`, `__state`, `exit_state`.
    DEQUEUE,
    /// `try_to_wake_up`: pid, the CPU it ran on last.
    WAKE,
    /// `ttwu_do_activate`: pid, the run queue's CPU.
    ACTIVATE,
    /// The site of the tracepoint `sched_waking`: pid of the task on the CPU.
    WAKING_SITE,
    /// A site of the tracepoint `sched_wakeup`.
    WAKEUP_SITE,
    /// The site of the tracepoint `sched_wakeup_new`.
    WAKEUP_NEW_SITE,
    /// `wake_up_new_task`: pid, tgid, the two halves of `comm`, `prio`, `flags`, `sched_task_group`, pid of the
    /// parent.
    NEW_TASK,
    /// `set_task_cpu`: pid, the new CPU, the old one, the return address.
    MIGRATE,
    /// The site of the tracepoint `sched_process_exit`, or `do_exit`: pid.
    EXIT,
    /// `__set_task_comm`: pid, the two halves of the new name, whether another program begins.
    RENAME,
    /// The handlers of interrupts.
    TIMER_INTERRUPT,
    RESCHEDULE_INTERRUPT,
    CALL_INTERRUPT,
    DEVICE_INTERRUPT,
    OTHER_INTERRUPT,
    /// `irqentry_exit`.
    INTERRUPT_END,
    /// `throttle_cfs_rq`: the task group, the CPU.
    THROTTLE,
    /// `unthrottle_cfs_rq`: the same.
    UNTHROTTLE,
    /// `bpf_scx_reg`: the operations, the two halves of the beginning of their name.
    SCX_ATTACH,
    /// `bpf_scx_unreg`: the same.
    SCX_DETACH,
    /// `scx_bypass`: whether it begins.
    SCX_BYPASS,
    /// `dispatch_enqueue`: pid, address of the DSQ, its id, flags, `scx.slice`, `scx.dsq_vtime`.
    DSQ_INSERT,
    /// `dispatch_dequeue` and `task_unlink_from_dsq`: pid, address of the task's DSQ (0: none), its id.
    DSQ_REMOVE,
    /// `sched_cpu_activate`: the CPU.
    CPU_ACTIVATE,
    /// `sched_cpu_deactivate`: the CPU.
    CPU_DEACTIVATE,
    /// `place_entity`: pid, `my_q` (0: a task), `vruntime`, `deadline`, `vlag`, `slice`; all before it is placed.
    PLACE;

    private static final Hook[] ALL = values();

    /// Ids from here on are of the scheduler's operations: the beginning and the end of each.
    static final int FIRST_OPERATION = 1000;

    /// The hook with a number; null for an operation.
    static @Nullable Hook of(int id) {
        return id < ALL.length ? ALL[id] : null;
    }

    @SuppressWarnings("EnumOrdinal") // the numbers live as long as the session's records
    int id() {
        return ordinal();
    }
}

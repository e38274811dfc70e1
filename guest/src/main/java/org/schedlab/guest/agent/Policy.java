package org.schedlab.guest.agent;

/// Scheduling policies. Numbers: include/uapi/linux/sched.h (Linux 6.18).
public enum Policy {
    /// SCHED_NORMAL: the fair class, or sched_ext when a scheduler has taken over all normal tasks.
    NORMAL(0),
    /// SCHED_FIFO: real time, runs until it blocks.
    FIFO(1),
    /// SCHED_RR: real time, in turns.
    RR(2),
    /// SCHED_BATCH: the fair class without wake-up preemption.
    BATCH(3),
    /// SCHED_IDLE: the fair class with the smallest weight.
    IDLE(5),
    /// SCHED_EXT: sched_ext while a scheduler is attached, else as NORMAL.
    EXT(7);

    private final int number;

    Policy(int number) {
        this.number = number;
    }

    /// As in sched_setscheduler(2).
    public int number() {
        return number;
    }

    /// Whether a priority from 1 on goes with it.
    public boolean realTime() {
        return this == FIFO || this == RR;
    }
}

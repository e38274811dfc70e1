package org.schedlab.vm.freeze;

/// The kernel's scheduling policies by number. Source: `include/uapi/linux/sched.h`, Linux 6.16 to
/// 7.3.
public enum SchedPolicy {
    SCHED_NORMAL(0),
    SCHED_FIFO(1),
    SCHED_RR(2),
    SCHED_BATCH(3),
    SCHED_IDLE(5),
    SCHED_DEADLINE(6),
    SCHED_EXT(7);

    private final long number;

    SchedPolicy(long number) {
        this.number = number;
    }

    /// The number in `task_struct.policy`.
    public long number() {
        return number;
    }

    /// The name of a policy's number, or the number itself if it has none.
    public static String name(long number) {
        for (SchedPolicy policy : values()) {
            if (policy.number == number) {
                return policy.name();
            }
        }
        return Long.toString(number);
    }
}

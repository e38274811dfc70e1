package org.schedlab.lab.session;

/// The policies' names by their numbers in `include/uapi/linux/sched.h`, Linux 6.18.
final class SchedulerPolicyNames {
    private SchedulerPolicyNames() {}

    static String of(int policy) {
        return switch (policy) {
            case 0 -> "SCHED_NORMAL";
            case 1 -> "SCHED_FIFO";
            case 2 -> "SCHED_RR";
            case 3 -> "SCHED_BATCH";
            case 5 -> "SCHED_IDLE";
            case 6 -> "SCHED_DEADLINE";
            case 7 -> "SCHED_EXT";
            default -> "policy " + policy;
        };
    }
}

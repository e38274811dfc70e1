package org.schedlab.lab.flightrecorder.internal;

/// Why a task goes over to another CPU, by the kernel function that did it (kernel/sched, Linux 6.16 to 7.3).
final class MigrationReasons {
    private MigrationReasons() {}

    /// @param caller of `set_task_cpu`; empty if unknown
    static String of(String caller) {
        return switch (caller) {
            case "try_to_wake_up", "select_task_rq" -> "placed at its wake-up";
            case "wake_up_new_task" -> "placed when it was new";
            case "detach_task",
                    "detach_tasks",
                    "detach_one_task",
                    "load_balance",
                    "newidle_balance",
                    "sched_balance_rq",
                    "sched_balance_newidle",
                    "active_load_balance_cpu_stop" -> "load balancing";
            case "move_queued_task", "__migrate_task", "migration_cpu_stop" -> "its affinity, or exec";
            case "move_remote_task_to_local_dsq" -> "dispatched to another CPU by sched_ext";
            case "push_rt_task", "pull_rt_task", "push_dl_task", "pull_dl_task" -> "balancing of real-time tasks";
            case "__migrate_swap_task", "migrate_swap_stop" -> "swapped with another task";
            case "" -> "";
            default -> caller;
        };
    }
}

package org.schedlab.vm.freeze;

/// A task at one instant.
///
/// @param address virtual address of its `task_struct`
/// @param pid the thread's id
/// @param tgid the process's id, that of its first thread
/// @param comm its name, at most 15 characters
/// @param state as /proc prints it
/// @param cpu the CPU it runs on or ran last on
/// @param policy its policy's name, such as `SCHED_NORMAL`
/// @param startTimeTicks field 22 of /proc/PID/stat: hundredths of a second after boot
/// @param onRq 0 off the run queues, 1 on one, 2 migrating
/// @param schedClass its class's symbol, such as `fair_sched_class`
public record TaskView(
        long address,
        int pid,
        int tgid,
        String comm,
        TaskState state,
        int cpu,
        String policy,
        long startTimeTicks,
        int onRq,
        String schedClass) {

    /// A field of this task as a target of cold operations.
    public TaskField field(String path) {
        return new TaskField(pid, startTimeTicks, path);
    }
}

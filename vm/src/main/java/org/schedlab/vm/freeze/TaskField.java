package org.schedlab.vm.freeze;

import java.util.Locale;

/// A field of one task's `task_struct`. The task is identified by pid and start time, so that a
/// reused pid is noticed.
///
/// @param pid the thread's id in the guest's first pid namespace, as in /proc/PID
/// @param startTimeTicks field 22 of /proc/PID/stat: hundredths of a second after boot
/// @param path members as in C, below `struct task_struct`: `scx.dsq_vtime`, `signal->nr_threads`
public record TaskField(int pid, long startTimeTicks, String path) implements Target {
    @Override
    public String text() {
        return String.format(Locale.ROOT, "task %d: %s", pid, path);
    }
}

package org.schedlab.lab.dump;

import java.util.List;
import java.util.Map;

/// A task in a dump: it runs, or could. A value.
///
/// @param cpu on whose run queue
/// @param running whether it has that CPU
/// @param state the kernel's letter, `R` for one that can run
/// @param scheduler in whose charge, such as `root` or `sub1-42`; empty before 7.1
/// @param runnableMillis for how long it has been able to run, in ms; of one that runs, since when it could
/// @param fields what the kernel says of it, by the kernel's names, such as `dsq_id` and `slice`
/// @param stack its functions, innermost first; empty in user mode
/// @param own what the scheduler's `dump_task` says of it
public record DumpedTask(
        int cpu,
        boolean running,
        String state,
        String name,
        int pid,
        String scheduler,
        long runnableMillis,
        Map<String, String> fields,
        List<String> stack,
        List<String> own) {
    public DumpedTask {
        fields = Map.copyOf(fields);
        stack = List.copyOf(stack);
        own = List.copyOf(own);
    }

    /// `name:pid`, as in other tables.
    public String label() {
        return name + ":" + pid;
    }

    /// In which DSQ it waits, and if in none, who has it.
    public String queue() {
        String dsq = fields.getOrDefault("dsq_id", "(n/a)");
        if (running) {
            return "on the CPU";
        }
        return dsq.equals("(n/a)") ? "none: the scheduler has it" : dsq;
    }
}

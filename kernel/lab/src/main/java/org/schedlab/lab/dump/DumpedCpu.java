package org.schedlab.lab.dump;

import java.util.List;
import java.util.Map;

/// A CPU in a dump; those that are idle are left out by the kernel. A value.
///
/// @param running `name:pid` of who has it
/// @param schedClass that one's, such as `ext_sched_class`
/// @param fields what the kernel says of its run queue, by the kernel's names, such as `nr_run`
/// @param own what the scheduler's `dump_cpu` says of it
public record DumpedCpu(int cpu, String running, String schedClass, Map<String, String> fields, List<String> own) {
    public DumpedCpu {
        fields = Map.copyOf(fields);
        own = List.copyOf(own);
    }

    /// How many tasks of sched_ext can run there.
    public int nrRunning() {
        return Integer.parseInt(fields.getOrDefault("nr_run", "0"));
    }
}

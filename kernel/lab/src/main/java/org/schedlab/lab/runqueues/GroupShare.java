package org.schedlab.lab.runqueues;

import java.util.List;

/// A cgroup's share of the CPUs at one instant (`struct task_group`).
///
/// @param cgroup its path, from the root as `/`
/// @param weight as `cpu.weight` counts: 100 is the default
/// @param quota CPU time that all its tasks have in a period, in ns; -1 for no limit
/// @param period in ns
/// @param left of the quota in this period, not yet given to any CPU, in ns
/// @param periods with somebody to run, since it has a limit
/// @param throttledPeriods those in which the quota was used up
/// @param cpus what it has on each CPU
public record GroupShare(
        String cgroup,
        double weight,
        long quota,
        long period,
        long left,
        int periods,
        int throttledPeriods,
        List<OnCpu> cpus) {
    public GroupShare {
        cpus = List.copyOf(cpus);
    }

    /// What it has on one CPU.
    ///
    /// @param tasks how many can run there, those of cgroups below too
    /// @param throttled whether its own quota is used up there
    /// @param throttledAbove whether that of this or of one above is
    /// @param left of what this CPU was given of the quota, in ns
    public record OnCpu(int tasks, boolean throttled, boolean throttledAbove, long left) {}
}

package org.schedlab.lab.runqueues;

import java.util.List;

/// Every queue of the kernel's scheduler at one instant. A value.
///
/// @param guestTimeNanos the guest's CLOCK_MONOTONIC in ns
/// @param cpus every CPU's run queue
/// @param dsqs the DSQs of the scheduler in charge: its own and global ones by id, then the local ones by CPU
/// @param groups the cgroups with the CPU controller, the root first, each before those below it
public record QueueInstant(
        long guestTimeNanos, List<CpuQueue> cpus, List<DispatchQueue> dsqs, List<GroupShare> groups) {
    public QueueInstant {
        cpus = List.copyOf(cpus);
        dsqs = List.copyOf(dsqs);
        groups = List.copyOf(groups);
    }

    /// Whether the kernel's own scheduler of normal tasks is CFS; else it is EEVDF.
    public boolean underCfs() {
        return cpus.stream().anyMatch(each -> each.root().isCfs());
    }

    /// Whether the trees of fair queues are in order of deadlines, as those of EEVDF are from 6.8 on; else they are in
    /// order of virtual times.
    public boolean inOrderOfDeadlines() {
        return cpus.stream().anyMatch(each -> each.root().rule() instanceof EevdfRule rule && rule.byDeadline());
    }

    /// Whether the kernel has sched_ext.
    public boolean hasSchedExt() {
        return cpus.stream().anyMatch(each -> each.masks() != null);
    }
}

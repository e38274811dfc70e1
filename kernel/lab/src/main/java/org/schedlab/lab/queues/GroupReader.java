package org.schedlab.lab.queues;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.schedlab.lab.runqueues.GroupShare;
import org.schedlab.vm.linux.BoundedWalk;
import org.schedlab.vm.linux.GroupPaths;
import org.schedlab.vm.linux.KernelObject;
import org.schedlab.vm.linux.Links;
import org.schedlab.vm.memory.KernelMemory;

/// Reads the hierarchy of task groups. Used by one thread, while the guest stands.
///
/// Source: struct task_group, struct cfs_bandwidth, kernel/sched/sched.h, Linux 6.16 to 7.3.
final class GroupReader {
    private static final String GROUP = "struct task_group";
    /// `sched_weight_from_cgroup()`: 1024 << 10 of `shares` is a weight of 100.
    private static final double SHARES_PER_WEIGHT = (1 << 20) / 100.0;
    private static final int MOST_STEPS = 100_000;
    private static final int DEEPEST = 64;

    private final KernelMemory memory;
    private final GroupPaths paths;
    private final boolean perCpu;
    private final List<Integer> cpus;

    GroupReader(KernelMemory memory, GroupPaths paths) {
        this.memory = memory;
        this.paths = paths;
        // one array up to 7.2, then a per-CPU pointer
        perCpu = memory.typeName(memory.path(GROUP, "cfs_rq").type().typeId()).endsWith("cfs_rq *");
        cpus = memory.possibleCpus().stream().boxed().toList();
    }

    /// The root first, each before those below it.
    List<KernelObject> groups() {
        KernelObject root = KernelObject.global(memory, "root_task_group");
        List<KernelObject> found = new ArrayList<>(List.of(root));
        Links siblings = Links.of(memory, GROUP, "siblings");
        BoundedWalk walk = new BoundedWalk(memory.space(), "the guest's task groups", MOST_STEPS);
        below(root, siblings, walk, found, new HashSet<>(), 0);
        return found;
    }

    private void below(
            KernelObject above, Links siblings, BoundedWalk walk, List<KernelObject> found, Set<Long> seen, int depth) {
        if (depth < DEEPEST) {
            siblings.each(walk, above.member("children").address(), address -> {
                if (seen.add(address)) {
                    KernelObject group = KernelObject.at(memory, GROUP, address);
                    found.add(group);
                    below(group, siblings, walk, found, seen, depth + 1);
                }
            });
        }
    }

    boolean isRoot(KernelObject group) {
        return group.member("parent").isNull();
    }

    /// A group's fair run queue on a CPU; the root's is the CPU's own, and is not asked for here.
    KernelObject queue(KernelObject group, int cpu) {
        KernelObject queues = group.member("cfs_rq");
        return perCpu ? queues.perCpu().onCpu(cpu) : queues.element(cpu).dereference();
    }

    GroupShare share(KernelObject group) {
        KernelObject limit = group.member("cfs_bandwidth");
        return new GroupShare(
                paths.of(group.address()),
                Math.round(group.member("shares").number() / SHARES_PER_WEIGHT * 100) / 100.0,
                limit.member("quota").number(),
                limit.member("period").number(),
                limit.member("runtime").number(),
                (int) limit.member("nr_periods").number(),
                (int) limit.member("nr_throttled").number(),
                cpus.stream().map(cpu -> onCpu(queue(group, cpu))).toList());
    }

    private static GroupShare.OnCpu onCpu(KernelObject queue) {
        return new GroupShare.OnCpu(
                (int) queue.member("h_nr_queued|h_nr_running").number(),
                queue.member("throttled").isTrue(),
                queue.member("throttle_count").isTrue(),
                queue.member("runtime_remaining").number());
    }
}

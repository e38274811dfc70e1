package org.schedlab.vm.freeze;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.schedlab.vm.memory.BoundedWalk;
import org.schedlab.vm.memory.FieldReader;
import org.schedlab.vm.memory.KernelMemory;

/// The cgroups of a frozen guest (version 2's one hierarchy), found from `cgrp_dfl_root` without the
/// guest's help. Used by one thread at a time.
///
/// Source: struct cgroup and struct cgroup_subsys_state in `include/linux/cgroup-defs.h`, Linux 6.16
/// to 7.3.
public final class CgroupTree {
    private static final int LONGEST_NAME = 256;
    /// Two per cgroup.
    private static final int MOST_STEPS = 20_000;
    private static final long CSS_ONLINE = 1 << 1;

    private final KernelMemory memory;
    private final FieldReader name;
    private final FieldReader flags;
    private final long children;
    private final long sibling;

    /// A cgroup at one instant.
    ///
    /// @param path relative to `/sys/fs/cgroup`
    /// @param threads in the cgroup itself
    public record CgroupView(String path, int threads) {}

    /// @throws org.schedlab.vm.UnknownNameException if this kernel's `struct cgroup` lacks a member of
    ///     the walk
    public CgroupTree(KernelMemory memory) {
        this.memory = memory;
        this.name = memory.reader("struct cgroup", "kn->name");
        this.flags = memory.reader("struct cgroup", "self.flags");
        this.children = offset("self.children");
        this.sibling = offset("self.sibling");
    }

    private long offset(String member) {
        return memory.path("struct cgroup", member).byteOffsets().getFirst();
    }

    /// Every cgroup below the root, each before those below it.
    ///
    /// @throws org.schedlab.vm.LabException if the hierarchy is broken, naming where
    public List<CgroupView> cgroups() {
        long root = memory.reader("struct cgroup_root", "cgrp").address(memory.symbolAddress("cgrp_dfl_root"));
        Map<Long, Integer> threads = threads();
        BoundedWalk walk = new BoundedWalk(memory.space(), "the guest's cgroup hierarchy", MOST_STEPS);
        List<CgroupView> found = new ArrayList<>();
        Deque<Level> open = new ArrayDeque<>();
        open.push(new Level(root + children, root + children, ""));
        while (!open.isEmpty()) {
            Level level = open.pop();
            long node = walk.follow(level.node());
            if (node != level.head()) {
                open.push(new Level(level.head(), node, level.prefix()));
                long cgroup = node - sibling;
                if ((flags.read(cgroup) & CSS_ONLINE) != 0) {
                    String path = level.prefix() + memory.space().readText(name.read(cgroup), LONGEST_NAME);
                    found.add(new CgroupView(path, threads.getOrDefault(cgroup, 0)));
                    open.push(new Level(cgroup + children, cgroup + children, path + "/"));
                }
            }
        }
        return found;
    }

    /// How far the walk along one cgroup's children is.
    ///
    /// @param head of the list
    /// @param node the latest one
    /// @param prefix of their paths
    private record Level(long head, long node, String prefix) {}

    private Map<Long, Integer> threads() {
        FieldReader cgroup = memory.reader("struct task_struct", "cgroups->dfl_cgrp");
        Map<Long, Integer> counts = new HashMap<>();
        for (long task : new TaskList(memory).addresses()) {
            counts.merge(cgroup.read(task), 1, Integer::sum);
        }
        return counts;
    }
}

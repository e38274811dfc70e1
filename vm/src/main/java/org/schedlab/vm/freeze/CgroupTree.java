package org.schedlab.vm.freeze;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.schedlab.vm.linux.BoundedWalk;
import org.schedlab.vm.linux.KernelObject;
import org.schedlab.vm.linux.Links;
import org.schedlab.vm.memory.FieldReader;
import org.schedlab.vm.memory.KernelMemory;

/// The cgroups of a frozen guest (version 2's one hierarchy), found from `cgrp_dfl_root` without the
/// guest's help. Used by one thread at a time.
///
/// Source: struct cgroup and struct cgroup_subsys_state in `include/linux/cgroup-defs.h`, Linux 6.16
/// to 7.3.
public final class CgroupTree {
    private static final String CGROUP = "struct cgroup";
    private static final int LONGEST_NAME = 256;
    /// Two per cgroup.
    private static final int MOST_STEPS = 20_000;
    private static final long CSS_ONLINE = 1 << 1;

    private final KernelMemory memory;
    private final FieldReader name;
    private final FieldReader flags;
    private final Links siblings;
    private final FieldReader children;

    /// A cgroup at one instant.
    ///
    /// @param path relative to `/sys/fs/cgroup`
    /// @param threads in the cgroup itself
    public record CgroupView(String path, int threads) {}

    /// @throws org.schedlab.vm.UnknownNameException if this kernel's `struct cgroup` lacks a member of
    ///     the walk
    public CgroupTree(KernelMemory memory) {
        this.memory = memory;
        this.name = memory.reader(CGROUP, "kn->name");
        this.flags = memory.reader(CGROUP, "self.flags");
        this.siblings = Links.of(memory, CGROUP, "self.sibling");
        this.children = memory.reader(CGROUP, "self.children");
    }

    /// Every cgroup below the root, each before those below it.
    ///
    /// @throws org.schedlab.vm.LabException if the hierarchy is broken, naming where
    public List<CgroupView> cgroups() {
        KernelObject root = KernelObject.global(memory, "cgrp_dfl_root", "struct cgroup_root")
                .member("cgrp");
        Map<Long, Integer> threads = threads();
        BoundedWalk walk = new BoundedWalk(memory.space(), "the guest's cgroup hierarchy", MOST_STEPS);
        List<CgroupView> found = new ArrayList<>();
        Deque<Cgroup> open = new ArrayDeque<>();
        openChildren(walk, root.address(), "", open);
        while (!open.isEmpty()) {
            Cgroup cgroup = open.pop();
            if ((flags.read(cgroup.address()) & CSS_ONLINE) != 0) {
                String path = cgroup.prefix() + name.text(cgroup.address(), LONGEST_NAME);
                found.add(new CgroupView(path, threads.getOrDefault(cgroup.address(), 0)));
                openChildren(walk, cgroup.address(), path + "/", open);
            }
        }
        return found;
    }

    /// A cgroup that is still to be looked at.
    ///
    /// @param prefix the path of the one above it
    private record Cgroup(long address, String prefix) {}

    /// Puts the children in front of all others, the first foremost.
    private void openChildren(BoundedWalk walk, long above, String prefix, Deque<Cgroup> open) {
        Deque<Cgroup> reversed = new ArrayDeque<>();
        siblings.each(walk, children.address(above), child -> reversed.push(new Cgroup(child, prefix)));
        reversed.forEach(open::push);
    }

    private Map<Long, Integer> threads() {
        FieldReader cgroup = memory.reader("struct task_struct", "cgroups->dfl_cgrp");
        Map<Long, Integer> counts = new HashMap<>();
        for (long task : new TaskList(memory).addresses()) {
            counts.merge(cgroup.read(task), 1, Integer::sum);
        }
        return counts;
    }
}

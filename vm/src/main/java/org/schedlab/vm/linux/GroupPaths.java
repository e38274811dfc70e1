package org.schedlab.vm.linux;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.schedlab.vm.LabException;
import org.schedlab.vm.memory.FieldReader;
import org.schedlab.vm.memory.KernelMemory;

/// The path of the cgroup that a task group belongs to. Remembers those it has found. Used by one thread at a time.
///
/// Source: struct task_group, kernel/sched/sched.h; struct autogroup, kernel/sched/autogroup.h; struct cgroup,
/// include/linux/cgroup-defs.h; Linux 6.16 to 7.3.
public final class GroupPaths {
    private static final int DEEPEST = 64;
    private static final int LONGEST_NAME = 256;

    private final KernelMemory memory;
    private final FieldReader cgroup;
    private final FieldReader node;
    private final FieldReader parent;
    private final FieldReader name;
    private final long self;
    private final Optional<FieldReader> autogroup;
    private final Map<Long, String> known = new HashMap<>();

    /// @throws org.schedlab.vm.UnknownNameException if this kernel has no task groups as they are known here
    public GroupPaths(KernelMemory memory) {
        this.memory = memory;
        cgroup = memory.reader("struct task_group", "css.cgroup");
        node = memory.reader("struct cgroup", "kn");
        parent = memory.reader("struct cgroup", "self.parent");
        name = memory.reader("struct cgroup", "kn->name");
        self = memory.path("struct cgroup", "self").offset();
        autogroup = memory.image().btf().hasMember("struct task_group", "autogroup")
                ? Optional.of(memory.reader("struct task_group", "autogroup"))
                : Optional.empty();
    }

    /// The path of a group's cgroup, from the root as `/`. A session in the root cgroup has a group of its own, which
    /// the kernel numbers: `/ (autogroup 24)`.
    ///
    /// @param group virtual address of its `struct task_group`; of one that is there no more a phrase says so
    public String of(long group) {
        return known.computeIfAbsent(group, this::find);
    }

    private String find(long group) {
        if (group == 0 || group == memory.symbolAddress("root_task_group")) {
            return "/";
        }
        try {
            long session = autogroup.isPresent() ? autogroup.get().read(group) : 0;
            if (session != 0) {
                long number = KernelObject.at(memory, "struct autogroup", session)
                        .member("id")
                        .number();
                return String.format(Locale.ROOT, "/ (autogroup %d)", number);
            }
            StringBuilder path = new StringBuilder();
            long at = cgroup.read(group);
            for (int depth = 0; at != 0 && depth < DEEPEST; depth++) {
                long above = parent.read(at);
                if (above == 0) {
                    return path.isEmpty() ? "/" : path.toString();
                }
                if (node.read(at) == 0) {
                    break;
                }
                path.insert(0, "/" + name.text(at, LONGEST_NAME));
                at = above - self;
            }
        } catch (LabException _) {
            // it is gone: see below
        }
        return "(a cgroup that is gone)";
    }
}

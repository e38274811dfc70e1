package org.schedlab.vm.freeze;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.schedlab.vm.LabException;
import org.schedlab.vm.freeze.CgroupTree.CgroupView;
import org.schedlab.vm.image.CachedKernels;
import org.schedlab.vm.memory.AddressSpace;
import org.schedlab.vm.memory.KernelMemory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Lists of the guest that somebody has tied into a knot, as a cold write can.
@Timeout(60)
@Tag("kernel")
class EndlessWalksIT {
    private static final long ONLINE = 2;

    @TempDir
    private Path folder;

    private HandMadeGuest guest;
    private long root;
    private long free;

    @BeforeEach
    void makeGuest() throws IOException {
        guest = new HandMadeGuest(CachedKernels.all().getFirst(), folder);
        KernelMemory memory = guest.memory();
        root = memory.reader("struct cgroup_root", "cgrp").address(memory.symbolAddress("cgrp_dfl_root"));
        empty(root);
        free = guest.task(1, "its memory");
    }

    @AfterEach
    void close() {
        guest.close();
    }

    private AddressSpace space() {
        return guest.memory().space();
    }

    private long at(long cgroup, String member) {
        return guest.memory().reader("struct cgroup", member).address(cgroup);
    }

    private void empty(long cgroup) {
        space().write(at(cgroup, "self.children"), 8, at(cgroup, "self.children"));
    }

    /// A cgroup in memory that a task has; it is in no list yet.
    private long cgroup(String name, long flags) {
        long cgroup = guest.task(Math.floorMod(name.hashCode(), 30_000) + 2, name);
        long node = cgroup + 0x3000;
        space().write(at(cgroup, "kn"), 8, node);
        space().write(guest.memory().reader("struct kernfs_node", "name").address(node), 8, node + 0x800);
        space().writeBytes(node + 0x800, (name + "\0").getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        space().write(at(cgroup, "self.flags"), 4, flags);
        empty(cgroup);
        return cgroup;
    }

    private void children(long above, long... cgroups) {
        long link = at(above, "self.children");
        for (long each : cgroups) {
            space().write(link, 8, at(each, "self.sibling"));
            link = at(each, "self.sibling");
        }
        space().write(link, 8, at(above, "self.children"));
    }

    private List<CgroupView> cgroups() {
        // the threads' cgroups are not of this test
        space().write(
                        guest.memory().symbolAddress("init_task") + offset("tasks"),
                        8,
                        guest.memory().symbolAddress("init_task") + offset("tasks"));
        return new CgroupTree(guest.memory()).cgroups();
    }

    private long offset(String member) {
        return guest.memory().path("struct task_struct", member).offset();
    }

    @Test
    void aSoundHierarchyIsSeenAboveBeforeBelow() {
        long a = cgroup("a", ONLINE);
        long b = cgroup("b", ONLINE);
        long gone = cgroup("gone", 0);
        long below = cgroup("below", ONLINE);
        children(root, a, gone, b);
        children(a, below);

        assertThat(cgroups()).extracting(CgroupView::path).containsExactly("a", "a/below", "b");
    }

    @Test
    void anOfflineCgroupThatIsItsOwnSibling() {
        long gone = cgroup("gone", 0);
        children(root, gone);
        space().write(at(gone, "self.sibling"), 8, at(gone, "self.sibling"));

        assertThatThrownBy(this::cgroups)
                .isInstanceOf(LabException.class)
                .hasMessageContaining("the guest's cgroup hierarchy does not end")
                .hasMessageContaining("0x" + Long.toHexString(at(gone, "self.sibling")))
                .hasMessageContaining("try: ");
    }

    @Test
    void aCgroupThatIsItsOwnChild() {
        long a = cgroup("a", ONLINE);
        children(root, a);
        space().write(at(a, "self.children"), 8, at(a, "self.sibling"));

        assertThatThrownBy(this::cgroups).isInstanceOf(LabException.class).hasMessageContaining("does not end");
    }

    @Test
    void aProcessWithoutThreadsThatIsItsOwnNext() {
        long head = guest.get(free, "signal")
                + guest.memory().path("struct signal_struct", "thread_head").offset();
        space().write(head, 8, head);
        space().write(free + offset("tasks"), 8, free + offset("tasks"));

        assertThatThrownBy(() -> new TaskList(guest.memory()).addresses())
                .isInstanceOf(LabException.class)
                .hasMessageContaining("the guest's task list does not end");
    }
}

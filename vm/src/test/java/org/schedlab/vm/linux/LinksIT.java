package org.schedlab.vm.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.schedlab.vm.LabException;
import org.schedlab.vm.UnknownNameException;
import org.schedlab.vm.freeze.HandMadeGuest;
import org.schedlab.vm.image.CachedKernels;
import org.schedlab.vm.linux.BrokenStructureException.Fault;
import org.schedlab.vm.memory.KernelMemory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Lists and trees written by hand, whole and broken.
@Timeout(60)
@Tag("kernel")
class LinksIT {
    private static final String TASK = "struct task_struct";
    private static final String ENTITY = "struct sched_entity";
    private static final int STEP = 0x400;

    @TempDir
    private Path folder;

    private HandMadeGuest guest;
    private KernelMemory memory;
    private long room;

    @BeforeEach
    void makeGuest() throws IOException {
        guest = new HandMadeGuest(CachedKernels.all().getLast(), folder);
        memory = guest.memory();
        room = guest.room();
    }

    @AfterEach
    void close() {
        guest.close();
    }

    private KernelObject head(String type) {
        return KernelObject.at(memory, type, room);
    }

    /// The number of an entity, in the order of their addresses, from 1 on.
    private KernelObject entity(int number) {
        return KernelObject.at(memory, ENTITY, room + (long) number * STEP);
    }

    private void point(KernelObject pointer, long target) {
        assertThat(pointer.type().byteSize()).isEqualTo(8);
        memory.space().write(pointer.address(), 8, target);
    }

    private static List<Long> addresses(List<KernelObject> objects) {
        return objects.stream().map(KernelObject::address).toList();
    }

    private List<Long> numbered(int... numbers) {
        List<Long> addresses = new ArrayList<>();
        for (int number : numbers) {
            addresses.add(entity(number).address());
        }
        return addresses;
    }

    /// A list through `group_node` of these entities, in this order.
    private KernelObject list(int... numbers) {
        KernelObject head = head("struct list_head");
        KernelObject link = head;
        for (int number : numbers) {
            point(link.member("next"), entity(number).member("group_node").address());
            link = entity(number).member("group_node");
        }
        point(link.member("next"), head.address());
        return head;
    }

    private List<KernelObject> entries(KernelObject head) {
        return head.entries(ENTITY, "group_node");
    }

    private static BrokenStructureException broken(Runnable walk) {
        try {
            walk.run();
        } catch (BrokenStructureException expected) {
            return expected;
        }
        throw new AssertionError("it was walked to its end");
    }

    @Test
    void aListIsInItsOwnOrder() {
        assertThat(addresses(entries(list(3, 1, 2)))).isEqualTo(numbered(3, 1, 2));
        assertThat(entries(list())).isEmpty();
        assertThat(addresses(entries(list(4)))).isEqualTo(numbered(4));
    }

    @Test
    void aListThatGoesInACircleBesideItsHead() {
        KernelObject head = list(1, 2, 3, 4, 5);
        point(
                entity(5).member("group_node.next"),
                entity(3).member("group_node").address());

        BrokenStructureException broken = broken(() -> entries(head));

        assertThat(broken.fault()).isEqualTo(Fault.CYCLE);
        assertThat(broken)
                .hasMessageStartingWith("the list of struct sched_entity by 'group_node' at the virtual address 0x")
                .hasMessageContaining("does not end")
                .hasMessageContaining("it is again at the virtual address 0x")
                .hasMessageContaining("try: the guest's memory was overwritten");
        assertThat(numbered(3, 4, 5))
                .contains(broken.address() - memory.path(ENTITY, "group_node").offset());
    }

    @Test
    void anEntryThatIsItsOwnNext() {
        KernelObject head = list(1);
        point(
                entity(1).member("group_node.next"),
                entity(1).member("group_node").address());

        assertThat(broken(() -> entries(head)).fault()).isEqualTo(Fault.CYCLE);
    }

    @Test
    void aWalkTakesNoMoreStepsThanItMay() {
        KernelObject head = list(1, 2, 3);
        Links links = Links.of(memory, ENTITY, "group_node");
        List<Long> seen = new ArrayList<>();

        links.each(new BoundedWalk(memory.space(), "three entities", 4), head.address(), seen::add);
        assertThat(seen).isEqualTo(numbered(1, 2, 3));

        BrokenStructureException broken = broken(
                () -> links.each(new BoundedWalk(memory.space(), "three entities", 3), head.address(), entity -> {}));
        assertThat(broken.fault()).isEqualTo(Fault.ENDLESS);
        assertThat(broken)
                .hasMessageStartingWith("three entities does not end")
                .hasMessageContaining("found: 3 steps, more than a sound one takes; at the virtual address 0x"
                        + Long.toHexString(entity(3).member("group_node").address()));
    }

    @Test
    void stepsOfListsThatBelongTogetherAreCountedTogether() {
        KernelObject head = list(1, 2);
        Links links = Links.of(memory, ENTITY, "group_node");
        BoundedWalk walk = new BoundedWalk(memory.space(), "both", 5);
        links.each(walk, head.address(), entity -> {});

        assertThat(broken(() -> links.each(walk, head.address(), entity -> {})).fault())
                .isEqualTo(Fault.ENDLESS);
    }

    @Test
    void aListThatLeadsToMemoryThatIsNone() {
        KernelObject head = list(1, 2);
        KernelObject stray = entity(2).member("group_node.next");
        point(stray, 0xffff_c900_1234_5678L);

        BrokenStructureException broken = broken(() -> entries(head));

        assertThat(broken.fault()).isEqualTo(Fault.UNREADABLE);
        assertThat(broken.address()).isEqualTo(0xffff_c900_1234_5678L);
        assertThat(broken)
                .hasMessageContaining(
                        "after 3 steps the pointer at 0x%x leads to 0xffffc90012345678".formatted(stray.address()))
                .hasMessageContaining("which cannot be read: the page walk ended at level");
        assertThat(broken.getCause()).isNotNull();
    }

    @Test
    void aListThatWasNeverSetUpAndAnEntryThatWasTakenOut() {
        assertThat(broken(() -> entries(head("struct list_head"))))
                .hasMessageContaining("leads to 0x0")
                .hasMessageContaining("try: a NULL pointer: the list was never set up");

        KernelObject head = list(1);
        point(entity(1).member("group_node.next"), 0xdead_0000_0000_0100L);
        assertThat(broken(() -> entries(head)))
                .hasMessageContaining("not canonical")
                .hasMessageContaining("try: the kernel writes this value into an entry that it takes out of a list");
        assertThat(broken(() -> KernelObject.at(memory, "struct list_head", 0xffff_c900_1234_5000L)
                        .entries(ENTITY, "group_node")))
                .hasMessageContaining("found: its head at 0xffffc90012345000, which cannot be read");
    }

    @Test
    void hashListsEndWithNull() {
        KernelObject pid = KernelObject.at(memory, "struct pid", room);
        KernelObject head = pid.member("tasks[1]");
        KernelObject one = KernelObject.at(memory, TASK, guest.task(5, "one"));
        KernelObject two = KernelObject.at(memory, TASK, guest.task(6, "two"));
        assertThat(head.entries(TASK, "pid_links[1]")).isEmpty();
        point(head.member("first"), two.member("pid_links[1]").address());
        point(two.member("pid_links[1].next"), one.member("pid_links[1]").address());

        assertThat(head.entries(TASK, "pid_links[1]"))
                .extracting(task -> task.member("comm").text())
                .containsExactly("two", "one");

        point(one.member("pid_links[1].next"), two.member("pid_links[1]").address());
        assertThat(broken(() -> head.entries(TASK, "pid_links[1]")).fault()).isEqualTo(Fault.CYCLE);
    }

    @Test
    void locklessListsEndWithNull() {
        KernelObject head = head("struct llist_head");
        KernelObject one = KernelObject.at(memory, TASK, guest.task(5, "one"));
        point(head.member("first"), one.member("wake_entry.llist").address());

        assertThat(addresses(head.entries(TASK, "wake_entry.llist"))).containsExactly(one.address());
    }

    @Test
    void entriesThatPointToOneAnother() {
        KernelObject first = entity(1).member("parent");
        point(first, entity(2).address());
        point(entity(2).member("parent"), entity(3).address());

        assertThat(addresses(first.entries(ENTITY, "parent"))).isEqualTo(numbered(2, 3));
        assertThat(entity(3).member("parent").entries(ENTITY, "parent")).isEmpty();

        point(entity(3).member("parent"), entity(1).address());
        assertThat(broken(() -> first.entries(ENTITY, "parent")).fault()).isEqualTo(Fault.CYCLE);
    }

    /// A tree of the entities from `low` to `high`, whose order is that of their numbers.
    private long tree(int low, int high) {
        if (low > high) {
            return 0;
        }
        int middle = (low + high) / 2;
        KernelObject node = entity(middle).member("run_node");
        point(node.member("rb_left"), tree(low, middle - 1));
        point(node.member("rb_right"), tree(middle + 1, high));
        return node.address();
    }

    @Test
    void aTreeIsInOrder() {
        KernelObject root = head("struct rb_root");
        assertThat(root.entries(ENTITY, "run_node")).isEmpty();
        for (int count : new int[] {1, 2, 3, 6, 20}) {
            point(root.member("rb_node"), tree(1, count));
            assertThat(addresses(root.entries(ENTITY, "run_node")))
                    .hasSize(count)
                    .isSorted()
                    .startsWith(entity(1).address());
        }
        assertThat(addresses(root.cast("struct rb_root_cached").entries(ENTITY, "run_node")))
                .hasSize(20)
                .isSorted();
    }

    @Test
    void aTreeWithANodeBelowItself() {
        KernelObject root = head("struct rb_root");
        point(root.member("rb_node"), tree(1, 7));
        point(entity(1).member("run_node.rb_left"), entity(4).member("run_node").address());

        BrokenStructureException broken = broken(() -> root.entries(ENTITY, "run_node"));

        assertThat(broken.fault()).isEqualTo(Fault.CYCLE);
        assertThat(broken.address()).isEqualTo(entity(4).member("run_node").address());
        assertThat(broken).hasMessageStartingWith("the tree of struct sched_entity by 'run_node' at");
    }

    @Test
    void aTreeWithANodeBelowTwoOthers() {
        KernelObject root = head("struct rb_root");
        point(root.member("rb_node"), tree(1, 7));
        point(
                entity(7).member("run_node.rb_right"),
                entity(2).member("run_node").address());

        assertThat(broken(() -> root.entries(ENTITY, "run_node")).fault()).isEqualTo(Fault.CYCLE);
    }

    @Test
    void aTreeDeeperThanAnySoundOne() {
        KernelObject root = head("struct rb_root");
        long step = memory.type("struct rb_node").byteSize();
        long first = guest.room();
        point(root.member("rb_node"), first);
        for (int depth = 0; depth < 70; depth++) {
            point(
                    KernelObject.at(memory, "struct rb_node", first + depth * step)
                            .member("rb_left"),
                    first + (depth + 1) * step);
        }

        assertThat(broken(() -> root.entries(ENTITY, "run_node")).fault()).isEqualTo(Fault.ENDLESS);
    }

    @Test
    void aHeadOfAnotherKindIsRefused() {
        assertThatThrownBy(() -> head("struct hlist_head").entries(ENTITY, "group_node"))
                .isInstanceOf(LabException.class)
                .hasMessageStartingWith(
                        "the list of struct sched_entity by 'group_node' cannot begin at a struct hlist_head")
                .hasMessageContaining("available: struct list_head");
        assertThatThrownBy(() -> head(ENTITY).member("cfs_rq").entries(ENTITY, "parent"))
                .hasMessageContaining("available: struct sched_entity *");
        assertThatThrownBy(() -> head("struct list_head").entries(ENTITY, "run_node"))
                .hasMessageContaining("available: struct rb_root, struct rb_root_cached, struct rb_root_linked");
    }

    @Test
    void aMemberThatLinksNothingIsRefused() {
        assertThatThrownBy(() -> Links.of(memory, TASK, "pid"))
                .isInstanceOf(LabException.class)
                .hasMessageStartingWith("'pid' of struct task_struct links nothing")
                .hasMessageContaining("found: pid_t")
                .hasMessageContaining("struct list_head");
        assertThatThrownBy(() -> Links.of(memory, TASK, "taskss"))
                .isInstanceOf(UnknownNameException.class)
                .hasMessageContaining("tasks");
    }
}

package org.schedlab.vm.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Objects;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.schedlab.vm.LabException;
import org.schedlab.vm.UnknownNameException;
import org.schedlab.vm.btf.PathException;
import org.schedlab.vm.freeze.HandMadeGuest;
import org.schedlab.vm.image.KernelImage;
import org.schedlab.vm.memory.KernelMemory;
import org.schedlab.vm.memory.NoSuchCpuException;
import org.schedlab.vm.memory.NullPointerHopException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Objects by the types of each kernel, in RAM written by hand.
@ParameterizedClass
@MethodSource("org.schedlab.vm.image.CachedKernels#all")
@Tag("kernel")
class KernelObjectIT {
    private static final String TASK = "struct task_struct";

    private final KernelImage image;

    @TempDir
    private Path folder;

    private HandMadeGuest guest;
    private KernelMemory memory;
    private KernelObject task;

    KernelObjectIT(KernelImage image) {
        this.image = image;
    }

    @BeforeEach
    void makeGuest() throws IOException {
        guest = new HandMadeGuest(image, folder);
        memory = guest.memory();
        task = KernelObject.at(memory, TASK, guest.task(83, "worker"));
    }

    @AfterEach
    void close() {
        guest.close();
    }

    private KernelObject room(String type) {
        return KernelObject.at(memory, type, guest.room());
    }

    private static void write(KernelObject object, long value, KernelMemory memory) {
        memory.space().write(object.address(), object.type().byteSize(), value);
    }

    private void write(KernelObject object, long value) {
        write(object, value, memory);
    }

    @Test
    void numbersHaveTheSignOfTheirType() {
        guest.set(task.address(), "prio", -5);
        guest.set(task.address(), "policy", -5);
        guest.set(task.address(), "se.vruntime", -5);

        assertThat(task.member("prio").number()).isEqualTo(-5);
        assertThat(task.member("policy").number()).isEqualTo(0xffff_fffbL);
        assertThat(task.member("se").member("vruntime").number()).isEqualTo(-5);
        assertThat(task.member("se.vruntime").value()).hasToString(Long.toUnsignedString(-5));
        assertThat(task.member("prio").isTrue()).isTrue();
        assertThat(task.member("exit_state").isTrue()).isFalse();
    }

    @Test
    void aBitFieldIsItsOwnBitsOnly() {
        KernelObject flag = task.member("sched_reset_on_fork");
        write(flag, 0);
        guest.set(task.address(), "sched_reset_on_fork", 1);

        assertThat(flag.type().isBitfield()).isTrue();
        assertThat(flag.number()).isEqualTo(1);
        assertThat(task.member("sched_contributes_to_load").number()).isZero();
        write(flag, ~(1L << flag.type().bitOffset()));
        assertThat(flag.number()).isZero();
        assertThat(task.member("sched_contributes_to_load").number()).isEqualTo(1);
        assertThatThrownBy(() -> flag.member("x")).isInstanceOf(PathException.class);
    }

    @Test
    void membersOfAUnionLieInTheSameBytes() {
        KernelObject page = room("struct page");
        write(page.member("lru.next"), 7);

        assertThat(page.member("buddy_list").address())
                .isEqualTo(page.member("lru").address());
        assertThat(page.member("buddy_list.next").pointer()).isEqualTo(7);
    }

    @Test
    void anEnumHasNamesForSomeValues() {
        KernelObject state = room("enum scx_enable_state");
        long enabled = Objects.requireNonNull(state.type().enumNames().get("SCX_ENABLED"));
        write(state, enabled);
        assertThat(state.enumName()).contains("SCX_ENABLED");
        assertThat(state.number()).isEqualTo(enabled);
        write(state, 77);
        assertThat(state.enumName()).isEmpty();
        assertThatThrownBy(() -> task.member("prio").enumName())
                .isInstanceOf(LabException.class)
                .hasMessageContaining("int at 0x")
                .hasMessageContaining("is not an enum")
                .hasMessageContaining("try: read it as a number()");
    }

    @Test
    void aBooleanIsTrueOrFalse() {
        KernelObject flag = room("bool");
        assertThat(flag.isTrue()).isFalse();
        write(flag, 1);
        assertThat(flag.isTrue()).isTrue();
        assertThat(flag.value()).hasToString("true");
    }

    @Test
    void aPointerLeadsToAnObjectOfItsType() {
        KernelObject signal = task.member("signal");

        assertThat(signal.isNull()).isFalse();
        assertThat(signal.dereference().address()).isEqualTo(signal.pointer());
        assertThat(signal.dereference().toString()).startsWith("struct signal_struct at 0x");
        assertThat(signal.member("->thread_head").address())
                .isEqualTo(signal.dereference().member("thread_head").address())
                .isEqualTo(task.member("signal->thread_head").address());
    }

    @Test
    void aNullPointerLeadsNowhere() {
        assertThat(task.member("parent").isNull()).isTrue();
        assertThatThrownBy(() -> task.member("parent").dereference())
                .isInstanceOf(LabException.class)
                .hasMessageStartingWith("struct task_struct *")
                .hasMessageContaining("cannot be followed")
                .hasMessageContaining("found: it is NULL at this instant")
                .hasMessageContaining("try: ask isNull() first");
        assertThatThrownBy(() -> task.member("parent->pid")).isInstanceOf(NullPointerHopException.class);
        assertThatThrownBy(() -> task.member("pid").isNull())
                .hasMessageContaining("is not a pointer")
                .hasMessageContaining("try: ");
    }

    @Test
    void aPointerToVoidNeedsAType() {
        KernelObject stack = task.member("stack");
        write(stack, task.address());

        assertThatThrownBy(stack::dereference)
                .isInstanceOf(LabException.class)
                .hasMessageContaining("nothing is known of what it points to, 'void'")
                .hasMessageContaining("dereference(\"struct ...\")");
        assertThat(stack.dereference(TASK).member("pid").number()).isEqualTo(83);
    }

    @Test
    void aStalePointerSaysWhereItLeads() {
        write(task.member("parent"), 0x10);

        assertThatThrownBy(() -> task.member("parent->signal->nr_threads"))
                .isInstanceOf(LabException.class)
                .hasMessageStartingWith("'parent->signal->nr_threads' of struct task_struct at 0x")
                .hasMessageContaining("the page walk ended at level PML4")
                .hasMessageContaining("try: ");
        assertThatThrownBy(
                        () -> task.member("parent").dereference().member("pid").number())
                .isInstanceOf(LabException.class)
                .hasMessageContaining("cannot be read")
                .hasMessageContaining("found: the page walk ended at level PML4");
        assertThatThrownBy(() ->
                        KernelObject.at(memory, "u64", 0x8000_0000_0000_0000L).number())
                .hasMessageContaining("it is not canonical");
    }

    @Test
    void textEndsAtAZeroOrWithItsArray() {
        KernelObject comm = task.member("comm");
        assertThat(comm.text()).isEqualTo("worker");
        memory.space().writeBytes(comm.address(), "sixteenletters!!".getBytes(StandardCharsets.US_ASCII));
        assertThat(comm.text()).isEqualTo("sixteenletters!!");
        assertThat(comm.text(7)).isEqualTo("sixteen");

        KernelObject name = room("struct kernfs_node").member("name");
        long acrossPages = guest.room() + 0x1000 - 3;
        memory.space().writeBytes(acrossPages, "user.slice\0".getBytes(StandardCharsets.US_ASCII));
        write(name, acrossPages);
        assertThat(name.text()).isEqualTo("user.slice");

        write(name, 0);
        assertThatThrownBy(name::text).hasMessageContaining("it is NULL");
        write(name, 0x20);
        assertThatThrownBy(name::text)
                .hasMessageContaining("const char * at 0x")
                .hasMessageContaining("found: 0x20: the page walk ended at level PML4");
        assertThatThrownBy(() -> task.member("cpus_mask.bits").text()).hasMessageContaining("is not text");
    }

    @Test
    void anArrayHasTheLengthOfItsType() {
        KernelObject limits = task.member("signal").dereference().member("rlim");
        write(limits.element(3).member("rlim_max"), 42);

        assertThat(limits.length()).isEqualTo(16);
        assertThat(limits.elements()).hasSize(16);
        assertThat(limits.member("[3].rlim_max").number()).isEqualTo(42);
        assertThat(limits.elements().get(3).member("rlim_max").number()).isEqualTo(42);
        assertThatThrownBy(() -> limits.element(16))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("has no element 16")
                .hasMessageContaining("available: 0 to 15");
        assertThatThrownBy(() -> limits.element(-1)).hasMessageContaining("has no element -1");
        assertThatThrownBy(() -> task.element(0)).hasMessageContaining("is not an array");
        assertThatThrownBy(task::elements).hasMessageContaining("is not an array");
    }

    @Test
    void anArrayOfOpenLengthAndAPointerHaveElementsToo() {
        KernelObject open = room("struct bpf_array").member("value");
        memory.space().write(open.address() + 5, 1, 'x');
        assertThat(open.element(5).number()).isEqualTo('x');
        assertThatThrownBy(open::length)
                .hasMessageContaining("has no length")
                .hasMessageContaining("its type leaves it open");

        KernelObject pointer = task.member("last_wakee");
        write(pointer, task.address());
        assertThat(pointer.element(1).address())
                .isEqualTo(task.address() + task.type().byteSize());
    }

    @Test
    void theContainerOfAMemberIsTheObject() {
        assertThat(task.member("scx.runnable_node").containerOf(TASK, "scx.runnable_node"))
                .hasToString(task.toString());
        assertThatThrownBy(() -> task.member("pid").containerOf(TASK, "tasks"))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("is in no struct task_struct by 'tasks'")
                .hasMessageContaining("'tasks' is a struct list_head");
        assertThatThrownBy(() -> task.member("signal->nr_threads").containerOf(TASK, "signal->nr_threads"))
                .isInstanceOf(PathException.class)
                .hasMessageContaining("it follows a pointer");
    }

    @Test
    void aCastIsTheSameBytes() {
        assertThat(task.member("tasks").cast("struct hlist_node").member("next").pointer())
                .isEqualTo(task.member("tasks.next").pointer());
    }

    @Test
    void anUnknownNameBringsTheNearest() {
        assertThatThrownBy(() -> task.member("piid"))
                .isInstanceOfSatisfying(
                        UnknownNameException.class,
                        unknown -> assertThat(unknown.nearest()).contains("pid"));
        assertThatThrownBy(() -> task.cast("struct task_strukt"))
                .isInstanceOf(UnknownNameException.class)
                .hasMessageContaining("struct task_struct");
        assertThatThrownBy(() -> KernelObject.global(memory, "init_tsk", TASK))
                .isInstanceOf(UnknownNameException.class)
                .hasMessageContaining("init_task");
    }

    @Test
    void aStructIsNoNumberButHasMembers() {
        assertThatThrownBy(() -> task.member("se.load").number())
                .isInstanceOf(LabException.class)
                .hasMessageStartingWith("struct load_weight at 0x")
                .hasMessageContaining("is not a number")
                .hasMessageContaining("available: its members weight, inv_weight")
                .hasMessageContaining("try: name one of its parts");
    }

    @Test
    void eachCpuHasItsOwn() {
        PerCpu queues = PerCpu.of(memory, "runqueues");
        write(queues.onCpu(3).member("nr_running"), 5);

        assertThat(queues.onEachCpu())
                .extracting(each -> each.member("nr_running").number())
                .containsExactly(0L, 0L, 5L);
        assertThat(queues.onCpu(1).address()).isEqualTo(memory.perCpuAddress("runqueues", 1));
        assertThatThrownBy(() -> queues.onCpu(2))
                .isInstanceOf(NoSuchCpuException.class)
                .hasMessageContaining("CPUs 0-1,3");
        assertThatThrownBy(() -> PerCpu.of(memory, "runqueue"))
                .isInstanceOf(UnknownNameException.class)
                .hasMessageContaining("runqueues");
    }

    @Test
    void aPerCpuPointerNamesOneForEachCpu() {
        KernelObject pointer = room("struct mount").member("mnt_pcp");
        write(pointer, memory.symbolAddress("runqueues"));

        assertThat(pointer.perCpu().onCpu(3).address()).isEqualTo(memory.perCpuAddress("runqueues", 3));
        assertThat(pointer.perCpu().onCpu(3).toString()).startsWith("struct mnt_pcp at");
        assertThatThrownBy(() -> pointer.perCpu().onCpu(7)).isInstanceOf(NoSuchCpuException.class);
    }

    @Test
    void aMaskIsTheCpusThatAreThere() {
        write(task.member("cpus_mask.bits[0]"), 0b1111_0110);
        write(task.member("cpus_ptr"), task.member("cpus_mask").address());
        BitSet expected = BitSet.valueOf(new long[] {0b0110});

        assertThat(task.member("cpus_mask").cpus()).isEqualTo(expected);
        assertThat(task.member("cpus_ptr").cpus()).isEqualTo(expected);
        KernelObject variable = PerCpu.of(memory, "cpu_sibling_map").onCpu(1);
        if (variable.type().kind() == org.schedlab.vm.btf.FieldType.Kind.POINTER) {
            write(variable, task.member("cpus_mask").address());
        } else {
            write(variable.element(0).member("bits[0]"), 0b0110);
        }
        assertThat(variable.cpus()).isEqualTo(expected);
        assertThatThrownBy(() -> task.member("comm").cpus())
                .isInstanceOf(LabException.class)
                .hasMessageContaining("is not a CPU mask");
    }
}

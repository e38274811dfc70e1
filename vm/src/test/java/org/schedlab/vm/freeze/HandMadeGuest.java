package org.schedlab.vm.freeze;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.schedlab.vm.image.KernelImage;
import org.schedlab.vm.memory.KernelMemory;
import org.schedlab.vm.memory.PageLevel;
import org.schedlab.vm.memory.PageTableBuilder;
import org.schedlab.vm.memory.PhysicalMemory;
import org.schedlab.vm.memory.RamLayout;

/// A guest's RAM written by hand where a kernel of this image would have written it: page tables,
/// per-CPU areas on CPUs 0, 1 and 3, an empty task list. No kernel runs in it. Tasks are added by
/// [#task].
public final class HandMadeGuest implements Freezer, AutoCloseable {
    static final long GUEST_TIME = 5_000_000_000L;
    static final long EXT_TASK_START = 12_340_000_000L;
    static final long EXT_TASK_TICKS = 1_234;

    private static final long MIB = 1L << 20;
    private static final long SIZE = 256 * MIB;
    private static final long TEXT = 0xffff_ffff_8000_0000L;
    private static final long DIRECT_MAP = 0xffff_8880_0000_0000L;
    private static final long TABLES = 96 * MIB;
    private static final long PER_CPU = 128 * MIB;
    private static final long PER_CPU_STEP = 16 * MIB;
    private static final long TASKS = 224 * MIB;
    private static final long TASK_STEP = 0x8000;
    private static final long SIGNAL_IN_STEP = 0x6000;
    private static final int CPUS = 0b1011;

    private final KernelImage image;
    private final PhysicalMemory physical;
    private final KernelMemory memory;
    private long nextTask = TASKS;
    private boolean frozen = true;

    public HandMadeGuest(KernelImage image, Path folder) throws IOException {
        this.image = image;
        Path file = folder.resolve("ram");
        try (RandomAccessFile ram = new RandomAccessFile(file.toFile(), "rw")) {
            ram.setLength(0);
            ram.setLength(SIZE);
        }
        physical = PhysicalMemory.map(file, new RamLayout(SIZE, SIZE));
        byte[] banner = image.banner().getBytes(StandardCharsets.ISO_8859_1);
        physical.copyIn(symbol("linux_banner"), banner, 0, banner.length);
        physical.write(symbol("page_offset_base"), 8, DIRECT_MAP);
        physical.write(symbol("pgdir_shift"), 4, 39);
        physical.write(symbol("nr_cpu_ids"), 4, 4);
        physical.write(symbol("__cpu_possible_mask"), 8, CPUS);
        mapMemory();
        placePerCpuAreas();
        memory = new KernelMemory(physical, image);
        emptyTaskList();
    }

    private long symbol(String name) {
        return image.symbols().require(name).address() - TEXT;
    }

    private void mapMemory() {
        PageTableBuilder tables = new PageTableBuilder(physical, 4, symbol("init_top_pgt"), TABLES);
        for (long physicalAddress = 0; physicalAddress < SIZE; physicalAddress += PageLevel.PD.bytes()) {
            tables.map(DIRECT_MAP + physicalAddress, physicalAddress, PageLevel.PD, true);
            if (physicalAddress < TABLES) {
                tables.map(TEXT + physicalAddress, physicalAddress, PageLevel.PD, true);
            }
        }
        tables.map(readOnlyPage(), TABLES - 0x1000, PageLevel.PT, false);
    }

    /// A page of the vmalloc area that the kernel may not write.
    static long readOnlyPage() {
        return 0xffff_c900_0000_0000L;
    }

    private void placePerCpuAreas() {
        long template = image.symbols().require("runqueues").address() & -PageLevel.PD.bytes();
        for (int cpu = 0; cpu < 4; cpu++) {
            long instance = DIRECT_MAP + PER_CPU + cpu * PER_CPU_STEP + PER_CPU_STEP / 2;
            physical.write(symbol("__per_cpu_offset") + 8L * cpu, 8, instance - template);
        }
    }

    private void emptyTaskList() {
        long head = image.symbols().require("init_task").address() + offset("struct task_struct", "tasks");
        link(head, head);
    }

    private void link(long node, long next) {
        memory.space().write(node, 8, next);
        memory.space().write(next + 8, 8, node);
    }

    private void append(long node, long head) {
        long last = memory.space().readLong(head + 8);
        link(last, node);
        link(node, head);
    }

    private long offset(String type, String path) {
        return memory.path(type, path).offset();
    }

    /// 32 KiB of the direct map that nothing uses, all zeros.
    public long room() {
        long room = DIRECT_MAP + nextTask;
        nextTask += TASK_STEP;
        return room;
    }

    /// Adds a process of one thread: asleep, of class ext and policy NORMAL, started at
    /// [#EXT_TASK_START].
    ///
    /// @return the virtual address of its `task_struct`
    public long task(int pid, String comm) {
        long signal = DIRECT_MAP + nextTask + SIGNAL_IN_STEP;
        long threads = signal + offset("struct signal_struct", "thread_head");
        link(threads, threads);
        long task = thread(pid, pid, comm, signal);
        append(
                task + offset("struct task_struct", "tasks"),
                image.symbols().require("init_task").address() + offset("struct task_struct", "tasks"));
        return task;
    }

    /// Adds another thread to the process of a task.
    long threadOf(long leader, int pid, String comm) {
        long signal = get(leader, "signal");
        return thread(pid, (int) get(leader, "tgid"), comm, signal);
    }

    private long thread(int pid, int tgid, String comm, long signal) {
        long task = DIRECT_MAP + nextTask;
        nextTask += TASK_STEP;
        set(task, "pid", pid);
        set(task, "tgid", tgid);
        set(task, "signal", signal);
        set(task, "__state", 1);
        set(task, "start_boottime", EXT_TASK_START);
        set(task, "sched_class", memory.symbolAddress("ext_sched_class"));
        long node = task + offset("struct task_struct", "scx.runnable_node");
        link(node, node);
        byte[] name = new byte[16];
        System.arraycopy(comm.getBytes(StandardCharsets.ISO_8859_1), 0, name, 0, comm.length());
        memory.space().writeBytes(task + offset("struct task_struct", "comm"), name);
        append(
                task + offset("struct task_struct", "thread_node"),
                signal + offset("struct signal_struct", "thread_head"));
        return task;
    }

    long get(long task, String path) {
        return memory.reader("struct task_struct", path).read(task);
    }

    public void set(long task, String path, long value) {
        var field = memory.path("struct task_struct", path);
        memory.writer(field.type()).write(task + field.offset(), value);
    }

    public KernelMemory memory() {
        return memory;
    }

    void frozen(boolean now) {
        frozen = now;
    }

    /// The bytes of all tasks and their signal structures.
    byte[] taskBytes() {
        byte[] content = new byte[(int) (nextTask - TASKS)];
        physical.copyOut(TASKS, content, 0, content.length);
        return content;
    }

    @Override
    public boolean frozen() {
        return frozen;
    }

    @Override
    public long guestTimeNanos() {
        return GUEST_TIME;
    }

    @Override
    public String mode() {
        return "virtual time";
    }

    @Override
    public void close() {
        physical.close();
    }
}

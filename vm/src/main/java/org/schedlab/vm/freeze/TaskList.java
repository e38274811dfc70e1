package org.schedlab.vm.freeze;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import org.schedlab.vm.linux.Addresses;
import org.schedlab.vm.linux.BoundedWalk;
import org.schedlab.vm.linux.Links;
import org.schedlab.vm.linux.ListCursor;
import org.schedlab.vm.memory.FieldReader;
import org.schedlab.vm.memory.KernelMemory;

/// All tasks of a frozen guest: the processes of `init_task.tasks` and the threads of each
/// `signal->thread_head`. The idle tasks (pid 0) are in neither and are not found.
///
/// Made once per kernel memory and used by one thread at a time. Source: `for_each_process_thread` in
/// `include/linux/sched/signal.h`, Linux 6.16 to 7.3.
public final class TaskList {
    private static final String TASK = "struct task_struct";
    /// To its process, to the list of that one's threads, and to itself.
    private static final int STEPS_PER_TASK = 3;

    private final KernelMemory memory;
    private final TaskFields fields;
    private final Links processes;
    private final Links threads;
    private final FieldReader threadHead;
    private final long head;
    private final long limit;

    /// @throws org.schedlab.vm.UnknownNameException if this kernel's `task_struct` lacks a member of
    ///     the walk
    public TaskList(KernelMemory memory) {
        this.memory = memory;
        this.fields = new TaskFields(memory);
        this.processes = Links.of(memory, TASK, "tasks");
        this.threads = Links.of(memory, TASK, "thread_node");
        this.threadHead = memory.reader(TASK, "signal->thread_head");
        this.head =
                memory.symbolAddress("init_task") + memory.path(TASK, "tasks").offset();
        long tasksInRam = memory.physical().layout().size() / memory.type(TASK).byteSize();
        this.limit = STEPS_PER_TASK * tasksInRam;
    }

    TaskFields fields() {
        return fields;
    }

    /// The virtual address of every task's `task_struct`, each process's threads together.
    ///
    /// @throws org.schedlab.vm.LabException if the lists are broken, naming where
    public long[] addresses() {
        Addresses found = new Addresses();
        BoundedWalk walk = new BoundedWalk(memory.space(), "the guest's task list", limit);
        ListCursor process = processes.list(walk, head);
        while (process.next()) {
            ListCursor thread = threads.list(walk, threadHead.address(process.entry()));
            while (thread.next()) {
                found.accept(thread.entry());
            }
        }
        return found.toArray();
    }

    /// The `task_struct` of every thread by its id.
    public Map<Integer, Long> byPid() {
        Map<Integer, Long> found = new HashMap<>();
        for (long task : addresses()) {
            found.put((int) fields.pid.read(task), task);
        }
        return found;
    }

    /// Field 22 of `/proc/PID/stat` of a task.
    public long startTimeTicks(long task) {
        return fields.startTimeTicks(task);
    }

    /// The `task_struct` of a thread.
    public OptionalLong find(int pid) {
        return Arrays.stream(addresses())
                .filter(task -> fields.pid.read(task) == pid)
                .findFirst();
    }

    /// Every task with what a list of tasks shows of it.
    public List<TaskView> tasks() {
        List<TaskView> views = new ArrayList<>();
        for (long task : addresses()) {
            views.add(fields.view(task));
        }
        return views;
    }

    /// Fields of every task: one array per reader, in the order of [#addresses()].
    ///
    /// @param readers of paths below `struct task_struct` that are numbers
    public long[][] columns(List<FieldReader> readers) {
        long[] all = addresses();
        long[][] columns = new long[readers.size()][all.length];
        for (int row = 0; row < all.length; row++) {
            for (int column = 0; column < columns.length; column++) {
                columns[column][row] = readers.get(column).read(all[row]);
            }
        }
        return columns;
    }
}

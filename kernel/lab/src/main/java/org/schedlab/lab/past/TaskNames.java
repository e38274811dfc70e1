package org.schedlab.lab.past;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.schedlab.vm.freeze.TaskList;
import org.schedlab.vm.memory.KernelMemory;
import org.schedlab.vm.trace.Capture;
import org.schedlab.vm.trace.RecordRing;

/// Names of tasks by their pids, as far as they were seen. Confined to one thread.
final class TaskNames {
    static final String TASK = "struct task_struct";

    private final Map<Integer, String> names = new HashMap<>(Map.of(0, "idle"));

    /// What a probe takes down of the task that runs: its pid and, in two words, its name.
    static List<Capture> current(KernelMemory memory) {
        Capture task = Capture.currentTask();
        long comm = memory.path(TASK, "comm").offset();
        return List.of(
                task.at(memory.path(TASK, "pid").offset(), Integer.BYTES),
                task.at(comm, Long.BYTES),
                task.at(comm + Long.BYTES, Long.BYTES));
    }

    /// Looks at all tasks that there are.
    void look(KernelMemory memory) {
        new TaskList(memory).tasks().forEach(task -> names.put(task.pid(), task.comm()));
    }

    /// Learns one that was captured.
    void learn(int pid, long first, long second) {
        if (pid != 0) {
            names.put(pid, RecordRing.text(first, second));
        }
    }

    /// `name:pid`, or the pid alone.
    String label(int pid) {
        String name = names.get(pid);
        return name == null ? "pid " + pid : name + ":" + pid;
    }
}

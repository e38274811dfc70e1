package org.schedlab.lab.flightrecorder.internal;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.schedlab.lab.recorder.CpuMask;
import org.schedlab.lab.recorder.TaskState;
import org.schedlab.vm.freeze.TaskList;
import org.schedlab.vm.linux.KernelObject;
import org.schedlab.vm.linux.PerCpu;
import org.schedlab.vm.memory.FieldReader;
import org.schedlab.vm.memory.KernelMemory;

/// What every task of a guest does that stands still, the idle tasks too.
///
/// A task runs if it is its CPU's `current`; it waits for a CPU if it is on a run queue and is not only kept there
/// for its lag (`sched_delayed`). The idle task of a CPU that is offline sleeps. Source: struct task_struct,
/// `include/linux/sched.h`, Linux 6.16 to 7.3.
final class Snapshot {
    private static final String TASK = "struct task_struct";
    private static final long UNINTERRUPTIBLE = 2;
    private static final int NAME = 16;

    private final KernelMemory memory;
    private final FieldReader pid;
    private final FieldReader tgid;
    private final FieldReader name;
    private final FieldReader prio;
    private final FieldReader flags;
    private final FieldReader group;
    private final FieldReader state;
    private final FieldReader onRq;
    private final @Nullable FieldReader delayed;
    private final FieldReader cpu;
    private final FieldReader allowed;

    private Snapshot(KernelMemory memory) {
        this.memory = memory;
        pid = memory.reader(TASK, "pid");
        tgid = memory.reader(TASK, "tgid");
        name = memory.reader(TASK, "comm");
        prio = memory.reader(TASK, "prio");
        flags = memory.reader(TASK, "flags");
        group = memory.reader(TASK, "sched_task_group");
        state = memory.reader(TASK, "__state");
        onRq = memory.reader(TASK, "on_rq");
        boolean delays = memory.image().btf().hasMember("struct sched_entity", "sched_delayed");
        delayed = delays ? memory.reader(TASK, "se.sched_delayed") : null;
        cpu = memory.reader(TASK, "thread_info.cpu");
        allowed = memory.reader(TASK, "cpus_ptr");
    }

    static List<SeenTask> of(KernelMemory memory) {
        return new Snapshot(memory).take();
    }

    private List<SeenTask> take() {
        Set<Long> running = new HashSet<>();
        List<SeenTask> found = new ArrayList<>();
        PerCpu queues = PerCpu.of(memory, "runqueues");
        for (int each : memory.possibleCpus().stream().toArray()) {
            KernelObject idle = queues.onCpu(each).member("idle").dereference();
            long current = memory.space().readLong(memory.currentTaskAddress(each));
            running.add(current);
            TaskState does = current == idle.address() ? TaskState.RUNNING : TaskState.RUNNABLE;
            boolean online = queues.onCpu(each).member("online").isTrue();
            found.add(seen(idle.address(), online ? does : TaskState.SLEEPING, each));
        }
        for (long task : new TaskList(memory).addresses()) {
            found.add(seen(task, running.contains(task) ? TaskState.RUNNING : stateOf(task), (int) cpu.read(task)));
        }
        return found;
    }

    private TaskState stateOf(long task) {
        if (onRq.read(task) != 0 && (delayed == null || delayed.read(task) == 0)) {
            return TaskState.RUNNABLE;
        }
        return (state.read(task) & UNINTERRUPTIBLE) != 0 ? TaskState.BLOCKED : TaskState.SLEEPING;
    }

    private CpuMask mask(long task) {
        long words = allowed.read(task);
        List<Long> bits = new ArrayList<>();
        for (int word = 0; word <= (memory.cpuCount() - 1) / Long.SIZE; word++) {
            bits.add(memory.space().readLong(words + (long) Long.BYTES * word));
        }
        return new CpuMask(bits);
    }

    private SeenTask seen(long task, TaskState does, int on) {
        return new SeenTask(
                (int) pid.read(task),
                (int) tgid.read(task),
                name.text(task, NAME),
                (int) prio.read(task),
                flags.read(task),
                pid.read(task) == 0 ? 0 : group.read(task),
                does,
                on,
                mask(task));
    }
}

package org.schedlab.lab.flightrecorder.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.schedlab.lab.recorder.CpuMask;
import org.schedlab.lab.recorder.LeavingState;
import org.schedlab.lab.recorder.RecordedTask;
import org.schedlab.lab.recorder.SchedEvent;
import org.schedlab.lab.recorder.TaskState;
import org.schedlab.vm.trace.RecordRing;

/// Makes events of records, one after the other. Used by one thread, once.
final class Decoder {
    private static final long SLEEP = 1; // DEQUEUE_SLEEP, kernel/sched/sched.h
    private static final long PREEMPT = 1; // SM_PREEMPT, kernel/sched/core.c
    private static final long DSQ_LOCAL = 0x8000000000000002L;
    private static final int WEIGHT_SHIFT = 10; // scale_load_down(), kernel/sched/sched.h, 64 bits
    private static final int PICKED_SHIFT = 7; // the last value of a PICK's, if the kernel has it
    private static final int MASK = 5; // the first value of an ENQUEUE's that is one

    private final Kernel kernel;
    private final Lives lives;
    private final CpuContext[] contexts;
    private final @Nullable List<RecordedTask> tasks;
    private final Consumer<? super SchedEvent> consumer;
    private final Map<List<Long>, CpuMask> masks = new HashMap<>();
    private long[] words = {};
    private int at;

    /// What has to be known of the guest to read its records.
    interface Kernel {
        int cpus();

        /// The name of the function that an address lies in; empty if in none.
        String function(long address);

        String cgroup(long group);

        /// Of which CPU it is the local DSQ; -1 for another one.
        int cpuOfLocalDsq(long address);

        /// The name of an operation of the scheduler's.
        String operation(int index);

        long fairClass();
    }

    /// @param seen the tasks when the records begin
    /// @param tasks each at its number; null while they are only counted: then no event is given
    Decoder(
            Kernel kernel,
            List<SeenTask> seen,
            @Nullable List<RecordedTask> tasks,
            Consumer<? super SchedEvent> consumer) {
        this.kernel = kernel;
        this.tasks = tasks;
        this.consumer = consumer;
        lives = new Lives(seen, kernel.cpus());
        contexts = new CpuContext[kernel.cpus()];
        Arrays.setAll(contexts, _ -> new CpuContext());
    }

    Lives lives() {
        return lives;
    }

    /// Takes the record that begins somewhere in an array.
    void take(long[] array, int start) {
        words = array;
        at = start;
        int id = (int) words[at + 1];
        int cpu = (int) (words[at + 1] >>> 32 & 0xffff);
        CpuContext context = contexts[cpu];
        Hook hook = Hook.of(id);
        if (hook == null) {
            operation(id - Hook.FIRST_OPERATION, cpu, context);
        } else {
            take(hook, words[at], cpu, context);
        }
    }

    private void take(Hook hook, long nanos, int cpu, CpuContext context) {
        switch (hook) {
            case SWITCH -> switched(nanos, cpu, context);
            case PICK -> picked(nanos, cpu, context);
            case SCHEDULE -> context.preempting = (int) value(0) == PREEMPT;
            case ENQUEUE -> enqueued(nanos, cpu, lives.of(value(0), cpu));
            case DEQUEUE -> dequeued(nanos, cpu, lives.of(value(0), cpu));
            case WAKE, ACTIVATE -> {
                context.wakes = value(0);
                context.wakesOn = (int) value(1);
            }
            case WAKING_SITE ->
                give(new SchedEvent.Waking(
                        nanos,
                        cpu,
                        task(lives.of(context.wakes, cpu)),
                        task(lives.of(value(0), cpu)),
                        context.wakesOn));
            case WAKEUP_SITE -> wokenUp(nanos, cpu, context);
            case NEW_TASK -> begun(nanos, cpu, context);
            case WAKEUP_NEW_SITE -> started(nanos, cpu, lives.of(context.starts, cpu));
            case MIGRATE -> migrated(nanos, cpu, lives.of(value(0), cpu));
            case EXIT -> give(new SchedEvent.Exited(nanos, cpu, task(lives.of(value(0), cpu))));
            case RENAME -> renamed(nanos, cpu, lives.of(value(0), cpu));
            case TIMER_INTERRUPT -> interrupt(nanos, cpu, context, "local timer");
            case RESCHEDULE_INTERRUPT -> interrupt(nanos, cpu, context, "reschedule");
            case CALL_INTERRUPT -> interrupt(nanos, cpu, context, "function call");
            case DEVICE_INTERRUPT -> interrupt(nanos, cpu, context, "device");
            case OTHER_INTERRUPT -> interrupt(nanos, cpu, context, "irq work");
            case INTERRUPT_END -> {
                String kind = context.interrupts.poll();
                if (kind != null) {
                    give(new SchedEvent.InterruptLeft(nanos, cpu, kind));
                }
            }
            case THROTTLE -> throttled(nanos, cpu, true);
            case UNTHROTTLE -> throttled(nanos, cpu, false);
            case CPU_ACTIVATE -> cpuChanged(nanos, cpu, (int) value(0), true);
            case CPU_DEACTIVATE -> cpuChanged(nanos, cpu, (int) value(0), false);
            case SCX_ATTACH -> changed(nanos, cpu, SchedEvent.SchedExtChanged.Change.ATTACH_BEGINS);
            case SCX_DETACH -> changed(nanos, cpu, SchedEvent.SchedExtChanged.Change.EXIT_BEGINS);
            case SCX_BYPASS ->
                give(new SchedEvent.SchedExtChanged(
                        nanos,
                        cpu,
                        (value(0) & 1) != 0
                                ? SchedEvent.SchedExtChanged.Change.BYPASS_BEGINS
                                : SchedEvent.SchedExtChanged.Change.BYPASS_ENDS,
                        ""));
            case DSQ_INSERT -> inserted(nanos, cpu, lives.of(value(0), cpu));
            case DSQ_REMOVE -> removed(nanos, cpu, lives.of(value(0), cpu));
            case PLACE -> placed(nanos, cpu);
        }
    }

    private long value(int index) {
        return words[at + RecordRing.HEAD_WORDS + index];
    }

    private int values() {
        return RecordRing.length(words, at) - RecordRing.HEAD_WORDS;
    }

    private void give(SchedEvent event) {
        if (tasks != null) {
            consumer.accept(event);
        }
    }

    private RecordedTask task(Life life) {
        return tasks == null ? UNNAMED : tasks.get(life.number);
    }

    private static final RecordedTask UNNAMED = new RecordedTask(0, 0, 0, "", 0, false, "/");

    private void switched(long nanos, int cpu, CpuContext context) {
        Life prev = lives.of(value(0), cpu);
        Life next = lives.of(value(1), cpu);
        LeavingState left = prev.leaving;
        if (left == null) {
            left = context.preempting ? LeavingState.PREEMPTED : LeavingState.RUNNABLE;
        }
        prev.leaving = null;
        next.leaving = null;
        prev.state = TaskState.after(left);
        prev.cpu = cpu;
        next.state = TaskState.RUNNING;
        next.cpu = cpu;
        give(new SchedEvent.RunQueueClock(nanos, cpu, value(2), value(3)));
        give(new SchedEvent.Switch(nanos, cpu, task(prev), left, task(next)));
        if (value(4) == kernel.fairClass() && prev.deadline != 0 && value(7) != prev.deadline) {
            // update_deadline(), which is inlined everywhere, gives a new one when the slice is used up.
            give(new SchedEvent.Eevdf(
                    nanos, cpu, SchedEvent.Eevdf.Step.SLICE_ENDED, task(prev), value(6), value(7), 0, prev.slice));
        }
        prev.deadline = 0;
        context.fairComes = value(5) == kernel.fairClass() ? value(1) : -1;
    }

    private void picked(long nanos, int cpu, CpuContext context) {
        if (context.fairComes < 0) {
            return;
        }
        Life life = lives.of(context.fairComes, cpu);
        long vruntime = value(0);
        life.deadline = value(1);
        life.slice = value(2);
        // avg_vruntime_weight(), kernel/sched/fair.c: 7.1 and later shift by what the queue says, others scale down.
        long weight = value(3) >> (values() > PICKED_SHIFT ? value(PICKED_SHIFT) : WEIGHT_SHIFT);
        long zero = value(4);
        long sum = value(5) + (vruntime - zero) * weight;
        long load = value(6) + weight;
        long lag = load == 0 ? 0 : zero + Math.floorDiv(sum, load) - vruntime;
        give(new SchedEvent.Eevdf(
                nanos, cpu, SchedEvent.Eevdf.Step.PICKED, task(life), vruntime, life.deadline, lag, life.slice));
    }

    private void enqueued(long nanos, int cpu, Life life) {
        life.queuedOn = (int) value(3);
        life.group = value(4);
        life.allowed = allowed();
        give(new SchedEvent.Enqueued(nanos, cpu, task(life), life.queuedOn, value(2), value(1), life.allowed));
    }

    /// The mask that the present record ends with; equal ones are one object.
    private CpuMask allowed() {
        List<Long> bits = new ArrayList<>();
        for (int word = MASK; word < values(); word++) {
            bits.add(value(word));
        }
        return masks.computeIfAbsent(bits, CpuMask::new);
    }

    private void dequeued(long nanos, int cpu, Life life) {
        // A task whose cgroup is throttled is taken off too, and could run (6.18 and later).
        boolean sleeps = (value(1) & SLEEP) != 0 && (value(3) | value(4)) != 0;
        if (sleeps) {
            life.leaving = States.of(value(3), value(4));
        }
        give(new SchedEvent.Dequeued(nanos, cpu, task(life), value(2), value(1)));
    }

    private void wokenUp(long nanos, int cpu, CpuContext context) {
        Life life = lives.of(context.wakes, cpu);
        runnable(life, context.wakesOn);
        give(new SchedEvent.Wakeup(nanos, cpu, task(life), context.wakesOn));
    }

    private static void runnable(Life life, int cpu) {
        if (life.state != TaskState.RUNNING) {
            life.state = TaskState.RUNNABLE;
            life.cpu = cpu;
        }
    }

    private void begun(long nanos, int cpu, CpuContext context) {
        Life child = lives.begin((int) value(0), RecordRing.text(value(2), value(3)), cpu);
        child.tgid = (int) value(1);
        child.prio = (int) value(4);
        child.kernelThread = (value(5) & SeenTask.PF_KTHREAD) != 0;
        child.group = value(6);
        context.starts = value(0);
        give(new SchedEvent.Forked(nanos, cpu, task(lives.of(value(7), cpu)), task(child)));
    }

    private void started(long nanos, int cpu, Life life) {
        runnable(life, life.queuedOn);
        give(new SchedEvent.WakeupNew(nanos, cpu, task(life), life.queuedOn));
    }

    private void migrated(long nanos, int cpu, Life life) {
        int from = (int) value(2);
        int to = (int) value(1);
        if (from == to) {
            return;
        }
        if (life.state == TaskState.RUNNABLE) {
            life.cpu = to;
        }
        give(new SchedEvent.Migrated(nanos, cpu, task(life), from, to, MigrationReasons.of(kernel.function(value(3)))));
    }

    private void renamed(long nanos, int cpu, Life life) {
        String before = life.name;
        life.name = RecordRing.text(value(1), value(2));
        if (!before.equals(life.name)) {
            give(new SchedEvent.Renamed(nanos, cpu, task(life), before, life.name));
        }
        if ((value(3) & 1) != 0) {
            give(new SchedEvent.Executed(nanos, cpu, task(life), life.name));
        }
    }

    private void interrupt(long nanos, int cpu, CpuContext context, String kind) {
        context.interrupts.push(kind);
        give(new SchedEvent.InterruptEntered(nanos, cpu, kind));
    }

    private void throttled(long nanos, int cpu, boolean begins) {
        give(new SchedEvent.Throttled(nanos, cpu, kernel.cgroup(value(0)), (int) value(1), begins));
    }

    private void cpuChanged(long nanos, int cpu, int ofCpu, boolean active) {
        lives.of(0, ofCpu).offline = !active;
        give(new SchedEvent.CpuChanged(nanos, cpu, ofCpu, active));
    }

    private void changed(long nanos, int cpu, SchedEvent.SchedExtChanged.Change change) {
        give(new SchedEvent.SchedExtChanged(nanos, cpu, change, RecordRing.text(value(1), value(2))));
    }

    private void inserted(long nanos, int cpu, Life life) {
        life.inDsq = true;
        life.dsq = value(2);
        life.dsqCpu = life.dsq == DSQ_LOCAL ? kernel.cpuOfLocalDsq(value(1)) : -1;
        give(new SchedEvent.DsqInserted(nanos, cpu, task(life), life.dsq, life.dsqCpu, value(4), value(5), value(3)));
    }

    /// Two functions may tell of the same removal, and of a task that is in no queue.
    private void removed(long nanos, int cpu, Life life) {
        if (life.inDsq && value(1) != 0) {
            life.inDsq = false;
            give(new SchedEvent.DsqRemoved(nanos, cpu, task(life), life.dsq, life.dsqCpu));
        }
    }

    private void placed(long nanos, int cpu) {
        if (value(1) == 0) {
            give(new SchedEvent.Eevdf(
                    nanos,
                    cpu,
                    SchedEvent.Eevdf.Step.PLACED,
                    task(lives.of(value(0), cpu)),
                    value(2),
                    value(3),
                    value(4),
                    value(5)));
        }
    }

    private void operation(int number, int cpu, CpuContext context) {
        long nanos = words[at];
        long instructions = words[at + 2];
        int index = number / 2;
        if (number % 2 == 0) {
            long pid = values() > 0 ? value(0) : -1;
            context.operations.push(new CpuContext.OpenOperation(index, nanos, instructions, pid));
            return;
        }
        CpuContext.OpenOperation open = context.operations.peek();
        if (open != null && open.index() == index) {
            context.operations.pop();
            RecordedTask about = open.pid() < 0 ? null : task(lives.of(open.pid(), cpu));
            give(new SchedEvent.OpCalled(
                    nanos, cpu, kernel.operation(index), about, open.nanos(), instructions - open.instructions()));
        }
    }
}

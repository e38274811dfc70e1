package org.schedlab.vm.freeze;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.schedlab.vm.memory.FieldReader;
import org.schedlab.vm.memory.KernelMemory;

/// Finds the task a target means and holds it against the checks of [TaskCheck], in their order, at
/// one instant.
final class TaskChecks {
    private static final int TASKS_TO_NAME = 8;
    private static final double TICKS_PER_SECOND = 100;

    private final KernelMemory memory;
    private final TaskList list;
    private final TaskFields fields;
    private final boolean hasSchedExt;
    private @Nullable SchedExt known;

    TaskChecks(KernelMemory memory, TaskList list) {
        this.memory = memory;
        this.list = list;
        this.fields = list.fields();
        this.hasSchedExt = memory.image().hasSchedExt();
    }

    /// A task that passed.
    ///
    /// @param address of its `task_struct`
    /// @param note which way it passed where there is more than one
    record Passed(long address, String note) {}

    /// @throws TaskCheckException at the first check that fails
    Passed check(TaskField target, ReadMode mode) {
        long task = find(target);
        checkStartTime(target, task);
        checkAlive(target, task);
        String note = "";
        if (mode == ReadMode.STRICT) {
            checkOffRunQueue(target, task);
            // There is neither a DSQ that it could be on nor a class that it would have to be of.
            note = hasSchedExt
                    ? checkSchedExt(target, task)
                    : "layers 5 to 7 left out: Linux %s has no sched_ext"
                            .formatted(memory.image().release());
        }
        checkStarted(target, task);
        return new Passed(task, note);
    }

    private long find(TaskField target) {
        return list.find(target.pid())
                .orElseThrow(() -> new TaskCheckException(
                        TaskCheck.PID,
                        target,
                        String.format(Locale.ROOT, "no task has pid %d; the newest are %s", target.pid(), newest()),
                        String.format(Locale.ROOT, "a task with pid %d", target.pid()),
                        "take the pid from spawn(...) or tasks(); the task may have exited"));
    }

    private String newest() {
        long[] all = list.addresses();
        return Arrays.stream(all)
                .boxed()
                .sorted(Comparator.comparingLong(fields.startBootTime::read).reversed())
                .limit(TASKS_TO_NAME)
                .map(task -> String.format(Locale.ROOT, "%d %s", fields.pid.read(task), fields.comm(task)))
                .collect(Collectors.joining(", "));
    }

    private void checkStartTime(TaskField target, long task) {
        long seen = fields.startTimeTicks(task);
        if (seen != target.startTimeTicks()) {
            throw new TaskCheckException(
                    TaskCheck.START_TIME,
                    target,
                    String.format(
                            Locale.ROOT,
                            "%s started at tick %d (%.2f s after boot)",
                            who(task),
                            seen,
                            seen / TICKS_PER_SECOND),
                    String.format(
                            Locale.ROOT,
                            "start at tick %d, field 22 of /proc/%d/stat",
                            target.startTimeTicks(),
                            target.pid()),
                    "the task that was meant has exited and its pid was reused, or the start time is mistaken:"
                            + " take both from spawn(...) or tasks()");
        }
    }

    private void checkAlive(TaskField target, long task) {
        long state = fields.state.read(task);
        long exitState = fields.exitState.read(task);
        if ((state & TaskState.DEAD_BIT) != 0 || exitState != 0) {
            throw new TaskCheckException(
                    TaskCheck.ALIVE,
                    target,
                    String.format(
                            Locale.ROOT,
                            "%s is %s (__state %#x, exit_state %#x)",
                            who(task),
                            fields.state(task),
                            state,
                            exitState),
                    "a task that has not exited",
                    "its fields have no meaning any more: spawn another one");
        }
    }

    private void checkOffRunQueue(TaskField target, long task) {
        long onRq = fields.onRq.read(task);
        if (onRq != 0) {
            throw new TaskCheckException(
                    TaskCheck.OFF_RUN_QUEUE,
                    target,
                    String.format(
                            Locale.ROOT,
                            "%s is on the run queue of CPU %d (on_rq %d, %s; state %s)",
                            who(task),
                            fields.cpu.read(task),
                            onRq,
                            onRq == 1 ? "queued" : "migrating",
                            fields.state(task)),
                    "on_rq 0: a task at rest",
                    "use a worker that sleeps, or run on until it blocks; to look at a running task, read with observe(...)");
        }
    }

    /// Where sched_ext keeps things in this kernel.
    private record SchedExt(long classAddress, FieldReader queue, FieldReader queueId, FieldReader node) {}

    private SchedExt schedExt() {
        SchedExt found = known;
        if (found == null) {
            found = new SchedExt(
                    memory.symbolAddress("ext_sched_class"),
                    fields.task("scx.dsq"),
                    fields.task("scx.dsq->id"),
                    fields.task("scx.runnable_node.next"));
            known = found;
        }
        return found;
    }

    /// Layers 5 to 7.
    private String checkSchedExt(TaskField target, long task) {
        SchedExt ext = schedExt();
        checkOffDispatchQueue(target, task, ext);
        checkClass(target, task, ext);
        return checkPolicy(target, task);
    }

    private void checkOffDispatchQueue(TaskField target, long task, SchedExt ext) {
        if (ext.queue().read(task) != 0) {
            throw onDispatchQueue(
                    target,
                    String.format(
                            Locale.ROOT,
                            "%s is on the dispatch queue %#x",
                            who(task),
                            ext.queueId().read(task)),
                    "scx.dsq NULL: a task that no scheduler has queued");
        }
        long self = ext.node().address(task);
        long next = ext.node().read(task);
        if (next != 0 && next != self) {
            throw onDispatchQueue(
                    target,
                    String.format(
                            Locale.ROOT,
                            "%s is on a list of runnable tasks (scx.runnable_node.next %#x)",
                            who(task),
                            next),
                    "scx.runnable_node empty");
        }
    }

    private static TaskCheckException onDispatchQueue(TaskField target, String seen, String needed) {
        return new TaskCheckException(
                TaskCheck.OFF_DISPATCH_QUEUE,
                target,
                seen,
                needed,
                "use a worker that sleeps, or run on until it blocks; to look at it as it is, read with observe(...)");
    }

    private void checkClass(TaskField target, long task, SchedExt ext) {
        long seen = fields.schedClass.read(task);
        if (seen != ext.classAddress()) {
            throw new TaskCheckException(
                    TaskCheck.EXT_CLASS,
                    target,
                    "%s has the class %s and policy %s"
                            .formatted(who(task), fields.className(seen), SchedPolicy.name(fields.policy.read(task))),
                    "the class ext_sched_class",
                    "attach a sched_ext scheduler and spawn the worker with policy NORMAL or EXT;"
                            + " to look at a task of another class, read with observe(...)");
        }
    }

    private String checkPolicy(TaskField target, long task) {
        long policy = fields.policy.read(task);
        if (policy == SchedPolicy.SCHED_EXT.number()) {
            return "layer 7: policy SCHED_EXT";
        }
        boolean takenOver = policy == SchedPolicy.SCHED_NORMAL.number()
                || policy == SchedPolicy.SCHED_BATCH.number()
                || policy == SchedPolicy.SCHED_IDLE.number();
        if (takenOver) {
            return "layer 7: %s, taken over by sched_ext".formatted(SchedPolicy.name(policy));
        }
        throw new TaskCheckException(
                TaskCheck.POLICY,
                target,
                "%s has policy %s".formatted(who(task), SchedPolicy.name(policy)),
                "SCHED_EXT, or SCHED_NORMAL, SCHED_BATCH or SCHED_IDLE taken over by sched_ext",
                "spawn the worker with policy NORMAL or EXT");
    }

    private void checkStarted(TaskField target, long task) {
        if (fields.startBootTime.read(task) == 0) {
            throw new TaskCheckException(
                    TaskCheck.STARTED,
                    target,
                    "%s has start_boottime 0".formatted(who(task)),
                    "a start time: the kernel sets it when a task is made",
                    "the memory is no live task's, or of the time before the clock started: choose another task");
        }
    }

    private String who(long task) {
        return String.format(Locale.ROOT, "task %d '%s'", fields.pid.read(task), fields.comm(task));
    }
}

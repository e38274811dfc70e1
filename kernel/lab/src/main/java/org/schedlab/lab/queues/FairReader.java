package org.schedlab.lab.queues;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.schedlab.lab.runqueues.CfsRule;
import org.schedlab.lab.runqueues.EevdfRule;
import org.schedlab.lab.runqueues.FairEntity;
import org.schedlab.lab.runqueues.FairQueue;
import org.schedlab.lab.runqueues.FairRule;
import org.schedlab.lab.runqueues.WaitingTask;
import org.schedlab.vm.btf.Btf;
import org.schedlab.vm.image.FairScheduler;
import org.schedlab.vm.linux.GroupPaths;
import org.schedlab.vm.linux.KernelObject;
import org.schedlab.vm.memory.KernelMemory;
import org.schedlab.vm.memory.PerCpuReader;

/// Reads fair run queues. Used by one thread, while the guest stands.
///
/// Source: struct cfs_rq, struct sched_entity, kernel/sched/sched.h and fair.c, Linux 6.1 (CFS), 6.6, 6.12 and 6.16 to
/// 7.3
/// (EEVDF). From 7.3 on an entity that is a task counts with its `h_load`, and is in its CPU's own queue whatever its
/// cgroup.
final class FairReader {
    private static final String QUEUE = "struct cfs_rq";
    private static final String ENTITY = "struct sched_entity";
    private static final String QUEUED = "nr_queued|nr_running";
    private static final int SCALE = 10;

    private final KernelMemory memory;
    private final TaskReader tasks;
    private final GroupPaths groups;
    private final PerCpuReader clock;
    private final PerCpuReader taskClock;
    private final boolean flat;
    private final boolean shifts;
    private final boolean parks;
    private final boolean byDeadline;
    private final boolean delays;
    private final boolean keepsProtection;
    private final boolean cfs;
    private final PickFeatures features;
    private final long granularity;
    private final long entityInTask;

    FairReader(KernelMemory memory, TaskReader tasks, GroupPaths groups) {
        this.memory = memory;
        this.tasks = tasks;
        this.groups = groups;
        clock = memory.perCpuReader("runqueues", "clock");
        taskClock = memory.perCpuReader("runqueues", "clock_task");
        Btf btf = memory.image().btf();
        flat = btf.hasMember(ENTITY, "h_load");
        shifts = btf.hasMember(QUEUE, "sum_shift");
        parks = btf.hasMember(QUEUE, "throttled_limbo_list");
        // A node of the tree keeps the least of what the tree is not in order of.
        byDeadline = !btf.hasMember(ENTITY, "min_deadline");
        delays = btf.hasMember(ENTITY, "sched_delayed");
        keepsProtection = btf.hasMember(ENTITY, "vprot");
        features = new PickFeatures(memory);
        cfs = memory.image().fairScheduler() == FairScheduler.CFS;
        granularity = cfs ? memory.space().read(memory.symbolAddress("sysctl_sched_wakeup_granularity"), 4) : 0;
        entityInTask = memory.path(TaskReader.TASK, "se").offset();
    }

    private long read(String type, String path, long address) {
        return memory.reader(type, path).read(address);
    }

    private long queue(String path, long queue) {
        return read(QUEUE, path, queue);
    }

    private long entity(String path, long entity) {
        return read(ENTITY, path, entity);
    }

    /// A queue.
    ///
    /// @param queue address of its `struct cfs_rq`
    /// @param group address of its `struct task_group`
    FairQueue of(long queue, long group, int cpu) {
        long current = queue("curr", queue);
        boolean on = current != 0 && entity("on_rq", current) != 0;
        List<FairEntity> waiting = new ArrayList<>();
        KernelObject tree = KernelObject.at(memory, QUEUE, queue).member("tasks_timeline");
        for (KernelObject each : tree.entries(ENTITY, "run_node")) {
            waiting.add(entity(each.address(), false));
        }
        return new FairQueue(
                groups.of(group),
                queue("zero_vruntime|min_vruntime", queue),
                shifts ? (int) queue("sum_shift", queue) : SCALE,
                cfs ? 0 : queue("sum_w_vruntime|avg_vruntime", queue),
                cfs ? 0 : queue("sum_weight|avg_load", queue),
                (int) queue(QUEUED, queue),
                (int) queue("h_nr_queued|h_nr_running", queue),
                (int) queue("h_nr_runnable|h_nr_queued|h_nr_running", queue),
                queue("throttle_count", queue) != 0,
                waiting,
                on ? current(current, cpu) : null,
                cfs || features.picksBuddies() ? queue("next", queue) : 0,
                parked(queue),
                rule(queue));
    }

    private FairRule rule(long queue) {
        return cfs
                ? new CfsRule(queue("last", queue), queue("skip", queue), granularity)
                : new EevdfRule(byDeadline, delays && features.delaysDequeue());
    }

    /// Whether there is anything in a queue to be looked at.
    boolean empty(long queue) {
        return queue(QUEUED, queue) == 0 && (!parks || parked(queue).isEmpty());
    }

    private List<WaitingTask> parked(long queue) {
        if (!parks) {
            return List.of();
        }
        return KernelObject.at(memory, QUEUE, queue)
                .member("throttled_limbo_list")
                .entries(TaskReader.TASK, "throttle_node")
                .stream()
                .map(task -> tasks.task(task.address(), false, 0, 0))
                .toList();
    }

    /// Who is on the CPU, up to the instant: the kernel adds what it has had at ticks and when it leaves.
    private @Nullable FairEntity current(long address, int cpu) {
        FairEntity kept = entity(address, true);
        long passed = tasks.now() - (clock.read(cpu) - taskClock.read(cpu)) - entity("exec_start", address);
        return passed > 0 ? kept.after(passed) : kept;
    }

    private FairEntity entity(long address, boolean running) {
        long below = entity("my_q", address);
        long task = address - entityInTask;
        long deadline = cfs ? 0 : entity("deadline", address);
        return new FairEntity(
                address,
                below == 0 ? tasks.label(task) : groups.of(queue("tg", below)),
                below == 0 ? tasks.pid(task) : -1,
                groups.of(queue("tg", entity("cfs_rq", address))),
                entity(flat && below == 0 ? "h_load.weight" : "load.weight", address),
                entity("vruntime", address),
                deadline,
                cfs ? 0 : entity("slice", address),
                running && !cfs ? protectedUntil(address, deadline) : 0,
                delays && entity("sched_delayed", address) != 0,
                below == 0 && !running ? tasks.waiting(task) : 0);
    }

    /// Up to 6.16 a slice that is to be kept whole is marked by a `vlag` that is its deadline, as it is set for
    /// everyone
    /// who gets the CPU: whether it counts is a feature's affair.
    private long protectedUntil(long address, long deadline) {
        if (keepsProtection) {
            return entity("vprot", address);
        }
        return features.runsToParity() && entity("vlag", address) == deadline ? deadline : Long.MIN_VALUE / 2;
    }
}

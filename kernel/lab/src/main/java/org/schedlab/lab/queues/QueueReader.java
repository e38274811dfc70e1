package org.schedlab.lab.queues;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

import org.schedlab.lab.recorder.Dsq;
import org.schedlab.lab.runqueues.CpuQueue;
import org.schedlab.lab.runqueues.DispatchQueue;
import org.schedlab.lab.runqueues.FairQueue;
import org.schedlab.lab.runqueues.GroupShare;
import org.schedlab.lab.runqueues.QueueInstant;
import org.schedlab.lab.runqueues.WaitingTask;
import org.schedlab.vm.btf.FieldType.Kind;
import org.schedlab.vm.linux.GroupPaths;
import org.schedlab.vm.linux.KernelObject;
import org.schedlab.vm.linux.PerCpu;
import org.schedlab.vm.memory.KernelMemory;

/// Reads every queue of the scheduler out of the memory of a guest that stands still, without the guest's help.
/// Used once, by one thread.
///
/// Source: struct rq, struct scx_rq, kernel/sched/sched.h, `scx_idle_global_masks`,
/// kernel/sched/ext_idle.c, Linux 6.16 to 7.3.
public final class QueueReader {
    private final KernelMemory memory;
    private final TaskReader tasks;
    private final GroupPaths paths;
    private final FairReader fair;
    private final RealTimeReader realTime;
    private final DispatchReader dispatch;
    private final GroupReader groups;
    private final List<KernelObject> all;
    private final BitSet idle;
    private final BitSet wholeCores;
    private final boolean schedExt;
    private final long extClass;

    private QueueReader(KernelMemory memory, long ticks) {
        this.memory = memory;
        tasks = new TaskReader(memory, ticks);
        paths = new GroupPaths(memory);
        fair = new FairReader(memory, tasks, paths);
        realTime = new RealTimeReader(memory, tasks);
        dispatch = new DispatchReader(memory, tasks);
        groups = new GroupReader(memory, paths);
        all = groups.groups();
        schedExt = memory.image().hasSchedExt();
        idle = schedExt ? mask(memory, "cpu") : new BitSet();
        wholeCores = schedExt ? mask(memory, "smt") : new BitSet();
        wholeCores.and(idle); // without SMT it stays what it was when the scheduler came
        extClass = schedExt ? memory.symbolAddress("ext_sched_class") : 0;
    }

    /// Before a scheduler of sched_ext was ever in charge there may be none.
    private static BitSet mask(KernelMemory memory, String which) {
        KernelObject mask = KernelObject.global(memory, "scx_idle_global_masks", "struct scx_idle_cpus")
                .member(which);
        boolean none = mask.type().kind() == Kind.POINTER && mask.isNull();
        return none ? new BitSet() : mask.cpus();
    }

    /// Reads.
    ///
    /// @param ticks the time stamp counter where the guest stands; below 0 if it is not known, then waits and
    ///     virtual
    ///     times are up to the last event that any CPU has seen
    /// @param guestTimeNanos the guest's CLOCK_MONOTONIC in ns
    /// @throws org.schedlab.vm.LabException this kernel keeps its queues in another way, or one of them is broken:
    ///     where
    public static QueueInstant read(KernelMemory memory, long ticks, long guestTimeNanos) {
        return new QueueReader(memory, ticks).read(guestTimeNanos);
    }

    private QueueInstant read(long guestTimeNanos) {
        List<DispatchQueue> dsqs = dispatch.all();
        List<CpuQueue> cpus = PerCpu.of(memory, "runqueues").onEachCpu().stream()
                .map(this::cpu)
                .toList();
        List<GroupShare> shares = new ArrayList<>();
        for (KernelObject group : all) {
            if (!groups.isRoot(group)) {
                shares.add(groups.share(group));
            }
        }
        return new QueueInstant(guestTimeNanos, cpus, dsqs, shares);
    }

    private CpuQueue cpu(KernelObject rq) {
        int cpu = (int) rq.member("cpu").number();
        long running = rq.member("curr").number();
        long stopper = rq.member("stop").number();
        List<CpuQueue.SchedExtTask> ofSchedExt = schedExt ? schedExt(rq.member("scx"), running) : List.of();
        return new CpuQueue(
                cpu,
                tasks.label(running),
                tasks.label(rq.member("donor|curr").number()),
                running == rq.member("idle").number(),
                (int) rq.member("nr_running").number(),
                DispatchReader.locked(rq, "__lock"),
                fair(rq, cpu),
                (int) rq.member("rt.rt_nr_running").number(),
                realTime.realTime(rq.member("rt"), running),
                (int) rq.member("dl.dl_nr_running").number(),
                realTime.deadline(rq.member("dl"), running),
                schedExt ? (int) rq.member("scx.nr_running").number() : 0,
                ofSchedExt,
                stopper != 0 && memory.reader(TaskReader.TASK, "on_rq").read(stopper) != 0,
                schedExt ? new CpuQueue.IdleMasks(idle.get(cpu), wholeCores.get(cpu)) : null);
    }

    private List<FairQueue> fair(KernelObject rq, int cpu) {
        List<FairQueue> queues = new ArrayList<>();
        for (KernelObject group : all) {
            KernelObject queue = groups.isRoot(group) ? rq.member("cfs") : groups.queue(group, cpu);
            if (groups.isRoot(group) || !fair.empty(queue.address())) {
                queues.add(fair.of(queue.address(), group.address(), cpu));
            }
        }
        return queues;
    }

    private List<CpuQueue.SchedExtTask> schedExt(KernelObject ext, long running) {
        List<CpuQueue.SchedExtTask> found = new ArrayList<>();
        for (KernelObject task : ext.member("runnable_list").entries(TaskReader.TASK, "scx.runnable_node")) {
            found.add(runnable(task, running));
        }
        KernelObject current = KernelObject.at(memory, TaskReader.TASK, running);
        boolean listed = found.stream().anyMatch(each -> each.task().running());
        if (!listed
                && current.member("sched_class").number() == extClass
                && current.member("on_rq").isTrue()) {
            found.addFirst(runnable(current, running));
        }
        return found;
    }

    private CpuQueue.SchedExtTask runnable(KernelObject task, long running) {
        boolean runs = task.address() == running;
        WaitingTask told = tasks.task(
                task.address(),
                runs,
                task.member("scx.dsq_vtime").number(),
                task.member("scx.slice").number());
        return new CpuQueue.SchedExtTask(told, runs ? "running" : queueOf(task));
    }

    private String queueOf(KernelObject task) {
        String found = dispatch.queueOf(task.address());
        if (!found.isEmpty()) {
            return found;
        }
        KernelObject dsq = task.member("scx.dsq");
        return dsq.isNull()
                ? "scheduler"
                : new Dsq(dsq.dereference().member("id").number(), -1).label();
    }
}

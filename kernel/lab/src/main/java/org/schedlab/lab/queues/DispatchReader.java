package org.schedlab.lab.queues;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.schedlab.lab.recorder.Dsq;
import org.schedlab.lab.runqueues.DispatchQueue;
import org.schedlab.lab.runqueues.WaitingTask;
import org.schedlab.vm.linux.KernelObject;
import org.schedlab.vm.linux.PerCpu;
import org.schedlab.vm.memory.KernelMemory;

/// Reads the dispatch queues of the sched_ext scheduler in charge. Used by one thread, while the guest stands.
///
/// Source: struct scx_dispatch_q, `for_each_…dsq`, kernel/sched/ext.c, struct rhashtable,
/// include/linux/rhashtable.h, Linux 6.16 to 7.3. DSQs of sub-schedulers (7.2 and later) are not looked
/// for.
final class DispatchReader {
    private static final String DSQ = "struct scx_dispatch_q";
    private static final String ON_LIST = "scx.dsq_list.node";
    /// `SCX_DSQ_LNODE_ITER_CURSOR`: the place of somebody who goes along the list, no task.
    private static final long CURSOR = 1;

    private static final int MOST_DSQS = 1 << 16;

    private final KernelMemory memory;
    private final TaskReader tasks;
    private final Map<Long, String> queueOfTask = new HashMap<>();

    DispatchReader(KernelMemory memory, TaskReader tasks) {
        this.memory = memory;
        this.tasks = tasks;
    }

    /// All of them: the schedulers' and the global ones by id, then the local ones by CPU.
    List<DispatchQueue> all() {
        List<DispatchQueue> found = new ArrayList<>();
        if (!memory.image().hasSchedExt()) {
            return found;
        }
        long root = memory.space().readLong(memory.symbolAddress("scx_root"));
        if (root != 0) {
            KernelObject scheduler = KernelObject.at(memory, "struct scx_sched", root);
            own(scheduler).forEach(each -> found.add(queue(each, -1)));
            global(scheduler).forEach(each -> found.add(queue(each, -1)));
            for (KernelObject rq : PerCpu.of(memory, "runqueues").onEachCpu()) {
                found.add(local(rq));
            }
        }
        found.sort(Comparator.comparing(DispatchQueue::dsq));
        return found;
    }

    /// In which of the DSQs that were read a task is, as [Dsq#label()] says it; empty for none.
    String queueOf(long task) {
        return queueOfTask.getOrDefault(task, "");
    }

    /// One for each memory node.
    private List<KernelObject> global(KernelObject scheduler) {
        boolean byNode = memory.image().btf().find("struct scx_sched_pnode").isPresent();
        KernelObject first = scheduler.member(byNode ? "pnode" : "global_dsqs");
        List<KernelObject> found = new ArrayList<>();
        int nodes =
                (int) KernelObject.global(memory, "nr_node_ids", "unsigned int").number();
        for (int node = 0; node < nodes && !first.isNull(); node++) {
            KernelObject each = first.element(node);
            if (!each.isNull()) {
                found.add(byNode ? each.dereference().member("global_dsq") : each.dereference());
            }
        }
        return found;
    }

    /// Those that the scheduler has made, out of a hash table whose chains end with an odd number.
    private List<KernelObject> own(KernelObject scheduler) {
        List<KernelObject> found = new ArrayList<>();
        KernelObject table = scheduler.member("dsq_hash.tbl");
        while (!table.isNull() && found.size() < MOST_DSQS) {
            KernelObject buckets = table.dereference();
            long link = memory.path(DSQ, "hash_node").offset();
            long size =
                    buckets.member("nest").isTrue() ? 0 : buckets.member("size").number();
            for (long bucket = 0; bucket < size; bucket++) {
                // the lowest bit is the bucket's lock
                long node = buckets.member("buckets").element(bucket).number() & ~1L;
                boolean last = false;
                for (long at = node; at != 0 && !last && found.size() < MOST_DSQS; ) {
                    KernelObject queue = KernelObject.at(memory, DSQ, at - link);
                    found.add(queue);
                    at = queue.member("hash_node.next").number();
                    last = (at & 1) != 0;
                }
            }
            // while it grows or shrinks there are two, and each DSQ is in one of them
            table = buckets.member("future_tbl");
        }
        return found;
    }

    /// A local DSQ changes under the lock of its run queue, from 7.2 on under that alone.
    private DispatchQueue local(KernelObject rq) {
        DispatchQueue found =
                queue(rq.member("scx.local_dsq"), (int) rq.member("cpu").number());
        boolean changing = found.changing() || locked(rq, "__lock");
        return new DispatchQueue(found.dsq(), found.address(), found.nr(), found.byVtime(), changing, found.tasks());
    }

    private DispatchQueue queue(KernelObject queue, int ofCpu) {
        Dsq dsq = new Dsq(queue.member("id").number(), ofCpu);
        List<WaitingTask> waiting = new ArrayList<>();
        boolean byVtime = false;
        for (KernelObject task : queue.member("list").entries(TaskReader.TASK, ON_LIST)) {
            if ((task.member("scx.dsq_list.flags").number() & CURSOR) == 0) {
                boolean ordered = (task.member("scx.dsq_flags").number() & 1) != 0;
                byVtime |= ordered;
                queueOfTask.put(task.address(), dsq.label());
                waiting.add(tasks.task(
                        task.address(),
                        false,
                        ordered ? task.member("scx.dsq_vtime").number() : 0,
                        task.member("scx.slice").number()));
            }
        }
        return new DispatchQueue(
                dsq, queue.address(), (int) queue.member("nr").number(), byVtime, locked(queue, "lock"), waiting);
    }

    /// Whether a `raw_spinlock_t` is held.
    static boolean locked(KernelObject of, String lock) {
        return of.member(lock + ".raw_lock.locked").isTrue();
    }
}

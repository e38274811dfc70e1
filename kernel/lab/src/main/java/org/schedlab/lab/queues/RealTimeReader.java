package org.schedlab.lab.queues;

import java.util.ArrayList;
import java.util.List;

import org.schedlab.lab.runqueues.WaitingTask;
import org.schedlab.vm.linux.KernelObject;
import org.schedlab.vm.memory.KernelMemory;

/// Reads the queues of the real-time and deadline classes. Used by one thread, while the guest stands.
///
/// Source: struct rt_prio_array, struct dl_rq, kernel/sched/sched.h, Linux 6.16 to 7.3. Who runs stays in
/// its list; a deadline task that runs may be out of its tree from 7.2 on. Deadline servers are of 6.8 and later.
final class RealTimeReader {
    private static final String SERVER = "struct sched_dl_entity";
    private static final String ON_LIST = "rt.run_list";
    private static final int PRIORITIES = 100;
    private static final long NANOS_PER_TICK = 4_000_000;

    private final TaskReader tasks;
    private final long entityInTask;
    private final boolean keepsCurrent;
    private final boolean hasServers;

    RealTimeReader(KernelMemory memory, TaskReader tasks) {
        this.tasks = tasks;
        entityInTask = memory.path(TaskReader.TASK, "dl").offset();
        keepsCurrent = memory.image().btf().hasMember("struct dl_rq", "curr");
        hasServers = memory.image().btf().hasMember(SERVER, "dl_server");
    }

    /// @param queue a `struct rt_rq`
    /// @param running address of who has the CPU
    List<WaitingTask> realTime(KernelObject queue, long running) {
        KernelObject lists = queue.member("active.queue");
        List<WaitingTask> found = new ArrayList<>();
        for (int priority = 0; priority < PRIORITIES; priority++) {
            KernelObject list = lists.element(priority);
            // most are empty: a head that leads to itself
            if (list.member("next").number() != list.address()) {
                int each = priority;
                for (KernelObject task : list.entries(TaskReader.TASK, ON_LIST)) {
                    long left = task.member("rt.time_slice").number() * NANOS_PER_TICK;
                    found.add(tasks.task(task.address(), task.address() == running, each, left));
                }
            }
        }
        return found;
    }

    /// @param queue a `struct dl_rq`
    List<WaitingTask> deadline(KernelObject queue, long running) {
        List<KernelObject> entities = new ArrayList<>(queue.member("root").entries(SERVER, "rb_node"));
        if (keepsCurrent && !queue.member("curr").isNull()) {
            KernelObject current = queue.member("curr").dereference();
            if (entities.stream().noneMatch(each -> each.address() == current.address())) {
                entities.addFirst(current);
            }
        }
        return entities.stream().map(each -> entity(each, running)).toList();
    }

    private WaitingTask entity(KernelObject entity, long running) {
        long due = entity.member("deadline").number();
        long left = entity.member("runtime").number();
        if (hasServers && entity.member("dl_server").isTrue()) {
            return new WaitingTask("deadline server", -1, false, due, left, 0);
        }
        long task = entity.address() - entityInTask;
        return tasks.task(task, task == running, due, left);
    }
}

package org.schedlab.lab.runqueues;

import java.util.List;

import org.jspecify.annotations.Nullable;

/// The run queue of one CPU (`struct rq`) at one instant.
///
/// @param cpu which
/// @param running who has the CPU, `comm:pid`
/// @param donor on whose behalf; the same but with proxy execution
/// @param idle whether that is its idle task
/// @param nrRunning how many tasks can run here, who runs counted, as the kernel counts them
/// @param changing whether its lock was held: then it may be half changed
/// @param fair the fair class's queues: the CPU's own, then those of cgroups that have tasks here
/// @param nrRealTime how many real-time tasks, as the kernel counts them
/// @param realTime in order of priority, who runs counted
/// @param nrDeadline how many deadline entities, as the kernel counts them
/// @param deadline in order of deadline
/// @param nrSchedExt how many tasks of sched_ext, who runs counted, as the kernel counts them
/// @param schedExt those that can run, whichever DSQ they are in, in the order in which they came
/// @param stopper whether the CPU's stopper thread can run; it is in no queue
/// @param masks whether sched_ext's own masks say that the CPU, and its whole core, are idle; null of a kernel without
///     sched_ext
public record CpuQueue(
        int cpu,
        String running,
        String donor,
        boolean idle,
        int nrRunning,
        boolean changing,
        List<FairQueue> fair,
        int nrRealTime,
        List<WaitingTask> realTime,
        int nrDeadline,
        List<WaitingTask> deadline,
        int nrSchedExt,
        List<SchedExtTask> schedExt,
        boolean stopper,
        @Nullable IdleMasks masks) {
    private static final int DEEPEST = 64;

    public CpuQueue {
        fair = List.copyOf(fair);
        realTime = List.copyOf(realTime);
        deadline = List.copyOf(deadline);
        schedExt = List.copyOf(schedExt);
    }

    /// What sched_ext keeps of idle CPUs (`scx_idle_global_masks`).
    ///
    /// @param idle whether the CPU is in it
    /// @param wholeCore whether all of the core's CPUs are idle
    public record IdleMasks(boolean idle, boolean wholeCore) {}

    /// A task of sched_ext that can run.
    ///
    /// @param task who
    /// @param queue in which DSQ, as [org.schedlab.lab.recorder.Dsq#label()] says it; `running`; or `scheduler` if
    ///     the
    ///     scheduler's BPF program has it
    public record SchedExtTask(WaitingTask task, String queue) {}

    /// The CPU's own fair queue.
    public FairQueue root() {
        return fair.getFirst();
    }

    /// How many tasks were found in its queues, who runs counted. Equal to [#nrRunning] unless it is [#changing].
    public int found() {
        int servers = (int) deadline.stream().filter(each -> each.pid() < 0).count();
        return fairTasks() + realTime.size() + deadline.size() - servers + schedExt.size() + (stopper ? 1 : 0);
    }

    /// How many tasks were found in the CPU's own fair queue and in those of the cgroups that are entities
    /// there, who runs counted. Up to 6.17 the tasks of a cgroup that is throttled are not among them: it
    /// is no entity then. From 6.18 on they are until each is parked on its way to user mode.
    public int fairTasks() {
        return tasks(root(), DEEPEST);
    }

    private int tasks(FairQueue queue, int depth) {
        int found = 0;
        for (FairEntity each : queue.entities()) {
            found += each.group() ? below(each, depth) : 1;
        }
        return found;
    }

    private int below(FairEntity cgroup, int depth) {
        return depth == 0
                ? 0
                : fair.stream()
                        .filter(queue -> queue.cgroup().equals(cgroup.name()))
                        .mapToInt(queue -> tasks(queue, depth - 1))
                        .sum();
    }
}

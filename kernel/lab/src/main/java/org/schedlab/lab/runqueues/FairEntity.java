package org.schedlab.lab.runqueues;

/// An entity of a fair run queue (`struct sched_entity`): a task, or a cgroup that stands for the tasks in it.
///
/// @param address of its `struct sched_entity`, virtual
/// @param name `comm:pid` of a task, the path of a cgroup
/// @param pid the thread's id; -1 for a cgroup
/// @param cgroup path of the cgroup that it belongs to, from the root as `/`; of a cgroup, that above it
/// @param weight by which its share is reckoned, as the kernel keeps it: 1024 × 1024 is nice 0. From 7.3
///     on that of a task below a cgroup is what the hierarchy leaves of it (`h_load`)
/// @param vruntime virtual time it has had, in ns; of who is on the CPU reckoned up to the instant
/// @param deadline virtual time by which it should have had its slice, in ns; of who is on the CPU as `vruntime`.
///     Without meaning under CFS, as are `slice` and `protectedUntil`: it has none of them
/// @param slice what it asks for at a time, in ns
/// @param protectedUntil while its vruntime is below, nobody else is picked; of who is on the CPU only
/// @param delayed whether it sleeps and is kept only until its lag is used up (`sched_delayed`)
/// @param waiting run delay up to the instant, in ns; 0 for who does not wait
public record FairEntity(
        long address,
        String name,
        int pid,
        String cgroup,
        long weight,
        long vruntime,
        long deadline,
        long slice,
        long protectedUntil,
        boolean delayed,
        long waiting) {
    /// Whether it is a cgroup.
    public boolean group() {
        return pid < 0;
    }

    /// The same a while later, if it had the CPU: virtual time passes by weight (`calc_delta_fair()`), and
    /// a deadline that has passed makes place for the next (`update_deadline()`).
    ///
    /// @param nanos CPU time that it has had meanwhile
    public FairEntity after(long nanos) {
        long there = vruntime + virtual(nanos);
        long due = slice > 0 && there - deadline >= 0 ? there + virtual(slice) : deadline;
        return new FairEntity(address, name, pid, cgroup, weight, there, due, slice, protectedUntil, delayed, waiting);
    }

    FairEntity delay() {
        return new FairEntity(
                address, name, pid, cgroup, weight, vruntime, deadline, slice, protectedUntil, true, waiting);
    }

    /// CPU time as virtual time of this entity.
    long virtual(long nanos) {
        return weight == 0 ? nanos : Math.round((double) nanos * Eevdf.NICE_0 / weight);
    }
}

/* SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0
 *
 * llc: tasks stay near their cache.
 *
 * CPUs that share a last-level cache (LLC) share one queue, first come, first served. A task that moves to a CPU behind
 * another cache finds nothing of its data there, so a CPU takes tasks from another LLC's queue only when it would stand
 * idle otherwise: it steals.
 *
 * What that costs: LLCs are not equal. Once each CPU has something to do, nothing moves between LLCs any more, even if
 * six tasks share two CPUs here and two tasks have a CPU each there.
 *
 * Which CPU belongs to which LLC is a question of the machine. schedlab fills the knob llc_of_cpu from the machine's
 * topology when it attaches this scheduler.
 */
#include "schedlab/scx.bpf.h"

char LICENSE[] SEC("license") = "GPL v2"; /* of the two licences above, the one the kernel asks for */

#define MOST_CPUS 64 /* and so the most LLCs; each LLC's number is the number of its queue too */

const volatile u64 slice_ns = SCX_SLICE_DFL;
const volatile u32 llc_of_cpu[MOST_CPUS];

/* Where tasks came from that a CPU took from a queue. Each CPU counts for itself, so nobody has to wait to count. */
struct counts {
    u64 own;    /* the queue of its LLC */
    u64 stolen; /* another one */
};

struct {
    __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
    __uint(max_entries, 1);
    __type(key, u32);
    __type(value, struct counts);
} taken SEC(".maps");

static u32 llc_of(s32 cpu) {
    return llc_of_cpu[cpu & (MOST_CPUS - 1)] & (MOST_CPUS - 1);
}

static void count(bool stolen) {
    u32 only = 0;
    struct counts *counts = bpf_map_lookup_elem(&taken, &only);
    if (!counts)
        return;
    if (stolen)
        counts->stolen++;
    else
        counts->own++;
    count_dispatch();
}

/* An idle CPU for a task, which then no longer counts as idle: `first` if it can be, or one behind the same cache, or,
 * if `anywhere`, any. Negative if there is none. */
static s32 take_idle_cpu(struct task_struct *p, s32 first, bool anywhere) {
    u32 llc = llc_of(first);
    u32 cpus = scx_bpf_nr_cpu_ids();
    const struct cpumask *allowed = p->cpus_ptr; /* outside of the loop: see scx.bpf.h on pointers of the kernel's */
    s32 i;
    bpf_for (i, 0, cpus) {
        s32 cpu = (first + i) % cpus;
        if ((anywhere || llc_of(cpu) == llc) && bpf_cpumask_test_cpu(cpu, allowed) &&
            scx_bpf_test_and_clear_cpu_idle(cpu))
            return cpu;
    }
    return -1;
}

/* A task wakes: an idle CPU of its LLC takes it at once, its last one if it can. */
s32 BPF_STRUCT_OPS(llc_select_cpu, struct task_struct *p, s32 prev_cpu, u64 wake_flags) {
    s32 cpu = take_idle_cpu(p, prev_cpu, false);
    if (cpu < 0)
        return prev_cpu;
    scx_bpf_dsq_insert(p, SCX_DSQ_LOCAL, slice_ns, 0);
    count_dispatch();
    return cpu;
}

/* It waits in its LLC's queue. An idle CPU elsewhere does not see that by itself: it is woken, and may steal. */
void BPF_STRUCT_OPS(llc_enqueue, struct task_struct *p, u64 enq_flags) {
    s32 cpu = scx_bpf_task_cpu(p);
    scx_bpf_dsq_insert(p, llc_of(cpu), slice_ns, enq_flags);
    s32 idle = take_idle_cpu(p, cpu, true);
    if (idle >= 0)
        scx_bpf_kick_cpu(idle, SCX_KICK_IDLE);
}

/* A slice is over, or a CPU has nothing to do. Before it steals, the task that ran goes on. */
void BPF_STRUCT_OPS(llc_dispatch, s32 cpu, struct task_struct *prev) {
    u32 own = llc_of(cpu);
    if (scx_bpf_dsq_move_to_local(own)) {
        count(false);
        return;
    }
    if (prev && prev->scx.flags & SCX_TASK_QUEUED) {
        set_slice(prev, slice_ns);
        return;
    }
    u32 llc;
    bpf_for (llc, 0, scx_bpf_nr_cpu_ids()) {
        if (llc != own && scx_bpf_dsq_nr_queued(llc) > 0 && scx_bpf_dsq_move_to_local(llc)) {
            count(true);
            return;
        }
    }
}

/* A queue for each LLC that a CPU belongs to: scx_bpf_dsq_nr_queued tells of one that is not there yet. */
s32 BPF_STRUCT_OPS_SLEEPABLE(llc_init) {
    u32 cpus = scx_bpf_nr_cpu_ids();
    s32 cpu;
    bpf_for (cpu, 0, cpus) {
        u32 llc = llc_of(cpu);
        if (scx_bpf_dsq_nr_queued(llc) >= 0)
            continue;
        s32 error = scx_bpf_create_dsq(llc, -1);
        if (error)
            return error;
    }
    return 0;
}

SCX_OPS_DEFINE(llc_ops, .select_cpu = (void *)llc_select_cpu, .enqueue = (void *)llc_enqueue,
               .dispatch = (void *)llc_dispatch, .init = (void *)llc_init, .name = "llc");

/* SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0
 *
 * vtime: everybody gets CPU time in proportion to their weight.
 *
 * Each task has a virtual time, p->scx.dsq_vtime, that grows while it runs: slowly for heavy tasks, fast for light
 * ones. All tasks that wait stand in one queue ordered by it, so the one that has had least for its weight goes next.
 *
 * Who touches a task's vtime: `enable` when the task comes under this scheduler, `enqueue` when it becomes runnable and
 * has to wait, `stopping` when it leaves a CPU. A task that sleeps is touched by nobody: what you write there stays
 * until it wakes, and then decides its place in the queue.
 */
#include "schedlab/scx.bpf.h"

char LICENSE[] SEC("license") = "GPL v2"; /* of the two licences above, the one the kernel asks for */

#define WAITING          0
#define WEIGHT_OF_NICE_0 100

/* A task runs this long before somebody else may; set before loading. */
const volatile u64 slice_ns = SCX_SLICE_DFL;

/* The largest vtime that has run: "now" on the virtual clock. It only moves forward. */
static u64 vtime_now;

/* A task wakes. An idle CPU takes it at once: where nobody waits, no order is needed. */
s32 BPF_STRUCT_OPS(vtime_select_cpu, struct task_struct *p, s32 prev_cpu, u64 wake_flags) {
    bool is_idle = false;
    s32 cpu = scx_bpf_select_cpu_dfl(p, prev_cpu, wake_flags, &is_idle);
    if (is_idle) {
        scx_bpf_dsq_insert(p, SCX_DSQ_LOCAL, slice_ns, 0);
        count_dispatch();
    }
    return cpu;
}

/* No CPU was idle, or its slice is over: it waits. Whoever slept does not save up time: at most one slice of credit. */
void BPF_STRUCT_OPS(vtime_enqueue, struct task_struct *p, u64 enq_flags) {
    u64 vtime = p->scx.dsq_vtime;
    u64 earliest = vtime_now - slice_ns;
    if (vtime_before(vtime, earliest))
        vtime = earliest;
    scx_bpf_dsq_insert_vtime(p, WAITING, slice_ns, vtime, enq_flags);
}

/* A CPU has nothing to do: of those that wait, it takes the one with the smallest vtime. The task whose slice has just
 * ended is not among them yet, so two tasks alone on a CPU take turns whatever they weigh; with three, weights show. */
void BPF_STRUCT_OPS(vtime_dispatch, s32 cpu, struct task_struct *prev) {
    if (scx_bpf_dsq_move_to_local(WAITING))
        count_dispatch();
}

void BPF_STRUCT_OPS(vtime_running, struct task_struct *p) {
    if (vtime_before(vtime_now, p->scx.dsq_vtime))
        vtime_now = p->scx.dsq_vtime;
}

/* The bill: what it used of its slice, divided by its weight. A task that yields gives up the rest and pays for all of
 * it. */
void BPF_STRUCT_OPS(vtime_stopping, struct task_struct *p, bool runnable) {
    u64 used = slice_ns - p->scx.slice;
    p->scx.dsq_vtime += used * WEIGHT_OF_NICE_0 / p->scx.weight;
}

/* Newcomers start at "now", neither ahead nor behind. */
void BPF_STRUCT_OPS(vtime_enable, struct task_struct *p) {
    p->scx.dsq_vtime = vtime_now;
}

s32 BPF_STRUCT_OPS_SLEEPABLE(vtime_init) {
    return scx_bpf_create_dsq(WAITING, -1);
}

void BPF_STRUCT_OPS(vtime_exit, struct scx_exit_info *info) {
    record_exit(info);
}

SCX_OPS_DEFINE(vtime_ops, .select_cpu = (void *)vtime_select_cpu, .enqueue = (void *)vtime_enqueue,
               .dispatch = (void *)vtime_dispatch, .running = (void *)vtime_running, .stopping = (void *)vtime_stopping,
               .enable = (void *)vtime_enable, .init = (void *)vtime_init, .exit = (void *)vtime_exit, .name = "vtime");

/* Each CPU has a queue, and a task that has to wait goes to the shortest of those that it may run from.
 * Planted: nobody wakes the CPU whose queue that is. */
#define MOST_CPUS 64

void BPF_STRUCT_OPS(idle_enqueue, struct task_struct *p, u64 enq_flags) {
    u32 cpus = scx_bpf_nr_cpu_ids();
    const struct cpumask *allowed = p->cpus_ptr;
    s32 best = scx_bpf_task_cpu(p);
    s32 shortest = 1 << 20;
    s32 i;
    bpf_for (i, 0, cpus) {
        s32 length = scx_bpf_dsq_nr_queued(i);
        if (bpf_cpumask_test_cpu(i, allowed) && length < shortest) {
            shortest = length;
            best = i;
        }
    }
    scx_bpf_dsq_insert(p, best, SCX_SLICE_DFL, enq_flags);
}

s32 BPF_STRUCT_OPS(idle_select_cpu, struct task_struct *p, s32 prev_cpu, u64 wake_flags) {
    return prev_cpu;
}

void BPF_STRUCT_OPS(idle_dispatch, s32 cpu, struct task_struct *prev) {
    if (scx_bpf_dsq_move_to_local(cpu))
        count_dispatch();
}

s32 BPF_STRUCT_OPS_SLEEPABLE(idle_init) {
    s32 i;
    bpf_for (i, 0, MOST_CPUS) {
        s32 error = scx_bpf_create_dsq(i, -1);
        if (error)
            return error;
    }
    return 0;
}

SCX_OPS_DEFINE(idle_ops, .select_cpu = (void *)idle_select_cpu, .enqueue = (void *)idle_enqueue,
               .dispatch = (void *)idle_dispatch, .init = (void *)idle_init, .name = "idle");

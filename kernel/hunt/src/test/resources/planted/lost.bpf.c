/* Each CPU has a queue; a task whose CPUs were chosen for it waits in the queue of the first of them.
 * Planted: the queue is counted from 1 where it is made a task's home, and from 0 everywhere else. */
#define ANYWHERE 100
#define MOST_CPUS 64

struct {
    __uint(type, BPF_MAP_TYPE_HASH);
    __uint(max_entries, 4096);
    __type(key, s32);
    __type(value, u32);
} homes SEC(".maps");

void BPF_STRUCT_OPS(lost_set_cpumask, struct task_struct *p, const struct cpumask *cpumask) {
    s32 pid = p->pid;
    u32 cpus = scx_bpf_nr_cpu_ids();
    u32 home = 0;
    s32 i;
    bpf_for (i, 0, cpus) {
        home++;
        if (bpf_cpumask_test_cpu(i, cpumask))
            break;
    }
    bpf_map_update_elem(&homes, &pid, &home, BPF_ANY);
}

void BPF_STRUCT_OPS(lost_enqueue, struct task_struct *p, u64 enq_flags) {
    s32 pid = p->pid;
    u32 *home = bpf_map_lookup_elem(&homes, &pid);
    if (home && p->nr_cpus_allowed == 1 && !(p->flags & PF_KTHREAD))
        scx_bpf_dsq_insert(p, *home, SCX_SLICE_DFL, enq_flags);
    else
        scx_bpf_dsq_insert(p, ANYWHERE, SCX_SLICE_DFL, enq_flags);
}

void BPF_STRUCT_OPS(lost_dispatch, s32 cpu, struct task_struct *prev) {
    if (scx_bpf_dsq_move_to_local(cpu) || scx_bpf_dsq_move_to_local(ANYWHERE))
        count_dispatch();
}

s32 BPF_STRUCT_OPS_SLEEPABLE(lost_init) {
    s32 i;
    bpf_for (i, 0, MOST_CPUS + 1) {
        s32 error = scx_bpf_create_dsq(i, -1);
        if (error)
            return error;
    }
    return scx_bpf_create_dsq(ANYWHERE, -1);
}

SCX_OPS_DEFINE(lost_ops, .set_cpumask = (void *)lost_set_cpumask, .enqueue = (void *)lost_enqueue,
               .dispatch = (void *)lost_dispatch, .init = (void *)lost_init, .name = "lost");

/* First come, first served. A task whose CPUs are chosen anew goes back to the CPU where it ran last, whose cache
 * knows it.
 * Planted: nobody asks whether it still may run there. */
#define WAITING 0

struct {
    __uint(type, BPF_MAP_TYPE_HASH);
    __uint(max_entries, 4096);
    __type(key, s32);
    __type(value, s32);
} last SEC(".maps"), back SEC(".maps");

void BPF_STRUCT_OPS(stale_running, struct task_struct *p) {
    s32 pid = p->pid;
    s32 cpu = scx_bpf_task_cpu(p);
    bpf_map_update_elem(&last, &pid, &cpu, BPF_ANY);
}

void BPF_STRUCT_OPS(stale_set_cpumask, struct task_struct *p, const struct cpumask *cpumask) {
    s32 pid = p->pid;
    s32 *cpu = bpf_map_lookup_elem(&last, &pid);
    if (cpu)
        bpf_map_update_elem(&back, &pid, cpu, BPF_ANY);
}

void BPF_STRUCT_OPS(stale_enqueue, struct task_struct *p, u64 enq_flags) {
    s32 pid = p->pid;
    s32 *cpu = bpf_map_lookup_elem(&back, &pid);
    if (cpu) {
        scx_bpf_dsq_insert(p, SCX_DSQ_LOCAL_ON | *cpu, SCX_SLICE_DFL, enq_flags);
        bpf_map_delete_elem(&back, &pid);
    } else {
        scx_bpf_dsq_insert(p, WAITING, SCX_SLICE_DFL, enq_flags);
    }
}

void BPF_STRUCT_OPS(stale_dispatch, s32 cpu, struct task_struct *prev) {
    if (scx_bpf_dsq_move_to_local(WAITING))
        count_dispatch();
}

s32 BPF_STRUCT_OPS_SLEEPABLE(stale_init) {
    return scx_bpf_create_dsq(WAITING, -1);
}

SCX_OPS_DEFINE(stale_ops, .running = (void *)stale_running, .set_cpumask = (void *)stale_set_cpumask,
               .enqueue = (void *)stale_enqueue, .dispatch = (void *)stale_dispatch, .init = (void *)stale_init,
               .name = "stale");

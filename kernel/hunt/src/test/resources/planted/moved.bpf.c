/* First come, first served; while a task goes from one cgroup to another, it is parked.
 * Planted: nobody looks at the queue of those that are parked once the move is over. */
#define WAITING 0
#define PARKED  1

struct {
    __uint(type, BPF_MAP_TYPE_HASH);
    __uint(max_entries, 4096);
    __type(key, s32);
    __type(value, u32);
} moving SEC(".maps");

void BPF_STRUCT_OPS(moved_cgroup_move, struct task_struct *p, struct cgroup *from, struct cgroup *to) {
    s32 pid = p->pid;
    u32 yes = 1;
    bpf_map_update_elem(&moving, &pid, &yes, BPF_ANY);
}

void BPF_STRUCT_OPS(moved_enqueue, struct task_struct *p, u64 enq_flags) {
    s32 pid = p->pid;
    scx_bpf_dsq_insert(p, bpf_map_lookup_elem(&moving, &pid) ? PARKED : WAITING, SCX_SLICE_DFL, enq_flags);
}

void BPF_STRUCT_OPS(moved_dispatch, s32 cpu, struct task_struct *prev) {
    if (scx_bpf_dsq_move_to_local(WAITING))
        count_dispatch();
}

s32 BPF_STRUCT_OPS_SLEEPABLE(moved_init) {
    s32 error = scx_bpf_create_dsq(WAITING, -1);
    return error ?: scx_bpf_create_dsq(PARKED, -1);
}

SCX_OPS_DEFINE(moved_ops, .cgroup_move = (void *)moved_cgroup_move, .enqueue = (void *)moved_enqueue,
               .dispatch = (void *)moved_dispatch, .init = (void *)moved_init, .timeout_ms = 1000, .name = "moved");

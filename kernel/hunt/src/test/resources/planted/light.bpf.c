/* Those of the usual weight and above come first.
 * Planted: those below come never, as long as there are others. */
#define HEAVY 0
#define LIGHT 1

void BPF_STRUCT_OPS(light_enqueue, struct task_struct *p, u64 enq_flags) {
    scx_bpf_dsq_insert(p, p->scx.weight < 100 ? LIGHT : HEAVY, 5000000, enq_flags);
}

void BPF_STRUCT_OPS(light_dispatch, s32 cpu, struct task_struct *prev) {
    if (scx_bpf_dsq_move_to_local(HEAVY)) {
        count_dispatch();
        return;
    }
    if (prev && prev->scx.flags & SCX_TASK_QUEUED && prev->scx.weight >= 100) {
        set_slice(prev, 5000000);
        return;
    }
    if (scx_bpf_dsq_move_to_local(LIGHT))
        count_dispatch();
}

s32 BPF_STRUCT_OPS_SLEEPABLE(light_init) {
    s32 error = scx_bpf_create_dsq(HEAVY, -1);
    return error ?: scx_bpf_create_dsq(LIGHT, -1);
}

SCX_OPS_DEFINE(light_ops, .enqueue = (void *)light_enqueue, .dispatch = (void *)light_dispatch,
               .init = (void *)light_init, .name = "light");

/* Two queues: who was woken wants little and is to have it soon, whose slice is over waits.
 * Planted: the queues are looked at in the wrong order. */
#define QUICK 1
#define LONG  0

void BPF_STRUCT_OPS(order_enqueue, struct task_struct *p, u64 enq_flags) {
    scx_bpf_dsq_insert(p, enq_flags & SCX_ENQ_WAKEUP ? QUICK : LONG, 5000000, enq_flags);
}

void BPF_STRUCT_OPS(order_dispatch, s32 cpu, struct task_struct *prev) {
    s32 queue;
    bpf_for (queue, 0, 2) {
        if (scx_bpf_dsq_move_to_local(queue)) {
            count_dispatch();
            return;
        }
    }
}

s32 BPF_STRUCT_OPS_SLEEPABLE(order_init) {
    s32 error = scx_bpf_create_dsq(QUICK, -1);
    return error ?: scx_bpf_create_dsq(LONG, -1);
}

SCX_OPS_DEFINE(order_ops, .enqueue = (void *)order_enqueue, .dispatch = (void *)order_dispatch,
               .init = (void *)order_init, .name = "order");

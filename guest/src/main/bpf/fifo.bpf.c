/* SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0
 *
 * fifo: one queue, first come, first served. The smallest scheduler that is fair to nobody and starves nobody.
 *
 * Weights and virtual time mean nothing here; compare it with vtime to see what they are good for.
 */
#include "schedlab/scx.bpf.h"

char LICENSE[] SEC("license") = "GPL v2"; /* of the two licences above, the one the kernel asks for */

#define WAITING 0

/* A task runs this long before it goes to the end of the queue; set before loading. */
const volatile u64 slice_ns = SCX_SLICE_DFL;

/* A task became runnable, or its slice is over: it goes to the end of the queue. */
void BPF_STRUCT_OPS(fifo_enqueue, struct task_struct *p, u64 enq_flags) {
    scx_bpf_dsq_insert(p, WAITING, slice_ns, enq_flags);
}

/* A CPU has nothing to do: it takes the head of the queue. */
void BPF_STRUCT_OPS(fifo_dispatch, s32 cpu, struct task_struct *prev) {
    if (scx_bpf_dsq_move_to_local(WAITING))
        count_dispatch();
}

s32 BPF_STRUCT_OPS_SLEEPABLE(fifo_init) {
    return scx_bpf_create_dsq(WAITING, -1);
}

SCX_OPS_DEFINE(fifo_ops, .enqueue = (void *)fifo_enqueue, .dispatch = (void *)fifo_dispatch, .init = (void *)fifo_init,
               .name = "fifo");

/* SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0
 *
 * rejected: it compiles, and the kernel's verifier does not load it. It counts how often each task is enqueued, in a
 * map; but a lookup may find nothing, and then it would follow a NULL pointer. Fix it with `if (count)`.
 */
#include "schedlab/scx.bpf.h"

char LICENSE[] SEC("license") = "GPL v2"; /* of the two licences above, the one the kernel asks for */

#define WAITING 0

struct {
    __uint(type, BPF_MAP_TYPE_HASH);
    __uint(max_entries, 1024);
    __type(key, s32); /* pid */
    __type(value, u64);
} enqueued SEC(".maps");

void BPF_STRUCT_OPS(rejected_enqueue, struct task_struct *p, u64 enq_flags) {
    s32 pid = p->pid;
    u64 *count = bpf_map_lookup_elem(&enqueued, &pid);
    *count += 1; /* what the verifier points at */
    scx_bpf_dsq_insert(p, WAITING, SCX_SLICE_DFL, enq_flags);
}

void BPF_STRUCT_OPS(rejected_dispatch, s32 cpu, struct task_struct *prev) {
    if (scx_bpf_dsq_move_to_local(WAITING))
        count_dispatch();
}

s32 BPF_STRUCT_OPS_SLEEPABLE(rejected_init) {
    return scx_bpf_create_dsq(WAITING, -1);
}

SCX_OPS_DEFINE(rejected_ops, .enqueue = (void *)rejected_enqueue, .dispatch = (void *)rejected_dispatch,
               .init = (void *)rejected_init, .name = "rejected");

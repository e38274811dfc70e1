/* SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0
 *
 * A scheduler that counts nothing and tells nothing, as one would that was written for somebody else.
 */
#include "schedlab/scx.bpf.h"

char LICENSE[] SEC("license") = "GPL v2"; /* of the two licences above, the one the kernel asks for */

const volatile u64 drop_all = 0;

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, 1);
    __type(key, u32);
    __type(value, u64);
} counts SEC(".maps");

void BPF_STRUCT_OPS(third_party_enqueue, struct task_struct *p, u64 enq_flags) {
    u32 key = 0;
    u64 *count = bpf_map_lookup_elem(&counts, &key);
    if (count)
        __sync_fetch_and_add(count, 1);
    if (!drop_all)
        scx_bpf_dsq_insert(p, SCX_DSQ_GLOBAL, SCX_SLICE_DFL, enq_flags);
}

SCX_OPS_DEFINE(third_party_ops, .enqueue = (void *)third_party_enqueue, .timeout_ms = 5000, .name = "third_party");

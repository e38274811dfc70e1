/* SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0
 *
 * A scheduler that counts nothing and tells nothing, as one would that was written for somebody else.
 */
#include "schedlab/scx.bpf.h"

char LICENSE[] SEC("license") = "GPL v2"; /* of the two licences above, the one the kernel asks for */

const volatile u64 drop_all = 0;     /* every task */
const volatile u64 drop_tgid = 0;    /* the tasks of this process, some time after the first task came */
const volatile u64 fail_after = 0;   /* ns from its first task on, then it ends itself with an error; 0 = never */
const volatile char drop_called[16]; /* the tasks whose name begins so; empty = none */

#define DROP_AFTER 300000000

static u64 first;

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, 1);
    __type(key, u32);
    __type(value, u64);
} counts SEC(".maps");

static bool is_dropped(const struct task_struct *p, u64 age) {
    if (drop_all || (drop_tgid && p->tgid == (s32)drop_tgid && age > DROP_AFTER))
        return true;
    for (int i = 0; i < 16 && drop_called[0]; i++) {
        if (!drop_called[i])
            return true;
        if (p->comm[i] != drop_called[i])
            break;
    }
    return false;
}

/* So that each task is enqueued: without this callback the kernel gives an idle CPU a task without asking. */
s32 BPF_STRUCT_OPS(third_party_select_cpu, struct task_struct *p, s32 prev_cpu, u64 wake_flags) {
    return prev_cpu;
}

void BPF_STRUCT_OPS(third_party_enqueue, struct task_struct *p, u64 enq_flags) {
    u32 key = 0;
    u64 now = bpf_ktime_get_ns(), *count = bpf_map_lookup_elem(&counts, &key);
    if (count)
        __sync_fetch_and_add(count, 1);
    if (!first)
        first = now;
    if (fail_after && now - first >= fail_after)
        scx_bpf_error("third party gave up after %llu us", fail_after / 1000);
    if (!is_dropped(p, now - first))
        scx_bpf_dsq_insert(p, SCX_DSQ_GLOBAL, SCX_SLICE_DFL, enq_flags);
}

#define OPS(patience)                                                                                                  \
    .select_cpu = (void *)third_party_select_cpu, .enqueue = (void *)third_party_enqueue, .timeout_ms = patience,      \
    .name = "third_party"

/* The same, with more or less patience of the kernel's watchdog. */
SCX_OPS_DEFINE(third_party_ops, OPS(5000));
SCX_OPS_DEFINE(third_party_hasty, OPS(1000));
SCX_OPS_DEFINE(third_party_slow, OPS(20000));

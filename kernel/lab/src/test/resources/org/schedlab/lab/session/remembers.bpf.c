/* First come, first served; and it remembers, in each way that BPF has: something for each task, something for each
 * cgroup, a page of an arena, and how often a timer rang. What each call said stands in a variable of its own. */
struct seen {
    u64 times;
};

struct {
    __uint(type, BPF_MAP_TYPE_TASK_STORAGE);
    __uint(map_flags, BPF_F_NO_PREALLOC);
    __type(key, int);
    __type(value, struct seen);
} by_task SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_CGRP_STORAGE);
    __uint(map_flags, BPF_F_NO_PREALLOC);
    __type(key, int);
    __type(value, struct seen);
} by_cgroup SEC(".maps");

struct clock {
    struct bpf_timer timer;
};

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, 1);
    __type(key, u32);
    __type(value, struct clock);
} clocks SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_ARENA);
    __uint(map_flags, BPF_F_MMAPABLE);
    __uint(max_entries, 4);
    __uint(map_extra, 0x10000000);
} arena SEC(".maps");

const volatile u64 period_ns = 10000000;

s64 timer_init = 1, timer_callback = 1, timer_start = 1, arena_page = 1;
u64 rings, task_found, task_missed, cgroup_found, cgroup_missed, arena_value;

static int ring(void *map, u32 *key, struct clock *clock) {
    __sync_fetch_and_add(&rings, 1);
    bpf_timer_start(&clock->timer, period_ns, 0);
    return 0;
}

void BPF_STRUCT_OPS(remembers_enqueue, struct task_struct *p, u64 enq_flags) {
    struct seen *own = bpf_task_storage_get(&by_task, p, 0, BPF_LOCAL_STORAGE_GET_F_CREATE);
    if (own)
        own->times++;
    __sync_fetch_and_add(own ? &task_found : &task_missed, 1);

    struct cgroup *group = scx_bpf_task_cgroup(p);
    struct seen *shared = bpf_cgrp_storage_get(&by_cgroup, group, 0, BPF_LOCAL_STORAGE_GET_F_CREATE);
    if (shared)
        shared->times++;
    __sync_fetch_and_add(shared ? &cgroup_found : &cgroup_missed, 1);
    bpf_cgroup_release(group);

    scx_bpf_dsq_insert(p, SCX_DSQ_GLOBAL, SCX_SLICE_DFL, enq_flags);
    count_dispatch();
}

s32 BPF_STRUCT_OPS_SLEEPABLE(remembers_init) {
    u32 only = 0;
    struct clock *clock = bpf_map_lookup_elem(&clocks, &only);
    if (!clock)
        return -1;
    timer_init = bpf_timer_init(&clock->timer, &clocks, CLOCK_MONOTONIC);
    timer_callback = bpf_timer_set_callback(&clock->timer, ring);
    timer_start = bpf_timer_start(&clock->timer, period_ns, 0);

    void *address = bpf_arena_alloc_pages(&arena, 0, 1, -1, 0);
    if (address) {
        volatile u64 *page = in_arena(address);
        page[1] = 4242;
        arena_value = page[1];
    }
    arena_page = address ? 0 : -1;
    return 0;
}

SCX_OPS_DEFINE(remembers_ops, .enqueue = (void *)remembers_enqueue, .init = (void *)remembers_init,
               .name = "remembers");

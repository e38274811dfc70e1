/* SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0
 *
 * The part of sched_ext that a small scheduler needs: types, kernel functions, and the words every scheduler here
 * repeats.
 *
 * The types are not those of one kernel. Each struct names only the members used, and preserve_access_index makes
 * libbpf look up where they are in the kernel that loads the object ("compile once, run everywhere"); so one object
 * serves 6.16 to 7.3. Add a member when a scheduler needs it. Source: include/linux/sched/ext.h, kernel/sched/ext.c and
 * kernel/sched/ext_internal.h of Linux 6.18.
 */
#ifndef SCHEDLAB_SCX_BPF_H
#define SCHEDLAB_SCX_BPF_H

typedef unsigned char u8, __u8;
typedef unsigned short u16, __u16, __be16, __le16;
typedef signed char s8, __s8;
typedef short s16, __s16;
typedef int s32, __s32;
typedef unsigned int u32, __u32, __be32, __le32, __wsum;
typedef long long s64, __s64;
typedef unsigned long long u64, __u64, __be64;
typedef _Bool bool;
#define true  1
#define false 0

#include <bpf/bpf_helpers.h>

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_tracing.h>

/* A cell need not say what the kernel asks for; a file should. */
#ifdef SCHEDLAB_DEFAULT_LICENSE
char LICENSE[] SEC("license") = SCHEDLAB_DEFAULT_LICENSE;
#endif

/* Maps, for what a scheduler keeps of its own. Source: include/uapi/linux/bpf.h of Linux 6.18. */
#define BPF_MAP_TYPE_HASH            1
#define BPF_MAP_TYPE_ARRAY           2
#define BPF_MAP_TYPE_PERCPU_HASH     5
#define BPF_MAP_TYPE_PERCPU_ARRAY    6
#define BPF_MAP_TYPE_LRU_HASH        9
#define BPF_MAP_TYPE_LRU_PERCPU_HASH 10
#define BPF_MAP_TYPE_TASK_STORAGE    29 /* something for each task; key int, map_flags BPF_F_NO_PREALLOC */
#define BPF_MAP_TYPE_CGRP_STORAGE    32 /* the same for each cgroup */
#define BPF_MAP_TYPE_ARENA           33 /* pages; no key and value, map_flags BPF_F_MMAPABLE, map_extra an address */
#define BPF_ANY                      0
#define BPF_F_NO_PREALLOC            (1U << 0)
#define BPF_F_MMAPABLE               (1U << 10)

/* For bpf_task_storage_get and bpf_cgrp_storage_get: make what is not there yet. */
#define BPF_LOCAL_STORAGE_GET_F_CREATE 1ULL

/* For bpf_timer_init. */
#define CLOCK_MONOTONIC 1

/* A timer, a member of a map's value: bpf_timer_init, bpf_timer_set_callback, bpf_timer_start. The kernel's own
 * business. */
struct bpf_timer {
    u64 opaque[2];
} __attribute__((aligned(8)));

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

/* A struct behind a kernel function's pointer needs one member: without any, libbpf calls the function incompatible. */
struct cpumask {
    unsigned long bits[1];
};

struct sched_ext_entity {
    u64 slice;     /* what is left of the time it may run, ns */
    u64 dsq_vtime; /* its place in a queue ordered by vtime */
    u32 weight;    /* 100 for nice 0 */
    u32 flags;     /* SCX_TASK_QUEUED and others */
};

struct task_struct {
    s32 pid;
    s32 tgid;
    char comm[16];
    const struct cpumask *cpus_ptr;
    s32 nr_cpus_allowed;
    u32 flags; /* PF_KTHREAD and others */
    struct sched_ext_entity scx;
};

/* libbpf compares the types of members, so an enum must be one here too. Values: enum scx_exit_kind of the kernel. */
enum scx_exit_kind {
    SCX_EXIT_NONE,
};

struct scx_exit_info {
    enum scx_exit_kind kind;
    s64 exit_code;
    const char *reason;
    unsigned long *bt; /* addresses of the functions that led to an error */
    u32 bt_len;
    char *msg;
    char *dump; /* what each CPU was doing; after an error only */
};

struct kernfs_node {
    u64 id; /* inode number of the folder */
};

struct cgroup {
    s32 level; /* 0 for the root */
    struct kernfs_node *kn;
};

struct scx_cgroup_init_args {
    u32 weight; /* cpu.weight, 100 unless somebody has set it */
};

struct scx_init_task_args {
    bool fork;
};

struct scx_exit_task_args {
    bool cancelled;
};

#pragma clang attribute pop

/* A walk over the tasks of a queue; the kernel's own business. */
struct bpf_iter_scx_dsq {
    u64 opaque[6];
} __attribute__((aligned(8)));

/* A count; the kernel's own business. */
struct bpf_iter_num {
    u64 opaque[1];
} __attribute__((aligned(8)));

/* The callbacks. libbpf matches them by name with the kernel's, so the order does not matter. */
struct sched_ext_ops {
    s32 (*select_cpu)(struct task_struct *p, s32 prev_cpu, u64 wake_flags);
    void (*enqueue)(struct task_struct *p, u64 enq_flags);
    void (*dequeue)(struct task_struct *p, u64 deq_flags);
    void (*dispatch)(s32 cpu, struct task_struct *prev);
    void (*tick)(struct task_struct *p);
    void (*runnable)(struct task_struct *p, u64 enq_flags);
    void (*running)(struct task_struct *p);
    void (*stopping)(struct task_struct *p, bool runnable);
    void (*quiescent)(struct task_struct *p, u64 deq_flags);
    bool (*yield)(struct task_struct *from, struct task_struct *to);
    void (*set_weight)(struct task_struct *p, u32 weight);
    void (*set_cpumask)(struct task_struct *p, const struct cpumask *cpumask);
    void (*update_idle)(s32 cpu, bool idle);
    s32 (*init_task)(struct task_struct *p, struct scx_init_task_args *args);
    void (*exit_task)(struct task_struct *p, struct scx_exit_task_args *args);
    void (*enable)(struct task_struct *p);
    void (*disable)(struct task_struct *p);
    s32 (*cgroup_init)(struct cgroup *group, struct scx_cgroup_init_args *args);
    void (*cgroup_exit)(struct cgroup *group);
    s32 (*cgroup_prep_move)(struct task_struct *p, struct cgroup *from, struct cgroup *to);
    void (*cgroup_move)(struct task_struct *p, struct cgroup *from, struct cgroup *to);
    void (*cgroup_cancel_move)(struct task_struct *p, struct cgroup *from, struct cgroup *to);
    void (*cgroup_set_weight)(struct cgroup *group, u32 weight);
    void (*cpu_online)(s32 cpu);
    void (*cpu_offline)(s32 cpu);
    s32 (*init)(void);
    void (*exit)(struct scx_exit_info *info);
    u32 dispatch_max_batch; /* tasks that one call of `dispatch` may insert; 0 = 32 */
    u64 flags;
    u32 timeout_ms; /* 0 = 30 s, the most; a runnable task left alone for longer ends the scheduler */
    u32 exit_dump_len;
    char name[128];
};

/* The queue of the CPU at hand, and one for all CPUs; both FIFO, both made by the kernel. */
#define SCX_DSQ_GLOBAL   0x8000000000000001ULL
#define SCX_DSQ_LOCAL    0x8000000000000002ULL
#define SCX_DSQ_LOCAL_ON 0xC000000000000000ULL /* | CPU: the queue of that CPU */
#define SCX_SLICE_DFL    20000000ULL           /* ns */

#define SCX_SLICE_INF 0xFFFFFFFFFFFFFFFFULL

/* For scx_bpf_kick_cpu. */
#define SCX_KICK_IDLE    1ULL /* wake it if it is idle */
#define SCX_KICK_PREEMPT 2ULL /* and end the running task's slice */
#define SCX_KICK_WAIT    4ULL /* and wait until it has scheduled */

/* In enq_flags. Their values differ between kernels, so each is looked up when the scheduler is loaded. */
enum scx_enq_flags {
    SCX_ENQ_WAKEUP = 1,
    SCX_ENQ_HEAD = 1 << 4,
    SCX_ENQ_PREEMPT = 1ULL << 32,
    SCX_ENQ_REENQ = 1ULL << 40,
    SCX_ENQ_LAST = 1ULL << 41
};
#define SCX_ENQ_WAKEUP  bpf_core_enum_value(enum scx_enq_flags, SCX_ENQ_WAKEUP)  /* it was asleep */
#define SCX_ENQ_HEAD    bpf_core_enum_value(enum scx_enq_flags, SCX_ENQ_HEAD)    /* to the head of the queue */
#define SCX_ENQ_PREEMPT bpf_core_enum_value(enum scx_enq_flags, SCX_ENQ_PREEMPT) /* in place of who runs there */
#define SCX_ENQ_REENQ   bpf_core_enum_value(enum scx_enq_flags, SCX_ENQ_REENQ)   /* given back by a CPU */
#define SCX_ENQ_LAST    bpf_core_enum_value(enum scx_enq_flags, SCX_ENQ_LAST)    /* the CPU has no other */

#define PF_KTHREAD 0x00200000 /* in flags: a task of the kernel's */

#define SCX_TASK_QUEUED 1 /* in scx.flags: runnable, whether it waits or runs */

/* In .flags of the scheduler. */
#define SCX_OPS_KEEP_BUILTIN_IDLE 1ULL /* the kernel tracks idle CPUs although there is an update_idle */
#define SCX_OPS_ENQ_LAST          2ULL /* enqueue a task also when the CPU has no other */
#define SCX_OPS_ENQ_EXITING       4ULL /* enqueue tasks that are about to end too */
#define SCX_OPS_SWITCH_PARTIAL    8ULL /* take SCHED_EXT tasks only, leave SCHED_NORMAL ones alone */

s32 scx_bpf_create_dsq(u64 dsq_id, s32 node) __ksym;
void scx_bpf_dsq_insert(struct task_struct *p, u64 dsq_id, u64 slice, u64 enq_flags) __ksym;
void scx_bpf_dsq_insert_vtime(struct task_struct *p, u64 dsq_id, u64 slice, u64 vtime, u64 enq_flags) __ksym;
bool scx_bpf_dsq_move_to_local(u64 dsq_id) __ksym;
s32 scx_bpf_dsq_nr_queued(u64 dsq_id) __ksym;
s32 scx_bpf_select_cpu_dfl(struct task_struct *p, s32 prev_cpu, u64 wake_flags, bool *is_idle) __ksym;
void scx_bpf_kick_cpu(s32 cpu, u64 flags) __ksym;
bool scx_bpf_test_and_clear_cpu_idle(s32 cpu) __ksym;
s32 scx_bpf_pick_idle_cpu(const struct cpumask *cpus_allowed, u64 flags) __ksym;
s32 scx_bpf_pick_any_cpu(const struct cpumask *cpus_allowed, u64 flags) __ksym;
u32 scx_bpf_dispatch_nr_slots(void) __ksym;
void scx_bpf_destroy_dsq(u64 dsq_id) __ksym;
void scx_bpf_error_bstr(char *format, unsigned long long *data, u32 data_bytes) __ksym;
void scx_bpf_exit_bstr(s64 code, char *format, unsigned long long *data, u32 data_bytes) __ksym;
s32 scx_bpf_task_cpu(const struct task_struct *p) __ksym;
bool scx_bpf_task_running(const struct task_struct *p) __ksym;
u32 scx_bpf_nr_cpu_ids(void) __ksym;
u64 scx_bpf_now(void) __ksym;
/* A walk over the tasks of a queue from its head: new, next until it gives NULL, and destroy in any case. */
s32 bpf_iter_scx_dsq_new(struct bpf_iter_scx_dsq *walk, u64 dsq_id, u64 flags) __ksym;
struct task_struct *bpf_iter_scx_dsq_next(struct bpf_iter_scx_dsq *walk) __ksym;
void bpf_iter_scx_dsq_destroy(struct bpf_iter_scx_dsq *walk) __ksym;
s32 bpf_iter_num_new(struct bpf_iter_num *count, s32 start, s32 end) __ksym;
s32 *bpf_iter_num_next(struct bpf_iter_num *count) __ksym;
void bpf_iter_num_destroy(struct bpf_iter_num *count) __ksym;
bool bpf_cpumask_test_cpu(u32 cpu, const struct cpumask *cpumask) __ksym;
/* Each cgroup taken must be given back with bpf_cgroup_release. */
struct cgroup *scx_bpf_task_cgroup(struct task_struct *p) __ksym;
struct cgroup *bpf_cgroup_ancestor(struct cgroup *group, s32 level) __ksym;
void bpf_cgroup_release(struct cgroup *group) __ksym;
/* Pages of an arena; address NULL: anywhere; node -1: of any node. For sleepable callbacks. What
 * it gives is an address in the arena: see in_arena below. */
void *bpf_arena_alloc_pages(void *arena, void *address, u32 pages, s32 node, u64 flags) __ksym;
void bpf_arena_free_pages(void *arena, void *address, u32 pages) __ksym;
/* From 6.19 on; use set_slice and set_dsq_vtime below. */
bool scx_bpf_task_set_slice(struct task_struct *p, u64 slice) __ksym __weak;
bool scx_bpf_task_set_dsq_vtime(struct task_struct *p, u64 vtime) __ksym __weak;

/* A callback; the name is also that of its program. A sleepable one may create queues. */
#define BPF_STRUCT_OPS(name, arguments...)           SEC("struct_ops/" #name) BPF_PROG(name, ##arguments)
#define BPF_STRUCT_OPS_SLEEPABLE(name, arguments...) SEC("struct_ops/sleepable/" #name) BPF_PROG(name, ##arguments)

/* The scheduler itself: SCX_OPS_DEFINE(example, .enqueue = (void *)example_enqueue, .name = "example"). How it ends is
 * recorded unless it has a callback `exit` of its own. */
#define SCX_OPS_DEFINE(variable, members...)                                                                           \
    _Pragma("clang diagnostic push") _Pragma("clang diagnostic ignored \"-Winitializer-overrides\"")                   \
        SEC(".struct_ops") struct sched_ext_ops variable = {.exit = (void *)schedlab_record_exit, members};            \
    _Pragma("clang diagnostic pop") struct sched_ext_ops variable

/* bpf_for (i, 0, n): a loop that the verifier walks once or twice and not n times, which is most of what loading a
 * scheduler with loops takes. Another such cost, seen with 6.18: each pointer read as p->member makes the
 * verifier search all names of the kernel, some 5 ms of guest time, so read it before the loop, or read what is behind
 * it with BPF_CORE_READ. The destructor is named once more because clang describes no function that only an
 * attribute names. Source: btf_nested_type_is_trusted in kernel/bpf/btf.c of Linux 6.18. */
#ifndef bpf_for
#define bpf_for(i, start, end)                                                                                         \
    for (struct bpf_iter_num count_##i __attribute__((cleanup(bpf_iter_num_destroy))),                                 \
         *walk_##i = (bpf_iter_num_new(&count_##i, start, end), (void)bpf_iter_num_destroy, &count_##i);               \
         ({                                                                                                            \
             s32 *next_##i = bpf_iter_num_next(walk_##i);                                                              \
             if (next_##i)                                                                                             \
                 i = *next_##i;                                                                                        \
             next_##i;                                                                                                 \
         });)
#endif

/* Ends the scheduler: scx_bpf_error("%s has vtime %llu", p->comm, vtime); scx_bpf_exit takes an exit code before that
 * and is no error. The kernel is back in charge soon afterwards, and the text is the exit's message. */
#define scx_bpf_error(format, arguments...)                                                                            \
    SCHEDLAB_FORMATTED(scx_bpf_error_bstr, (text, data, bytes), format, ##arguments)
#define scx_bpf_exit(code, format, arguments...)                                                                       \
    SCHEDLAB_FORMATTED(scx_bpf_exit_bstr, (code, text, data, bytes), format, ##arguments)
#define SCHEDLAB_FORMATTED(function, parameters, format, arguments...)                                                 \
    ({                                                                                                                 \
        static char text[] = format;                                                                                   \
        unsigned long long data[___bpf_narg(arguments) ?: 1] = {0};                                                    \
        const u32 bytes = ___bpf_narg(arguments) * sizeof(unsigned long long);                                         \
        _Pragma("clang diagnostic push") _Pragma("clang diagnostic ignored \"-Wint-conversion\"")                      \
            ___bpf_fill(data, arguments);                                                                              \
        _Pragma("clang diagnostic pop") function parameters;                                                           \
    })

/* a before b, also when the numbers have wrapped around. */
static inline bool vtime_before(u64 a, u64 b) {
    return (s64)(a - b) < 0;
}

/* Gives a task that runs or waits another slice. Kernels before 6.19 let a scheduler write the member itself. */
static inline void set_slice(struct task_struct *p, u64 slice) {
    if (scx_bpf_task_set_slice)
        scx_bpf_task_set_slice(p, slice);
    else
        p->scx.slice = slice;
}

static inline void set_dsq_vtime(struct task_struct *p, u64 vtime) {
    if (scx_bpf_task_set_dsq_vtime)
        scx_bpf_task_set_dsq_vtime(p, vtime);
    else
        p->scx.dsq_vtime = vtime;
}

/* What an address in an arena stands for, as a pointer that the program may follow. It is the instruction "r1 = r1,
 * from address space 1 to 0", which clang knows by name from 19 on; the verifier wants it after each call that gives
 * such an address. Source: BPF_ADDR_SPACE_CAST in include/linux/filter.h of Linux 6.18. */
static inline void *in_arena(void *address) {
    void *pointer;
    asm volatile("r1 = %1\n\t.byte 0xbf, 0x11, 1, 0, 1, 0, 0, 0\n\t%0 = r1" : "=r"(pointer) : "r"(address) : "r1");
    return pointer;
}

/* ---- What schedlab reads from a running scheduler, by these names ---- */

/* How it ended. `kind` is written last, so whoever sees it sees the rest. */
#define SCHEDLAB_FRAMES     32 /* the kernel keeps 64 */
#define SCHEDLAB_DUMP_BYTES 32768

struct scheduler_exit {
    u64 kind;
    s64 code;
    u64 at_ns;  /* CLOCK_MONOTONIC */
    u64 frames; /* as many as there were */
    unsigned long backtrace[SCHEDLAB_FRAMES];
    char reason[128];
    char message[1024];
    char dump[SCHEDLAB_DUMP_BYTES];
};

struct scheduler_exit schedlab_exit;
/* Times it gave a CPU a task, if it counts. */
u64 schedlab_dispatched;

/* Call it where a task goes to a CPU's own queue. The callback `running` would not do: it is also called for the tasks
 * that were running already when the scheduler came. */
static inline void count_dispatch(void) {
    __sync_fetch_and_add(&schedlab_dispatched, 1);
}

/* For a callback `exit` of your own; without one, the one below does it. */
static inline void record_exit(const struct scx_exit_info *info) {
    schedlab_exit.code = info->exit_code;
    schedlab_exit.at_ns = bpf_ktime_get_ns();
    schedlab_exit.frames = info->bt_len;
    bpf_probe_read_kernel(schedlab_exit.backtrace, sizeof schedlab_exit.backtrace, info->bt);
    bpf_probe_read_kernel_str(schedlab_exit.reason, sizeof schedlab_exit.reason, info->reason);
    bpf_probe_read_kernel_str(schedlab_exit.message, sizeof schedlab_exit.message, info->msg);
    bpf_probe_read_kernel_str(schedlab_exit.dump, sizeof schedlab_exit.dump, info->dump);
    __sync_lock_test_and_set(&schedlab_exit.kind, (u64)info->kind);
}

/* The agent leaves it out of a scheduler that names another. */
void BPF_STRUCT_OPS(schedlab_record_exit, struct scx_exit_info *info) {
    record_exit(info);
}

#endif

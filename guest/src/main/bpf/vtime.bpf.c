/* SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0
 *
 * vtime: everybody gets CPU time in proportion to their weight.
 *
 * Each task has a virtual time, p->scx.dsq_vtime, that grows while it runs: slowly for heavy tasks, fast for light
 * ones. All tasks that wait stand in one queue ordered by it, so the one that has had least for its weight goes next.
 *
 * Who touches a task's vtime: `enable` when the task comes under this scheduler, `enqueue` when it becomes runnable and
 * has to wait, `dispatch` when its slice is over, `stopping` when it leaves a CPU. A task that sleeps is touched by
 * nobody: what you write there stays until it wakes, and then decides its place in the queue, as far as one slice.
 *
 * A task's weight comes from its niceness, times the weight of its cgroup and of those above it. Tasks are what is
 * counted: a cgroup with two busy tasks gets twice what it gets with one. A scheduler that is fair between cgroups
 * would need a virtual time for each cgroup too.
 */
#include "schedlab/scx.bpf.h"

char LICENSE[] SEC("license") = "GPL v2"; /* of the two licences above, the one the kernel asks for */

#define WAITING      0
#define USUAL_WEIGHT 100 /* of nice 0, and of a cgroup whose cpu.weight nobody has set */
#define MOST_CPUS    256 /* a power of two: the verifier sees that an index masked with MOST_CPUS - 1 is in range */
#define MOST_LEVELS  8   /* of cgroups in cgroups */
#define LONGEST_TICK 10000000 /* ns; a slice ends at a tick of the timer, so up to this much late */

/* A task runs this long before somebody else may; set before loading. */
const volatile u64 slice_ns = 5000000;

/* What goes on on one CPU. */
struct turn {
    u64 now;    /* the CPU's virtual clock: the largest vtime that has begun to run here */
    u64 since;  /* when the task that runs was billed last, ns */
    u64 weight; /* of the task that runs */
};

struct turn turns[MOST_CPUS];

struct {
    __uint(type, BPF_MAP_TYPE_HASH);
    __uint(max_entries, 1024);
    __type(key, u64); /* the cgroup's id, which is the inode number of its folder */
    __type(value, u32);
} cgroup_weights SEC(".maps");

static struct turn *turn_on(s32 cpu) {
    return &turns[cpu & (MOST_CPUS - 1)];
}

static u64 cost(u64 nanos, u64 weight) {
    return weight ? nanos * USUAL_WEIGHT / weight : 0;
}

static u64 id_of(struct cgroup *group) {
    return BPF_CORE_READ(group, kn, id);
}

/* The task's own weight times that of each cgroup it is in. */
static u64 weight_of(struct task_struct *p) {
    u64 weight = p->scx.weight;
    struct cgroup *own = scx_bpf_task_cgroup(p);
    for (s32 level = 1; level <= MOST_LEVELS; level++) { /* level 0 is the root, which has no weight */
        struct cgroup *group = bpf_cgroup_ancestor(own, level);
        if (!group)
            break;
        u64 id = id_of(group);
        u32 *share = bpf_map_lookup_elem(&cgroup_weights, &id);
        if (share)
            weight = weight * *share / USUAL_WEIGHT;
        bpf_cgroup_release(group);
    }
    bpf_cgroup_release(own);
    return weight ?: 1;
}

/* A turn begins: the CPU's clock moves on to the vtime of the task that runs. */
static void begin(struct task_struct *p, struct turn *turn) {
    if (vtime_before(turn->now, p->scx.dsq_vtime))
        turn->now = p->scx.dsq_vtime;
}

/* The bill: the time since the last one, divided by the weight. The clock may stand before `since`: while the kernel
 * holds the lock of the CPU's run queue, scx_bpf_now is the time when it took it, else the time right now. Numbers
 * without a sign would then make a bill of 584 years. */
static void charge(struct task_struct *p, struct turn *turn) {
    u64 now = scx_bpf_now();
    if (vtime_before(now, turn->since))
        return;
    set_dsq_vtime(p, p->scx.dsq_vtime + cost(now - turn->since, turn->weight));
    turn->since = now;
}

/* A task wakes. An idle CPU takes it at once: where nobody waits, no order is needed. */
s32 BPF_STRUCT_OPS(vtime_select_cpu, struct task_struct *p, s32 prev_cpu, u64 wake_flags) {
    bool is_idle = false;
    s32 cpu = scx_bpf_select_cpu_dfl(p, prev_cpu, wake_flags, &is_idle);
    if (is_idle) {
        scx_bpf_dsq_insert(p, SCX_DSQ_LOCAL, slice_ns, 0);
        count_dispatch();
    }
    return cpu;
}

/* No CPU was idle, or its turn is over: it waits. Whoever slept does not save up time, and whoever comes from a CPU
 * where virtual time is further does not pay for that: at most one slice of credit or of debt. */
void BPF_STRUCT_OPS(vtime_enqueue, struct task_struct *p, u64 enq_flags) {
    u64 vtime = p->scx.dsq_vtime;
    u64 now = turn_on(scx_bpf_task_cpu(p))->now;
    u64 earliest = now - slice_ns;
    u64 latest = now + cost(slice_ns + LONGEST_TICK, weight_of(p));
    if (vtime_before(vtime, earliest))
        vtime = earliest;
    if (vtime_before(latest, vtime))
        vtime = latest;
    scx_bpf_dsq_insert_vtime(p, WAITING, slice_ns, vtime, enq_flags);
}

/* Whether a task that runs is to be kept: nobody who waits and may run here has had less for his weight. */
static bool is_first(struct task_struct *p, s32 cpu) {
    struct bpf_iter_scx_dsq walk;
    struct task_struct *waiting;
    bpf_iter_scx_dsq_new(&walk, WAITING, 0);
    do {
        waiting = bpf_iter_scx_dsq_next(&walk);
    } while (waiting && !bpf_cpumask_test_cpu(cpu, waiting->cpus_ptr));
    bool first = !waiting || vtime_before(p->scx.dsq_vtime, waiting->scx.dsq_vtime);
    bpf_iter_scx_dsq_destroy(&walk);
    return first;
}

/* A slice is over, or a CPU has nothing to do. The task that ran, `prev`, is not in the queue yet: it is billed and
 * compared with the first that waits. Without that, two tasks on one CPU would take turns whatever they weigh. */
void BPF_STRUCT_OPS(vtime_dispatch, s32 cpu, struct task_struct *prev) {
    if (prev && prev->scx.flags & SCX_TASK_QUEUED) {
        struct turn *turn = turn_on(cpu);
        charge(prev, turn);
        if (is_first(prev, cpu)) {
            begin(prev, turn);
            set_slice(prev, slice_ns);
            return;
        }
    }
    if (scx_bpf_dsq_move_to_local(WAITING))
        count_dispatch();
}

void BPF_STRUCT_OPS(vtime_running, struct task_struct *p) {
    struct turn *turn = turn_on(scx_bpf_task_cpu(p));
    turn->since = scx_bpf_now();
    turn->weight = weight_of(p);
    begin(p, turn);
}

void BPF_STRUCT_OPS(vtime_stopping, struct task_struct *p, bool runnable) {
    charge(p, turn_on(scx_bpf_task_cpu(p)));
}

/* Newcomers start at "now", neither ahead nor behind. */
void BPF_STRUCT_OPS(vtime_enable, struct task_struct *p) {
    set_dsq_vtime(p, turn_on(scx_bpf_task_cpu(p))->now);
}

/* Each cgroup that there is when the scheduler comes, and each new one. */
s32 BPF_STRUCT_OPS(vtime_cgroup_init, struct cgroup *group, struct scx_cgroup_init_args *args) {
    u64 id = id_of(group);
    u32 weight = args->weight;
    return bpf_map_update_elem(&cgroup_weights, &id, &weight, BPF_ANY);
}

void BPF_STRUCT_OPS(vtime_cgroup_exit, struct cgroup *group) {
    u64 id = id_of(group);
    bpf_map_delete_elem(&cgroup_weights, &id);
}

/* Somebody wrote cpu.weight. It counts from the next time that a task of the cgroup is put on a CPU. */
void BPF_STRUCT_OPS(vtime_cgroup_set_weight, struct cgroup *group, u32 weight) {
    u64 id = id_of(group);
    bpf_map_update_elem(&cgroup_weights, &id, &weight, BPF_ANY);
}

s32 BPF_STRUCT_OPS_SLEEPABLE(vtime_init) {
    return scx_bpf_create_dsq(WAITING, -1);
}

SCX_OPS_DEFINE(vtime_ops, .select_cpu = (void *)vtime_select_cpu, .enqueue = (void *)vtime_enqueue,
               .dispatch = (void *)vtime_dispatch, .running = (void *)vtime_running, .stopping = (void *)vtime_stopping,
               .enable = (void *)vtime_enable, .cgroup_init = (void *)vtime_cgroup_init,
               .cgroup_exit = (void *)vtime_cgroup_exit, .cgroup_set_weight = (void *)vtime_cgroup_set_weight,
               .init = (void *)vtime_init, .name = "vtime");

/* A queue for each CPU, and who has nothing to do looks into those of the others.
 * Planted: nobody looks into the queue of a CPU that is offline, and tasks are put there all the same. */
#define MOST_CPUS 64

static bool offline[MOST_CPUS];

void BPF_STRUCT_OPS(offline_cpu_offline, s32 cpu) {
    offline[cpu & (MOST_CPUS - 1)] = true;
}

void BPF_STRUCT_OPS(offline_cpu_online, s32 cpu) {
    offline[cpu & (MOST_CPUS - 1)] = false;
}

static s32 home_of(struct task_struct *p) {
    u32 cpus = scx_bpf_nr_cpu_ids();
    u32 first = p->pid % cpus;
    u32 i;
    bpf_for (i, 0, cpus) {
        u32 cpu = (first + i) % cpus;
        if (bpf_cpumask_test_cpu(cpu, p->cpus_ptr))
            return cpu;
    }
    return first;
}

void BPF_STRUCT_OPS(offline_enqueue, struct task_struct *p, u64 enq_flags) {
    s32 idle;
    if (p->flags & PF_KTHREAD) {
        scx_bpf_dsq_insert(p, SCX_DSQ_LOCAL, SCX_SLICE_DFL, enq_flags);
        return;
    }
    scx_bpf_dsq_insert(p, home_of(p), SCX_SLICE_DFL, enq_flags);
    idle = scx_bpf_pick_idle_cpu(p->cpus_ptr, 0);
    if (idle >= 0)
        scx_bpf_kick_cpu(idle, SCX_KICK_IDLE);
}

void BPF_STRUCT_OPS(offline_dispatch, s32 cpu, struct task_struct *prev) {
    u32 cpus = scx_bpf_nr_cpu_ids();
    u32 i;
    if (scx_bpf_dsq_move_to_local(cpu)) {
        count_dispatch();
        return;
    }
    bpf_for (i, 0, cpus) {
        if (!offline[i & (MOST_CPUS - 1)] && scx_bpf_dsq_move_to_local(i)) {
            count_dispatch();
            return;
        }
    }
}

s32 BPF_STRUCT_OPS_SLEEPABLE(offline_init) {
    s32 i;
    bpf_for (i, 0, MOST_CPUS) {
        s32 error = scx_bpf_create_dsq(i, -1);
        if (error)
            return error;
    }
    return 0;
}

SCX_OPS_DEFINE(offline_ops, .cpu_offline = (void *)offline_cpu_offline, .cpu_online = (void *)offline_cpu_online,
               .enqueue = (void *)offline_enqueue, .dispatch = (void *)offline_dispatch, .init = (void *)offline_init,
               .name = "offline");

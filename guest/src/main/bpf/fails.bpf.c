/* SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0
 *
 * fails: first come, first served, until it is told to fail. It shows what each mistake looks like from outside, and
 * whoever watches schedulers can be tested with it.
 *
 * `mode` may be set before it is attached or while it runs: %scheduler fails mode=STALL, %knobs mode=STALL.
 */
#include "schedlab/scx.bpf.h"

char LICENSE[] SEC("license") = "GPL v2"; /* of the two licences above, the one the kernel asks for */

#define WAITING     0
#define NO_SUCH_DSQ 4242
#define NOBODY      0
#define MOST_CPUS   64

enum failure {
    NONE,
    STALL,         /* one task is never given a CPU: the kernel's watchdog ends the scheduler */
    ERROR_EXIT,    /* it calls scx_bpf_error */
    ORDERLY_EXIT,  /* it ends itself with scx_bpf_exit and an exit code, which is no error */
    MISSING_QUEUE, /* it puts a task into a queue that is not there: the kernel ends the scheduler */
    SLOW,          /* each decision takes slow_ns, and nobody else has the CPU meanwhile */
    SCATTERED,     /* each task goes to a CPU at random, whatever waits there already */
    DEGRADED       /* every second CPU never takes a task that others could take: it stands idle while tasks wait */
};

volatile enum failure mode = NONE;

/* STALL: whose task it is; 0 = the first that is enqueued, whose pid then stands here. */
volatile s32 victim;
/* ORDERLY_EXIT: its exit code. */
volatile s64 exit_code = 1;
/* SLOW. From 4 ms on, the time between two ticks of the timer, a task's slice is over before its first instruction. */
volatile u64 slow_ns = 200000;
/* SCATTERED: the state of its random numbers. The same seed gives the same CPUs. */
volatile u64 seed = 1;

const volatile u64 slice_ns = SCX_SLICE_DFL;

/* Times it did what the mode says. */
u64 failures;

/* xorshift64 (Marsaglia, 2003); the kernel's own random numbers know no seed. */
static u64 random_number(void) {
    u64 x = seed ?: 1;
    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
    seed = x;
    return x;
}

static void failed(void) {
    __sync_fetch_and_add(&failures, 1);
}

static bool is_victim(struct task_struct *p) {
    if (victim == NOBODY)
        victim = p->pid;
    return victim == p->pid;
}

/* False where the CPU that chance has chosen is not allowed for the task. */
static bool scatter(struct task_struct *p, u64 enq_flags) {
    s32 cpu = random_number() % scx_bpf_nr_cpu_ids();
    if (!bpf_cpumask_test_cpu(cpu, p->cpus_ptr))
        return false;
    scx_bpf_dsq_insert(p, SCX_DSQ_LOCAL_ON | cpu, slice_ns, enq_flags);
    scx_bpf_kick_cpu(cpu, SCX_KICK_IDLE);
    count_dispatch();
    return true;
}

/* Without this callback the kernel would give waking tasks to idle CPUs and ask nobody. */
s32 BPF_STRUCT_OPS(fails_select_cpu, struct task_struct *p, s32 prev_cpu, u64 wake_flags) {
    bool is_idle = false;
    s32 cpu = scx_bpf_select_cpu_dfl(p, prev_cpu, wake_flags, &is_idle);
    if (is_idle && mode == NONE) {
        scx_bpf_dsq_insert(p, SCX_DSQ_LOCAL, slice_ns, 0);
        count_dispatch();
    }
    return cpu;
}

void BPF_STRUCT_OPS(fails_enqueue, struct task_struct *p, u64 enq_flags) {
    if (mode == STALL && is_victim(p)) {
        failed();
        return;
    }
    if (mode == ERROR_EXIT)
        scx_bpf_error("asked to fail when %s[%d] was enqueued", p->comm, p->pid);
    if (mode == ORDERLY_EXIT)
        scx_bpf_exit(exit_code, "asked to end when %s[%d] was enqueued", p->comm, p->pid);
    if (mode == MISSING_QUEUE) {
        scx_bpf_dsq_insert(p, NO_SUCH_DSQ, slice_ns, enq_flags);
        return;
    }
    if (mode == SCATTERED && scatter(p, enq_flags)) {
        failed();
        return;
    }
    if (mode == DEGRADED && p->nr_cpus_allowed == 1) {
        scx_bpf_dsq_insert(p, SCX_DSQ_LOCAL, slice_ns, enq_flags);
        return;
    }
    scx_bpf_dsq_insert(p, WAITING, slice_ns, enq_flags);
}

static long wait_for(u32 round, u64 *until) {
    return bpf_ktime_get_ns() >= *until; /* 1 ends the loop */
}

void BPF_STRUCT_OPS(fails_dispatch, s32 cpu, struct task_struct *prev) {
    if (mode == DEGRADED && cpu % 2 == 1) {
        failed();
        return;
    }
    if (mode == SLOW) {
        u64 until = bpf_ktime_get_ns() + slow_ns;
        bpf_loop(1 << 20, wait_for, &until, 0);
        failed();
    }
    if (scx_bpf_dsq_move_to_local(WAITING))
        count_dispatch();
}

s32 BPF_STRUCT_OPS_SLEEPABLE(fails_init) {
    return scx_bpf_create_dsq(WAITING, -1);
}

/* The watchdog looks at each runnable task twice in timeout_ms; 2 s instead of the usual 30 s, so that one need not
 * wait for long. */
SCX_OPS_DEFINE(fails_ops, .select_cpu = (void *)fails_select_cpu, .enqueue = (void *)fails_enqueue,
               .dispatch = (void *)fails_dispatch, .init = (void *)fails_init, .timeout_ms = 2000, .name = "fails");

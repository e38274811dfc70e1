/* SPDX-License-Identifier: Apache-2.0 */
#include <limits.h>
#include <sys/prctl.h>

#include "work.h"

/* What a process gets that did not descend from a SCHED_FIFO one. Kernel: init/init_task.c. */
#define DEFAULT_TIMER_SLACK_NANOS 50000

static void (*const KINDS[WORK_KINDS + 1])(const struct work *) = {
    [WORK_SPIN_WAIT] = work_spin_wait,
    [WORK_SLEEP] = work_sleep,
    [WORK_YIELD_HEAVY] = work_yield_heavy,
    [WORK_MIXED] = work_mixed,
    [WORK_BURSTY] = work_bursty,
    [WORK_IDLE_CHURN] = work_idle_churn,
    [WORK_SEQUENCE] = work_sequence,
    [WORK_PIPE_IO] = work_pipe_io,
    [WORK_FUTEX_PING_PONG] = work_futex_ping_pong,
    [WORK_FUTEX_FAN_OUT] = work_futex_fan_out,
    [WORK_WAKE_CHAIN] = work_wake_chain,
    [WORK_THUNDERING_HERD] = work_thundering_herd,
    [WORK_PRODUCER_CONSUMER] = work_producer_consumer,
    [WORK_TIMER_LATENCY] = work_timer_latency,
    [WORK_FORK_EXIT] = work_fork_exit,
    [WORK_NICE_SWEEP] = work_nice_sweep,
    [WORK_AFFINITY_CHURN] = work_affinity_churn,
    [WORK_POLICY_CHURN] = work_policy_churn,
    [WORK_PAGE_FAULT_CHURN] = work_page_fault_churn,
    [WORK_CACHE_PRESSURE] = work_cache_pressure,
    [WORK_MUTEX_CONTENTION] = work_mutex_contention,
    [WORK_PRIORITY_INVERSION] = work_priority_inversion,
    [WORK_RT_STARVATION] = work_rt_starvation,
    [WORK_CGROUP_CHURN] = work_cgroup_churn,
    [WORK_CUSTOM] = work_custom,
};

bool work_has_pipes(uint64_t kind, const uint64_t *parameters) {
    return kind == WORK_PIPE_IO || (kind == WORK_WAKE_CHAIN && parameters[1] == 1);
}

static void wait_at_gate(const struct work *work) {
    work->mine->ready = 1;
    while (work->gate->gate == 0)
        futex_wait(&work->gate->gate, 0);
}

void work_open_gate(struct worker_line *gate) {
    gate->gate = 1;
    futex_wake(&gate->gate, INT_MAX);
}

void work_start(const struct work *work) {
    work_become(work);
    prctl(PR_SET_TIMERSLACK, DEFAULT_TIMER_SLACK_NANOS);
    wait_at_gate(work);
    measure_start(work->mine, work->gate->opened_at);
    KINDS[work->kind](work);
    work_fail("the work came to an end");
}

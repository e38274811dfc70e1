/* SPDX-License-Identifier: Apache-2.0 */
#include <limits.h>
#include <sys/prctl.h>

#include "work.h"

/* What a process gets that did not descend from a SCHED_FIFO one. Kernel: init/init_task.c. */
#define DEFAULT_TIMER_SLACK_NANOS 50000

/* One line per kind. A number without a line does not compile, nor does one with two. */
#define EACH_KIND(DO)                                                                                                  \
    DO(WORK_SPIN_WAIT, work_spin_wait)                                                                                 \
    DO(WORK_SLEEP, work_sleep)                                                                                         \
    DO(WORK_YIELD_HEAVY, work_yield_heavy)                                                                             \
    DO(WORK_MIXED, work_mixed)                                                                                         \
    DO(WORK_BURSTY, work_bursty)                                                                                       \
    DO(WORK_IDLE_CHURN, work_idle_churn)                                                                               \
    DO(WORK_SEQUENCE, work_sequence)                                                                                   \
    DO(WORK_PIPE_IO, work_pipe_io)                                                                                     \
    DO(WORK_FUTEX_PING_PONG, work_futex_ping_pong)                                                                     \
    DO(WORK_FUTEX_FAN_OUT, work_futex_fan_out)                                                                         \
    DO(WORK_WAKE_CHAIN, work_wake_chain)                                                                               \
    DO(WORK_THUNDERING_HERD, work_thundering_herd)                                                                     \
    DO(WORK_PRODUCER_CONSUMER, work_producer_consumer)                                                                 \
    DO(WORK_TIMER_LATENCY, work_timer_latency)                                                                         \
    DO(WORK_FORK_EXIT, work_fork_exit)                                                                                 \
    DO(WORK_NICE_SWEEP, work_nice_sweep)                                                                               \
    DO(WORK_AFFINITY_CHURN, work_affinity_churn)                                                                       \
    DO(WORK_POLICY_CHURN, work_policy_churn)                                                                           \
    DO(WORK_PAGE_FAULT_CHURN, work_page_fault_churn)                                                                   \
    DO(WORK_CACHE_PRESSURE, work_cache_pressure)                                                                       \
    DO(WORK_MUTEX_CONTENTION, work_mutex_contention)                                                                   \
    DO(WORK_PRIORITY_INVERSION, work_priority_inversion)                                                               \
    DO(WORK_RT_STARVATION, work_rt_starvation)                                                                         \
    DO(WORK_CGROUP_CHURN, work_cgroup_churn)                                                                           \
    DO(WORK_CUSTOM, work_custom)

#define ENTRY(number, function) [number] = (function),
#define ONE(number, function)   +1

static void (*const KINDS[WORK_KINDS + 1])(const struct work *) = {EACH_KIND(ENTRY)};
_Static_assert(EACH_KIND(ONE) == WORK_KINDS, "a kind of work for each number from 1 to WORK_KINDS");

bool work_is_known(uint64_t kind) {
    return kind <= WORK_KINDS && KINDS[kind];
}

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
    measure_start(work);
    KINDS[work->kind](work);
    work_fail("the work came to an end");
}

/* SPDX-License-Identifier: Apache-2.0 */
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

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

/* The worker that this process or thread is. */
static __thread const struct work *self;

static void end(int code) __attribute__((noreturn));

/* A thread vanishes from /proc as it ends, so it keeps its own last numbers: of the moment before it dies. */
static void end(int code) {
    if (!self->thread)
        _exit(code);
    struct worker_line *line = self->mine;
    struct timespec used;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used); /* has the kernel count up to now */
    process_account(gettid(), &line->last.numbers);
    process_counted_until(gettid(), &line->last.until);
    line->exit_code = (uint32_t)code;
    line->ended = 1;
    for (;;)
        syscall(SYS_exit, code);
}

static void on_stop(int signal) {
    (void)signal;
    if (self)
        end(0);
}

void work_prepare_threads(void) {
    struct sigaction action = {.sa_handler = on_stop};
    sigaction(SIGTERM, &action, NULL);
}

void work_fail(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(self->mine->problem, sizeof self->mine->problem, format, arguments);
    va_end(arguments);
    end(1);
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
    self = work;
    prctl(PR_SET_TIMERSLACK, DEFAULT_TIMER_SLACK_NANOS);
    wait_at_gate(work);
    measure_start(work->mine, work->gate->opened_at);
    KINDS[work->kind](work);
    work_fail("the work came to an end");
}

uint64_t draw(uint64_t *seed) {
    uint64_t mixed = *seed += 0x9e3779b97f4a7c15;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
    return mixed ^ (mixed >> 31);
}

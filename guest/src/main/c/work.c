/* SPDX-License-Identifier: Apache-2.0 */
#include <limits.h>
#include <linux/futex.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "workers.h"

/* What a process gets that did not descend from a SCHED_FIFO one. Kernel: init/init_task.c. */
#define DEFAULT_TIMER_SLACK_NANOS 50000

static void wait_at_gate(const struct work *work) {
    work->mine->ready = 1;
    while (work->group->gate == 0)
        syscall(SYS_futex, &work->group->gate, FUTEX_WAIT, 0, NULL);
}

void work_open_gate(struct worker_line *group) {
    group->gate = 1;
    syscall(SYS_futex, &group->gate, FUTEX_WAKE, INT_MAX);
}

static void spin(struct worker_line *line) {
    for (;;)
        line->iterations++;
}

static void yield(struct worker_line *line) {
    for (;;) {
        sched_yield();
        line->iterations++;
    }
}

static void sleep_again(struct worker_line *line, uint64_t nanos) {
    struct timespec duration = {.tv_sec = (time_t)(nanos / SECOND), .tv_nsec = (long)(nanos % SECOND)};
    for (;;) {
        nanosleep(&duration, NULL);
        line->iterations++;
    }
}

void work_start(const struct work *work) {
    prctl(PR_SET_TIMERSLACK, DEFAULT_TIMER_SLACK_NANOS);
    wait_at_gate(work);
    if (work->kind == SPAWN_KIND_SPIN)
        spin(work->mine);
    else if (work->kind == SPAWN_KIND_YIELD)
        yield(work->mine);
    else
        sleep_again(work->mine, work->sleep_nanos);
    _exit(1);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include <sched.h>
#include <sys/prctl.h>

#include "timed.h"
#include "work.h"

#define CHECKPOINT_NANOS (100 * 1000ULL)
#define MICROSECOND      1000ULL

void work_learn_speed(void) {
    uint64_t told = boot_number("schedlab.instruction_ns=");
    if (told > 0)
        instruction_nanos = told;
}

void spin(struct worker_line *line, uint64_t nanos) {
    for (uint64_t part; nanos > 0; nanos -= part) {
        part = nanos < CHECKPOINT_NANOS ? nanos : CHECKPOINT_NANOS;
        timed_spin(part);
        measure_checkpoint(line);
    }
}

static bool look_and_go_on(void *line) {
    measure_checkpoint(line);
    return true;
}

void spin_cpu(struct worker_line *line, uint64_t nanos) {
    static __thread uint64_t overrun;
    timed_run_for(nanos, &overrun, look_and_go_on, line);
    measure_checkpoint(line);
}

void spin_wall(struct worker_line *line, uint64_t nanos) {
    timed_run_until(clock_now() + nanos, look_and_go_on, line);
    measure_checkpoint(line);
}

void sleep_until(struct worker_line *line, uint64_t due) {
    measure_waiting(line, due);
    clock_sleep_until(due);
    measure_wake(line, due);
}

void sleep_for(struct worker_line *line, uint64_t nanos) {
    sleep_until(line, clock_now() + nanos);
}

void work_spin_wait(const struct work *work) {
    for (;;) {
        spin(work->mine, CHECKPOINT_NANOS);
        work->mine->work_units += CHECKPOINT_NANOS / MICROSECOND;
    }
}

void work_sleep(const struct work *work) {
    for (;;) {
        sleep_for(work->mine, work->parameters[0]);
        work->mine->work_units++;
    }
}

void work_yield_heavy(const struct work *work) {
    for (;;) {
        sched_yield();
        work->mine->work_units++;
        measure_checkpoint(work->mine);
    }
}

void work_mixed(const struct work *work) {
    for (;;) {
        spin(work->mine, work->parameters[0]);
        sched_yield();
        work->mine->work_units++;
        measure_checkpoint(work->mine);
    }
}

void work_bursty(const struct work *work) {
    for (uint64_t worked = 0;;) {
        spin(work->mine, work->parameters[0]);
        worked += work->parameters[0];
        work->mine->work_units = worked / MICROSECOND;
        sleep_for(work->mine, work->parameters[1]);
    }
}

void work_idle_churn(const struct work *work) {
    for (;;) {
        spin(work->mine, work->parameters[0]);
        sleep_for(work->mine, work->parameters[1]);
        work->mine->work_units++;
    }
}

void work_timer_latency(const struct work *work) {
    prctl(PR_SET_TIMERSLACK, 1);
    uint64_t interval = work->parameters[0];
    for (uint64_t due = clock_now() + interval;; due += interval) {
        sleep_until(work->mine, due);
        work->mine->work_units++;
        uint64_t now = clock_now();
        if (now > due)
            due += (now - due) / interval * interval;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "load.h"

#define COUNTERS    1024
#define OWN_TIMERS  64
#define TIMER_OWN   1
#define TIMER_FIXED 2

static uint64_t counters[COUNTERS];
static struct object own_timers[OWN_TIMERS];
static uint64_t record[RECORD_NUMBERS];

static void sleep_timer(const struct step *step) {
    struct object *timer = step->b & TIMER_OWN ? &own_timers[step->object % OWN_TIMERS]
                                               : (struct object *)load_at(player.load->objects_at) + step->object;
    record[RECORD_SET_TIMES] += step->a;
    if (!timer->timer.started) {
        timer->timer.started = 1;
        timer->timer.next = player.first;
    }
    timer->timer.next += step->a;
    uint64_t now = wall_now(), due = timer->timer.next, slack = due - now;
    record[RECORD_SLACK] = player.load->flags & FLAG_SUM_OF_SLACK ? record[RECORD_SLACK] + slack : slack;
    if (now < due) {
        sleep_until(due);
        record[RECORD_LATENCY] += wall_now() - due;
        return;
    }
    if (!(step->b & TIMER_FIXED))
        timer->timer.next = wall_now();
    record[RECORD_LATENCY] = 0;
}

static void begin_fork(uint64_t task) {
    struct load *load = player.load;
    uint32_t number = __atomic_fetch_add(&load->forked, 1, __ATOMIC_SEQ_CST);
    if (number >= load->forks_limit)
        fail("more than %llu forks", (unsigned long long)load->forks_limit);
    pid_t pid = fork();
    if (pid < 0)
        fail("fork: %s", strerror(errno));
    if (pid > 0)
        return;
    struct member *member = (struct member *)load_at(load->forks_at) + number;
    const char *name = ((struct task *)load_at(load->tasks_at))[task].name;
    member->task = task;
    snprintf(member->name, sizeof member->name, "%.10s-%04u", name, number);
    member->pid = (uint64_t)getpid();
    player.member = member;
    player.overrun = player.held = 0;
    player.cpu_began = cpu_now();
    memset(counters, 0, sizeof counters);
    memset(own_timers, 0, sizeof own_timers);
    prctl(PR_SET_NAME, member->name);
    log_open();
    perform();
}

static void end(void) __attribute__((noreturn));

/* A worker that exits has failed; one that has nothing left to do sleeps. */
static void end(void) {
    player.member->ended = wall_now();
    for (;;)
        pause();
}

static void run(const struct step *step) {
    uint64_t began = wall_now();
    record[RECORD_SET_RUN] += step->a;
    if (step->kind == STEP_RUN)
        run_for(step->a);
    else
        run_until(began + step->a);
    uint64_t took = wall_now() - began;
    record[RECORD_RUN] += took;
    record[RECORD_PERF] += (step->kind == STEP_RUN ? step->a : took) / 1000 / player.load->calibration;
}

static void begin_phase(uint64_t phase) {
    memset(record, 0, sizeof record);
    record[RECORD_PHASE] = phase;
    record[RECORD_START] = wall_now();
}

static void finish_phase(void) {
    record[RECORD_END] = wall_now();
    if (!load_is_over())
        log_write(record);
}

static void perform_one(const struct step *step) {
    switch (step->kind) {
    case STEP_BEGIN:
        return begin_phase(step->a);
    case STEP_FINISH:
        return finish_phase();
    case STEP_RUN:
    case STEP_RUNTIME:
        return run(step);
    case STEP_SLEEP:
        return sleep_until(wall_now() + step->a);
    case STEP_TIMER:
        return sleep_timer(step);
    case STEP_YIELD:
        sched_yield();
        return;
    case STEP_FORK:
        return begin_fork(step->a);
    case STEP_MEMORY:
        return memory_write(step->a);
    case STEP_MEM_READ:
    case STEP_MEM_WRITE:
    case STEP_MEM_CHASE:
        return memory_run(step);
    case STEP_IO:
        return memory_to_device(step->a);
    case STEP_SCHEDULE:
    case STEP_CPUS:
    case STEP_CGROUP:
    case STEP_NODES:
        return place_do(step);
    case STEP_RUN_TO:
        run_to(player.cpu_began + step->a);
        return;
    case STEP_SLEEP_TO:
        return sleep_until(player.load->began + step->a);
    case STEP_DELAY:
        player.first += step->a;
        return sleep_until(player.first);
    default:
        return shared_do(step);
    }
}

static bool jumps(const struct step *step) {
    uint64_t *counter = &counters[step->object % COUNTERS];
    if (step->b == UINT64_MAX || ++*counter < step->b)
        return true;
    *counter = 0;
    return false;
}

/* When its time is over a worker only gives back what it holds. */
void perform(void) {
    const struct task *task = (struct task *)load_at(player.load->tasks_at) + player.member->task;
    const struct step *steps = load_at(task->steps_at);
    player.first = player.load->began;
    for (uint64_t i = 0; steps[i].kind != STEP_END; i++) {
        const struct step *step = &steps[i];
        bool over = load_is_over();
        if (over && player.held == 0)
            break;
        if (step->kind == STEP_JUMP)
            i = jumps(step) ? step->a - 1 : i;
        else if (!over || step->kind == STEP_LOCK || step->kind == STEP_UNLOCK)
            perform_one(step);
    }
    end();
}

/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <string.h>

#include "work.h"

void work_mutex_contention(const struct work *work) {
    struct group *group = work->group;
    for (;; work->mine->work_units++) {
        measure_waiting(work->mine, UINT64_MAX);
        uint64_t asked = work->mine->seen_at;
        mutex_lock(&group->mutex);
        measure_called(work->mine, asked, group->released_at);
        spin(work->mine, work->parameters[0]);
        mutex_unlock(&group->mutex, &group->released_at);
        spin(work->mine, work->parameters[1]);
    }
}

struct inversion {
    uint64_t hold, pause;
    bool inherit;
};

static void lock(volatile uint32_t *mutex, bool inherit) {
    if (!inherit)
        mutex_lock(mutex);
    else if (!pi_mutex_lock(mutex))
        work_fail("a PI mutex cannot be taken: %s", strerror(errno));
}

static void unlock(struct group *group, bool inherit) {
    if (!inherit)
        mutex_unlock(&group->mutex, &group->released_at);
    else if (!pi_mutex_unlock(&group->mutex))
        work_fail("a PI mutex cannot be released: %s", strerror(errno));
}

/* Whoever asks wants to run: the whole time until it holds the mutex is its latency. */
static void take_turn(const struct work *work, const struct inversion *inversion) {
    measure_checkpoint(work->mine);
    uint64_t asked = work->mine->seen_at;
    lock(&work->group->mutex, inversion->inherit);
    measure_wake(work->mine, asked);
    spin(work->mine, inversion->hold);
    unlock(work->group, inversion->inherit);
    work->mine->work_units++;
}

static void pause_for(struct worker_line *line, uint64_t nanos) {
    uint64_t until = clock_now() + nanos;
    measure_waiting(line, until);
    clock_sleep_until(until);
    measure_waited(line);
}

void work_priority_inversion(const struct work *work) {
    uint64_t high = work->parameters[0], medium = work->parameters[1];
    struct inversion inversion = {work->parameters[2], work->parameters[3], work->parameters[4] == 1};
    for (;;) {
        if (work->member < high) {
            pause_for(work->mine, inversion.pause);
            take_turn(work, &inversion);
        } else if (work->member < high + medium) {
            spin(work->mine, inversion.pause);
            work->mine->work_units++;
            pause_for(work->mine, inversion.pause);
        } else {
            take_turn(work, &inversion);
            spin(work->mine, inversion.pause);
        }
    }
}

void work_rt_starvation(const struct work *work) {
    for (;; work->mine->work_units++)
        spin(work->mine, work->parameters[2]);
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * One worker that wakes many at once.
 */
#include <limits.h>

#include "work.h"

static void call_all(struct group *group) {
    group->called_at = clock_now();
    __atomic_add_fetch(&group->calls, 1, __ATOMIC_SEQ_CST);
    futex_wake(&group->calls, INT_MAX);
}

/* Waits for a call that is not the one answered last, and returns its number. */
static uint32_t await_call(const struct work *work, uint32_t answered) {
    measure_waiting(work->mine, UINT64_MAX);
    uint64_t began = work->mine->seen_at;
    while (work->group->calls == answered)
        futex_wait(&work->group->calls, answered);
    measure_called(work->mine, began, work->group->called_at);
    return work->group->calls;
}

static void await_answers(const struct work *work) {
    measure_waiting(work->mine, UINT64_MAX);
    uint64_t began = work->mine->seen_at;
    for (uint32_t answers; (answers = work->group->answers) < work->members - 1;)
        futex_wait(&work->group->answers, answers);
    measure_called(work->mine, began, work->group->answered_at);
}

static void answer(const struct work *work) {
    if (__atomic_add_fetch(&work->group->answers, 1, __ATOMIC_SEQ_CST) < work->members - 1)
        return;
    work->group->answered_at = clock_now();
    futex_wake(&work->group->answers, 1);
}

static void send_messages(const struct work *work) {
    for (;; work->mine->work_units++) {
        work->group->answers = 0;
        call_all(work->group);
        await_answers(work);
    }
}

void work_futex_fan_out(const struct work *work) {
    if (work->member == 0)
        send_messages(work);
    for (uint32_t answered = 0;; work->mine->work_units++) {
        answered = await_call(work, answered);
        spin(work->mine, work->parameters[0]);
        answer(work);
    }
}

static void call_at_intervals(const struct work *work) {
    for (uint64_t due = clock_now();; work->mine->work_units++) {
        due += work->parameters[0];
        sleep_until(work->mine, due);
        call_all(work->group);
    }
}

void work_thundering_herd(const struct work *work) {
    if (work->member == 0)
        call_at_intervals(work);
    for (uint32_t answered = 0;; work->mine->work_units++) {
        answered = await_call(work, answered);
        spin(work->mine, work->parameters[1]);
    }
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * Workers in a ring, each of which waits for its predecessor and wakes its successor.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "work.h"

static void hand_on_by_futex(const struct work *work) {
    work->next->token_at = clock_now();
    __atomic_add_fetch(&work->next->tokens, 1, __ATOMIC_SEQ_CST);
    futex_wake(&work->next->tokens, 1);
}

static void await_futex(const struct work *work) {
    struct worker_line *line = work->mine;
    measure_waiting(line, UINT64_MAX);
    uint64_t began = line->seen_at;
    while (line->tokens == 0)
        futex_wait(&line->tokens, 0);
    __atomic_sub_fetch(&line->tokens, 1, __ATOMIC_SEQ_CST);
    measure_called(line, began, line->token_at);
}

static void hand_on_by_pipe(const struct work *work) {
    uint64_t now = clock_now();
    if (write(work->write_end, &now, sizeof now) != sizeof now)
        work_fail("a pipe cannot be written: %s", strerror(errno));
}

static void await_pipe(const struct work *work) {
    measure_waiting(work->mine, UINT64_MAX);
    uint64_t began = work->mine->seen_at, called_at;
    if (read(work->read_end, &called_at, sizeof called_at) != sizeof called_at)
        work_fail("a pipe cannot be read: %s", strerror(errno));
    measure_called(work->mine, began, called_at);
}

/* With a turn in hand: work, hand it on, wait for the next. */
static void go_round(const struct work *work, bool by_pipe, bool has_turn) {
    for (;; has_turn = true) {
        if (has_turn) {
            spin(work->mine, work->parameters[0]);
            if (by_pipe)
                hand_on_by_pipe(work);
            else
                hand_on_by_futex(work);
        }
        if (by_pipe)
            await_pipe(work);
        else
            await_futex(work);
        work->mine->work_units++;
    }
}

void work_pipe_io(const struct work *work) {
    go_round(work, true, true);
}

void work_futex_ping_pong(const struct work *work) {
    go_round(work, false, work->member == 0);
}

void work_wake_chain(const struct work *work) {
    go_round(work, work->parameters[1] == 1, work->member == 0);
}

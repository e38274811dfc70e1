/* SPDX-License-Identifier: Apache-2.0 */
#include <signal.h>

#include "wait.h"
#include "workers.h"

#define LOOK_AGAIN (200 * 1000ULL)

static bool all_ended(const struct places *places) {
    for (size_t i = 0; i < places->count; i++)
        if (worker_alive(&workers[places->of[i]]))
            return false;
    return true;
}

bool workers_kill(const struct places *places, uint64_t within_nanos) {
    for (size_t i = 0; i < places->count; i++) {
        struct worker *worker = &workers[places->of[i]];
        if (worker->counter)
            kill(-worker->pid, SIGKILL); /* its children, also of one that has ended */
        if (!worker_alive(worker))
            continue;
        worker->stopping = true;
        if (worker_is_thread(worker))
            tgkill(worker->process, worker->pid, SIGTERM);
        else
            kill(worker->pid, SIGKILL);
    }
    uint64_t end = clock_now() + within_nanos;
    for (wait_reap(); !all_ended(places); wait_reap()) {
        if (clock_now() >= end)
            return false;
        wait_for(LOOK_AGAIN);
    }
    return true;
}

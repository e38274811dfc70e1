/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>

#include "workers.h"

#define DEATH_LIMIT (5 * SECOND)

/* Finds the workers named in the request; replies and returns false when one is not there. */
static bool find_requested(struct places *places) {
    size_t size;
    const uint8_t *request = mailbox_request(&size);
    places->count = size / WORKER_SIZE;
    if (places->count > WORKER_LIMIT) {
        reply_error(EINVAL, "%zu workers named, but there are at most %d", places->count, WORKER_LIMIT);
        return false;
    }
    for (size_t i = 0; i < places->count; i++) {
        pid_t pid = (pid_t)get_number(request + i * WORKER_SIZE, WORKER_PID);
        uint64_t start = get_number(request + i * WORKER_SIZE, WORKER_START_TICKS);
        size_t place = 0;
        while (place < WORKER_LIMIT && !(workers[place].pid == pid && workers[place].start_ticks == start))
            place++;
        if (pid <= 0 || place == WORKER_LIMIT) {
            reply_error(ESRCH, "no worker has pid %d and start time %llu ticks", pid, (unsigned long long)start);
            return false;
        }
        places->of[i] = place;
    }
    return true;
}

static struct places places;

void command_stop(void) {
    if (!find_requested(&places))
        return;
    mailbox_doing("killed workers are to die");
    if (!workers_kill(&places, DEATH_LIMIT))
        reply_error(ETIMEDOUT, "killed workers did not get a CPU to die on within %llu s of guest time",
                    DEATH_LIMIT / SECOND);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <sched.h>
#include <string.h>

#include "workers.h"

static cpu_set_t before[WORKER_LIMIT];

bool worker_is_there(const uint8_t *worker, pid_t *pid) {
    *pid = (pid_t)get_number(worker, WORKER_PID);
    uint64_t start = get_number(worker, WORKER_START_TICKS);
    uint64_t started;
    if (process_start(*pid, &started) && started == start)
        return true;
    reply_error(ESRCH, "there is no process with pid %d and start time %llu ticks", *pid, (unsigned long long)start);
    return false;
}

static bool allow(const uint8_t *worker, const cpu_set_t *cpus, cpu_set_t *replaced) {
    pid_t pid;
    if (!worker_is_there(worker, &pid))
        return false;
    if (sched_getaffinity(pid, sizeof *replaced, replaced) == 0 && sched_setaffinity(pid, sizeof *cpus, cpus) == 0)
        return true;
    reply_error(errno, "the CPUs of pid %d: %s", pid, strerror(errno));
    return false;
}

void command_set_affinity(void) {
    size_t size;
    const uint8_t *request = mailbox_request(&size);
    cpu_set_t cpus;
    if (size < sizeof cpus || (size - sizeof cpus) / WORKER_SIZE > WORKER_LIMIT)
        return reply_error(EINVAL, "an affinity request of %zu bytes", size);
    memcpy(&cpus, request, sizeof cpus);
    const uint8_t *workers_named = request + sizeof cpus;
    size_t count = (size - sizeof cpus) / WORKER_SIZE;
    for (size_t i = 0; i < count; i++) {
        if (allow(workers_named + i * WORKER_SIZE, &cpus, &before[i]))
            continue;
        while (i-- > 0)
            sched_setaffinity((pid_t)get_number(workers_named + i * WORKER_SIZE, WORKER_PID), sizeof before[i],
                              &before[i]);
        return;
    }
}

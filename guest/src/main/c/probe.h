/* SPDX-License-Identifier: Apache-2.0
 *
 * A task that gives a scheduler something to do in an idle machine, and shows whether it is given CPUs.
 */
#ifndef SCHEDLAB_PROBE_H
#define SCHEDLAB_PROBE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct probe {
    pid_t pid;
    bool is_ext;    /* was seen to belong to sched_ext */
    uint64_t first; /* its timeslices then */
};

/* Starts one of policy SCHED_EXT that sleeps and wakes each millisecond. */
struct probe probe_start(void);

/* Whether it has been put on a CPU since it belongs to sched_ext. */
bool probe_was_dispatched(struct probe *probe);

/* Its remains are left to wait_reap. */
void probe_end(const struct probe *probe);

#endif

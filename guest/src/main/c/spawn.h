/* SPDX-License-Identifier: Apache-2.0
 *
 * Workers start in two phases: all are made and placed (cgroup, CPUs, nice, policy) while they wait at a gate, then the
 * gate opens. spawn.c is the command, spawn_request.c reads what is asked, spawn_make.c makes processes and threads,
 * spawn_place.c places them.
 */
#ifndef SCHEDLAB_SPAWN_H
#define SCHEDLAB_SPAWN_H

#include "work.h"

struct request {
    uint64_t kind, count, group, policy, priority, seed;
    uint64_t runtime, deadline, period;
    uint64_t parameters[8];
    struct refill refill;
    uint64_t phase_count;
    struct phase phases[SPAWN_PHASE_LIMIT];
    int nice;
    bool threads;
    uint64_t cpu_set_count;
    const uint8_t *cpu_sets; /* in the mailbox */
    char comm[COMM_SIZE];
    char cgroup[SPAWN_REFILLS - SPAWN_CGROUP];
    struct churn *churn; /* of kind CGROUP_CHURN */
};

/* Replies and returns false when the request makes no sense. */
bool request_read(struct request *request);

/* Makes the workers of these places, in this order; `made` counts those that are there also when one failed. False and
 * replied: one could not be made. */
bool make_processes(const struct request *request, const struct places *places, size_t *made);
bool make_threads(const struct request *request, const struct places *places, size_t *made);

/* Before the first worker is made: the cgroup is there. After that: puts a process into it, and a worker on its CPUs,
 * under its policy. False and replied: it could not. */
bool place_in_cgroup(const struct request *request, pid_t process);
bool place_worker(const struct request *request, size_t index, pid_t pid);

#endif

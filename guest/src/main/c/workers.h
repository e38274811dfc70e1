/* SPDX-License-Identifier: Apache-2.0
 *
 * The table of workers, shared by workers.c (how they fare and end), spawn.c (how they start) and work.c (what they
 * do).
 */
#ifndef SCHEDLAB_WORKERS_H
#define SCHEDLAB_WORKERS_H

#include "agent.h"

#define COMM_SIZE 16

struct worker {
    pid_t pid; /* 0: this place was never used */
    bool stopping;
    uint64_t ending, ending_code;
    struct task_numbers last;
    char comm[COMM_SIZE];
};

/* What a worker and the agent both see, one cache line each. */
struct worker_line {
    volatile uint64_t iterations;
    volatile uint32_t ready; /* set by the worker before it waits */
    volatile uint32_t gate;  /* of the first of a group: opened by the agent to start them all */
} __attribute__((aligned(64)));

extern struct worker workers[WORKER_LIMIT];
extern struct worker_line *worker_lines;

struct work {
    uint64_t kind, sleep_nanos;
    struct worker_line *mine, *group;
};

/* Runs in the worker's process. */
void work_start(const struct work *work) __attribute__((noreturn));
/* Starts the workers that wait at this gate. */
void work_open_gate(struct worker_line *group);

/* Sends SIGKILL to the workers and waits until they are dead; false if some are not within the time. */
bool workers_kill(const size_t *places, size_t count, uint64_t within_nanos);

#endif

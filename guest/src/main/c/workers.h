/* SPDX-License-Identifier: Apache-2.0
 *
 * The table of workers, shared by workers.c (which there are), report.c (how they fare), spawn*.c (how they start) and
 * work*.c (what they do).
 */
#ifndef SCHEDLAB_WORKERS_H
#define SCHEDLAB_WORKERS_H

#include "agent.h"

#define COMM_SIZE 16
#define NO_CPU    UINT32_MAX

/* What the agent knows. */
struct worker {
    pid_t pid;     /* of a thread its thread id; 0: this place was never used */
    pid_t process; /* that it is, or is a thread of */
    bool stopping;
    bool custom; /* a program of the user's: it does not measure itself; see work_custom.c */
    uint64_t start_ticks, opened_at, ended_at;
    uint64_t ending, ending_code;
    int account; /* the file that its numbers are read from; 0: not open */
    struct task_numbers last;
    struct churn *churn; /* of the kind CGROUP_CHURN; see cgroup_churn.c */
    char comm[COMM_SIZE];
};

struct migration {
    uint64_t at;
    uint32_t from, to;
};

/* What the members of a group share; it is in the line of the first of them. */
struct group {
    volatile uint32_t calls;   /* futex: made so far by the one who wakes all */
    volatile uint32_t answers; /* futex: of the present call */
    volatile uint32_t items;   /* futex: in the queue between producers and consumers */
    volatile uint32_t mutex;   /* futex */
    volatile uint64_t called_at, answered_at, filled_at, emptied_at, released_at;
} __attribute__((aligned(64)));

/* What a worker and the agent both see. The worker writes, except the gate. */
struct worker_line {
    volatile uint32_t ready;                   /* set before it waits */
    volatile uint32_t gate;                    /* of the first of a spawn: opened by the agent to start them all */
    volatile uint32_t made;                    /* of the first of a spawn of threads: all are there */
    volatile uint64_t made_before, made_after; /* of a thread: ticks around its making */
    volatile uint64_t opened_at;               /* with the gate */
    volatile uint64_t cpu_before;              /* CPU time in ns that it had used before the gate opened */
    volatile uint64_t work_units;
    volatile uint64_t seen_at;       /* its last checkpoint */
    volatile uint64_t waiting_until; /* 0: it wants to run; UINT64_MAX: it waits for others; else its timer */
    volatile uint64_t gap_nanos, gap_at;
    volatile uint32_t gap_cpu, cpu;
    volatile uint64_t cpus_used, migrations;
    volatile uint64_t wakes, wake_max;
    volatile uint32_t tokens; /* futex: turns handed to it by its predecessor in a ring */
    volatile uint64_t token_at;
    volatile uint32_t ended; /* of a thread: its last numbers are below */
    volatile uint32_t exit_code;
    struct task_numbers last;
    char problem[REPORT_MIGRATION_LIST - REPORT_PROBLEM];
    struct group group;
    struct migration migration_list[REPORT_MIGRATION_LIMIT];
    uint32_t wake_buckets[BUCKET_COUNT];
} __attribute__((aligned(64)));

extern struct worker workers[WORKER_LIMIT];
extern struct worker_line *worker_lines;

/* Places in the table that a command is about. */
struct places {
    size_t count;
    size_t of[WORKER_LIMIT];
};

/* Sends the workers to their end and waits until they are dead; false if some are not within the time. */
bool workers_kill(const struct places *places, uint64_t within_nanos);
bool worker_is_thread(const struct worker *worker);

/* accounts.c: asks the kernel for the last numbers of a worker; they stay as they were when it is gone. */
void worker_look(struct worker *worker);
/* Closes the file that they were read from. */
void worker_look_no_more(struct worker *worker);

/* work_custom.c: makes the file that the worker of this place counts in. */
bool custom_counter_make(size_t place);
/* What that worker counted; all ones if it did not. */
uint64_t custom_counter(size_t place);

/* report.c: fills one struct report. */
void report_write(uint8_t *report, size_t place);

#endif

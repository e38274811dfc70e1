/* SPDX-License-Identifier: Apache-2.0
 *
 * The table of workers, shared by workers.c (which there are), spawn*.c (how they start) and work*.c (what they do).
 * The host reads it in a machine that stands still: where the fields are is told in mailbox.h.
 */
#ifndef SCHEDLAB_WORKERS_H
#define SCHEDLAB_WORKERS_H

#include "agent.h"

#define COMM_SIZE 16
#define NO_CPU    UINT32_MAX

/* What the kernel counts of a task from its birth on, and up to when: ns of the scheduler's clock; 0: not known. */
struct account {
    struct task_numbers numbers;
    uint64_t until;
};

/* What the agent knows: struct kept of mailbox.h, and what only the agent needs. */
struct worker {
    pid_t pid;     /* of a thread its thread id; 0: this place was never used */
    pid_t process; /* that it is, or is a thread of */
    uint64_t start_ticks;
    uint64_t opened_at, opened_ticks; /* of the gate: CLOCK_MONOTONIC, and clock_ticks() at the same moment */
    struct task_numbers start;        /* when the gate opened */
    struct account last;              /* when it ended */
    uint64_t ended_at, ending, ending_code;
    volatile uint64_t *counter; /* of a program of the user's, which does not measure itself; see work_custom.c */
    bool stopping;
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

/* The longest time that a worker could not go on, so far. */
struct gap {
    uint64_t nanos, at, cpu;
};

/* What a worker and the agent both see. The worker writes, except the gate. It may be read between any two stores: what
 * belongs together is there before the one store that makes it count. */
struct worker_line {
    volatile uint32_t ready;                   /* set before it waits */
    volatile uint32_t gate;                    /* of the first of a spawn: opened by the agent to start them all */
    volatile uint32_t made;                    /* of the first of a spawn of threads: all are there */
    volatile uint32_t gap_place;               /* of the gap that counts */
    volatile uint64_t made_before, made_after; /* of a thread: ticks around its making */
    volatile uint64_t opened_at;               /* with the gate */
    volatile uint64_t work_units;
    volatile uint64_t seen_at;       /* its last checkpoint */
    volatile uint64_t waiting_until; /* 0: it wants to run; UINT64_MAX: it waits for others; else its timer */
    volatile struct gap gaps[2];
    volatile uint64_t cpus_used, migrations;
    volatile uint64_t wake_max;
    volatile uint32_t cpu;
    volatile uint32_t tokens; /* futex: turns handed to it by its predecessor in a ring */
    volatile uint64_t token_at;
    volatile uint32_t ended; /* of a thread: its last numbers are below */
    volatile uint32_t exit_code;
    struct account last;
    char problem[LINE_PROBLEM_SIZE];
    struct group group;
    volatile struct migration migration_list[LINE_MIGRATION_LIMIT];
    volatile uint32_t wake_buckets[BUCKET_COUNT];
    volatile uint64_t working_set; /* 1: a move costs it a refill */
    volatile uint64_t refills, refill_nanos;
} __attribute__((aligned(64)));

extern struct worker workers[WORKER_LIMIT];
extern struct worker_line *worker_lines;

/* Places in the table that a command is about. */
struct places {
    size_t count;
    size_t of[WORKER_LIMIT];
};

/* workers.c */
bool worker_alive(const struct worker *worker);
bool worker_is_thread(const struct worker *worker);
/* Notes the end of workers that were a process that ended, or in it. False: it is no worker's. */
bool workers_note_end(const siginfo_t *end);
/* Notes the ends of threads. One that ends alone is no child of ours: it is asked for. Its process goes with the last.
 */
void workers_note_threads(void);

/* worker_stop.c: sends the workers to their end and waits until they are dead; false if some are not within the time.
 */
bool workers_kill(const struct places *places, uint64_t within_nanos);

/* work_custom.c: makes the file that the worker of this place counts in, and maps it; all ones: it does not count. */
bool custom_counter_make(size_t place);
void custom_counter_forget(struct worker *worker);

/* affinity.c: whether a struct worker of a request is alive; if not, that is the reply. */
bool worker_is_there(const uint8_t *worker, pid_t *pid);

#endif

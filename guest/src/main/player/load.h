/* SPDX-License-Identifier: Apache-2.0
 *
 * The player of loads: a program that workers become (see Player.java). It finds a file named after its pid, the load,
 * which all players of a load have mapped: who they are, what each has to do, step by step, and what they share. The
 * host writes it; PlayerLayout.java has the same numbers under the same names, and a test compares them. Little-endian.
 */
#ifndef SCHEDLAB_LOAD_H
#define SCHEDLAB_LOAD_H

#include <pthread.h>
#include <semaphore.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "timed.h"

#define LOAD_FILE  "/schedlab/load-%d"
#define LOG_FILE   "/schedlab/log-%d"
#define LOAD_MAGIC 0x64616f6c64656373 /* "scedload" */

/* struct load */
#define LOAD_BYTES        0x08
#define LOAD_MEMBERS      0x10
#define LOAD_MEMBERS_AT   0x18
#define LOAD_TASKS_AT     0x20
#define LOAD_OBJECTS      0x28
#define LOAD_OBJECTS_AT   0x30
#define LOAD_DURATION     0x38 /* ns from the beginning on; 0 = no end */
#define LOAD_ALIGN        0x40 /* ns; it begins at a time of CLOCK_MONOTONIC that is LOAD_PHASE modulo this; 0 = any */
#define LOAD_PHASE        0x48
#define LOAD_CALIBRATION  0x50 /* ns of one loop, for the column perf */
#define LOAD_FLAGS        0x58
#define LOAD_FORKS_AT     0x60
#define LOAD_FORKS_LIMIT  0x68
#define LOAD_MEMORY       0x70 /* bytes of the buffer of mem and iorun */
#define LOAD_DEVICE_AT    0x78 /* path of the file of iorun */
#define LOAD_BEGAN        0x88 /* CLOCK_MONOTONIC; 0 = not yet */
#define LOAD_FORKED       0x90 /* u32: how many forks there were */
#define LOAD_INSTRUCTION  0x98 /* ns that one takes */
#define LOAD_SIZE         0x100
#define FLAG_INHERIT      1 /* mutexes with priority inheritance */
#define FLAG_SUM_OF_SLACK 2 /* slack is the sum over the timers of a phase */
#define FLAG_EXACT_TIMERS 4 /* no timer slack */
#define FLAG_IN_ORDER     8 /* the members start one after the other, shortly before the beginning */

/* struct member: a worker, or one that was forked */
#define MEMBER_PID     0x00
#define MEMBER_TASK    0x08
#define MEMBER_ENDED   0x10 /* CLOCK_MONOTONIC; 0 = it has not */
#define MEMBER_LOGGED  0x18 /* records in its log */
#define MEMBER_NAME    0x20 /* char[16] */
#define MEMBER_PROBLEM 0x30 /* char[80] */
#define MEMBER_SIZE    0x80

/* struct task */
#define TASK_STEPS_AT 0x00
#define TASK_NAME     0x08 /* char[16] of its forks */
#define TASK_SIZE     0x20

/* struct step */
#define STEP_SIZE    0x20
#define OBJECT_SIZE  0x100 /* its first byte says what it is: the kind of a step that uses it */
#define OBJECT_USERS 0x80  /* u64: of a barrier */

/* Kinds of steps, with what A, B, C are. Times are ns. */
#define STEP_END       1  /* sleeps for ever */
#define STEP_JUMP      2  /* A: to which step; B: how often, all ones = always; object: which counter */
#define STEP_BEGIN     3  /* a phase; A: its number */
#define STEP_FINISH    4  /* the phase: a record in the log */
#define STEP_RUN       5  /* A: CPU time */
#define STEP_RUNTIME   6  /* A: wall time */
#define STEP_SLEEP     7  /* A: how long */
#define STEP_TIMER     8  /* A: period; B: 1 = the worker's own, 2 = absolute */
#define STEP_LOCK      9  /* object: a mutex */
#define STEP_UNLOCK    10 /* object: a mutex */
#define STEP_WAIT      11 /* object: a condition; A: the mutex */
#define STEP_SIGNAL    12 /* object: a condition */
#define STEP_BROADCAST 13 /* object: a condition */
#define STEP_SYNC      14 /* as WAIT, with a signal before */
#define STEP_BARRIER   15
#define STEP_SUSPEND   16 /* object: a condition with its own mutex */
#define STEP_RESUME    17 /* object: the same */
#define STEP_YIELD     18
#define STEP_FORK      19 /* A: the task */
#define STEP_MEMORY    20 /* A: bytes written to the buffer */
#define STEP_MEM_READ  21 /* object: a buffer; A: bytes of it, B: bytes read */
#define STEP_MEM_WRITE 22 /* the same, written */
#define STEP_MEM_CHASE 23 /* A: bytes; B: hops; C: stride, negative = in bit-reversed order */
#define STEP_IO        24 /* A: bytes written to the device */
#define STEP_POST      25 /* object: a semaphore */
#define STEP_TAKE      26 /* object: a semaphore */
#define STEP_SCHEDULE  27 /* A: where struct sched_attr is */
#define STEP_CPUS      28 /* A: where the bit set of CPUs is, 128 bytes */
#define STEP_CGROUP    29 /* A: where the path is */
#define STEP_NODES     30 /* A: bit set of NUMA nodes for memory */
#define STEP_RUN_TO    31 /* A: CPU time since the beginning */
#define STEP_SLEEP_TO  32 /* A: time since the beginning */
#define STEP_DELAY     33 /* A: time since the beginning, from where timers count */
#define STEP_ADVANCE   34 /* object: a counter, by one; wakes all who wait for it */
#define STEP_AWAIT     35 /* object: a counter; A: waits until it is so high */

/* A record of the log: numbers of 64 bits in this order; times are ns. */
#define RECORD_PHASE     0
#define RECORD_PERF      1
#define RECORD_RUN       2
#define RECORD_START     3
#define RECORD_END       4
#define RECORD_SLACK     5
#define RECORD_SET_RUN   6 /* c_duration */
#define RECORD_SET_TIMES 7 /* c_period */
#define RECORD_LATENCY   8
#define RECORD_NUMBERS   9

struct object {
    union {
        struct {
            pthread_mutex_t mutex;
            pthread_cond_t condition;
            uint64_t missing; /* barrier: those who have yet to come, but the last */
        };
        sem_t semaphore;
        struct {
            uint64_t next;
            uint64_t started;
        } timer;
        volatile uint32_t counter;
    };
    uint64_t users __attribute__((aligned(OBJECT_USERS)));
} __attribute__((aligned(OBJECT_SIZE)));

struct member {
    uint64_t pid, task;
    volatile uint64_t ended, logged;
    char name[16];
    char problem[80];
};

struct task {
    uint64_t steps_at;
    char name[16];
    uint64_t unused;
};

struct step {
    uint32_t kind, object;
    uint64_t a, b, c;
};

struct load {
    uint64_t magic, size, members, members_at, tasks_at, objects, objects_at, duration, align, phase, calibration,
        flags, forks_at, forks_limit, memory, device_at;
    volatile uint32_t arrived, gate;
    volatile uint64_t began;
    volatile uint32_t forked;
    uint64_t instruction;
};

/* The process that this is: filled by player.c. */
struct player {
    struct load *load;
    struct member *member;
    uint64_t first;     /* from where timers count */
    uint64_t cpu_began; /* CPU time at the beginning */
    uint64_t overrun;   /* CPU time that the last run took too much, taken off the next */
    unsigned held;      /* locks */
};
extern struct player player;

void *load_at(uint64_t offset);
bool load_is_over(void);
void fail(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));

/* busy.c */
void sleep_until(uint64_t nanos);
void run_for(uint64_t cpu_nanos);
uint64_t run_to(uint64_t cpu_nanos); /* returns how much CPU time it has had */
void run_until(uint64_t wall_nanos);

/* memory.c */
void memory_write(uint64_t bytes);
void memory_to_device(uint64_t bytes);
void memory_run(const struct step *step);

/* shared.c: what the members of a load share. */
void shared_make(void);
void shared_do(const struct step *step);

/* place.c: where and how this process runs. */
void place_do(const struct step *step);

/* log.c */
void log_open(void);
void log_write(const uint64_t record[RECORD_NUMBERS]);

/* perform.c */
void perform(void) __attribute__((noreturn));

#endif

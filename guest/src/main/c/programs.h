/* SPDX-License-Identifier: Apache-2.0
 *
 * Programs from outside, shared by programs.c (how they fare and end), program_start.c (how they start),
 * program_output.c (what they print), program_scheduler.c (those that are schedulers) and command_programs.c.
 */
#ifndef SCHEDLAB_PROGRAMS_H
#define SCHEDLAB_PROGRAMS_H

#include <sched.h>

#include "agent.h"

#define PROGRAM_LIMIT 16
#define STREAMS       2
/* Of a program that is to be a scheduler, until it is in charge: the load of the machine does not hold it up. */
#define SCHEDULER_LOADER_NICE (-20)

/* What a program has printed: its beginning, and its end when there was more. */
struct output {
    uint8_t *head, *tail; /* records: struct output of mailbox.h and bytes */
    size_t head_used, tail_used;
    uint64_t printed, cut;
};

struct program {
    pid_t pid;            /* 0: this place was never used */
    int pidfd;            /* -1: it has ended */
    int streams[STREAMS]; /* read ends of stdout and stderr; -1: closed by all who had it */
    uint64_t start_ticks, started, ended, ending, ending_code;
    struct task_numbers last;
    struct output output;
    uint8_t *request; /* as it was started */
    size_t request_size;
};

extern struct program programs[PROGRAM_LIMIT];

/* How to become another program. The texts are those of the request. */
struct execution {
    int policy, priority, nice;
    cpu_set_t cpus;
    const char *folder, *path;
    char **arguments, **environment; /* end with NULL */
};

/* program_execute.c: takes a request apart; replies and returns false when it makes no sense. */
bool execution_read(struct execution *execution, uint8_t *request, size_t size);
void execution_free(struct execution *execution);
/* Turns the calling process, a child of the agent, into the program: first as it is to be scheduled, then the rest.
 * Each returns the name of the step that failed, with errno; execution_schedule() NULL when all is well. */
const char *execution_schedule(const struct execution *execution);
const char *execution_begin(const struct execution *execution);

/* program_output.c */
void output_note(struct output *output, int stream, const uint8_t *bytes, size_t size);
void output_free(struct output *output);

/* programs.c */
bool program_alive(const struct program *program);
/* Notes what it has printed. */
void programs_read_one(struct program *program);
/* A place for one more program, emptied; replies and returns NULL when all are taken. */
struct program *programs_place(void);

/* command_programs.c: the program that the request's arguments name; replies and returns NULL when there is none. */
struct program *programs_requested(void);
/* The reply's struct program, with `more` bytes of room behind it. */
uint8_t *programs_reply(const struct program *program, size_t more);

/* program_scheduler.c: the program that was started last to be a scheduler; NULL: none. */
void programs_set_scheduler(const struct program *program);
/* The session of a program is a group of its own for the fair class (autogroup), and a nice value counts within it
 * only: this lets the whole group go first, or as others again. */
void programs_hurry(pid_t pid, bool first);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SCHEDLAB_SCHEDULER_H
#define SCHEDLAB_SCHEDULER_H

#include "agent.h"

struct bpf_map;
struct bpf_object;

/* The same in bpf/schedlab/scx.bpf.h, which fills it, and in mailbox.h, which gives it to the host. */
struct scheduler_exit {
    uint64_t kind;
    int64_t code;
    uint64_t at_nanos, frames;
    uint64_t backtrace[EXIT_FRAMES_LIMIT];
    char reason[128];
    char message[1024];
    char dump[32768];
};
_Static_assert(sizeof(struct scheduler_exit) == EXIT_SIZE, "struct exit of mailbox.h");

/* An object as the host sent it, kept so that it can be attached again. */
struct scheduler_bytes {
    char name[64];
    void *bytes; /* NULL: none */
    size_t size;
};

/* scheduler_load.c: opens and loads an object, finds its struct_ops map. Replies and returns NULL when that fails. */
struct bpf_object *scheduler_load(const struct scheduler_bytes *from, struct bpf_map **ops);
/* How many instructions the verifier went through, of all programs of a loaded object. */
uint64_t scheduler_instructions(struct bpf_object *object);
/* What libbpf and the verifier said since the last load began. */
const char *scheduler_log(void);
/* scheduler.c: the object of the scheduler that is attached, NULL if there is none. */
struct bpf_object *scheduler_object(void);

#endif

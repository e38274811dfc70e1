/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SCHEDLAB_SCHEDULER_H
#define SCHEDLAB_SCHEDULER_H

#include "agent.h"

struct bpf_map;
struct bpf_object;

/* The same in bpf/schedlab/scx.bpf.h, which fills it. */
struct scheduler_exit {
    uint64_t kind;
    int64_t code;
    char reason[128];
    char message[1024];
};

/* An object as the host sent it, kept so that it can be attached again. */
struct scheduler_bytes {
    char name[64];
    void *bytes; /* NULL: none */
    size_t size;
};

/* scheduler_load.c: opens and loads an object, finds its struct_ops map. Replies and returns NULL when that fails. */
struct bpf_object *scheduler_load(const struct scheduler_bytes *from, struct bpf_map **ops);
/* What libbpf and the verifier said since the last load began. */
const char *scheduler_log(void);

#endif

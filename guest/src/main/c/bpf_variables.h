/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SCHEDLAB_BPF_VARIABLES_H
#define SCHEDLAB_BPF_VARIABLES_H

#include <stddef.h>
#include <stdint.h>

struct bpf_object;

/* A global variable of a loaded BPF object, found by name in its BTF; its whole section is mapped to read it. */
struct bpf_variable {
    const uint8_t *section;
    size_t section_size;
};

/* The variable's bytes, which the object's programs may change; NULL if there is no such variable or it is shorter. */
const volatile void *bpf_variable_open(struct bpf_object *object, const char *name, size_t size,
                                       struct bpf_variable *variable);
void bpf_variable_close(struct bpf_variable *variable);

#endif

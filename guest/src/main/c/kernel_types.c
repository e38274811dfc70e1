/* SPDX-License-Identifier: Apache-2.0
 *
 * The kernel's types (BTF), read once. libbpf reads and parses 5 MB of them for each object it loads, and goes through
 * all 100,000 for each name it looks up, which was most of the time that loading a scheduler took. The linker puts
 * these functions in the place of three of libbpf's (--wrap, see Makefile).
 */
#include <bpf/btf.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "agent.h"

#define PLACES    (1U << 18) /* more than twice the number of types */
#define PAGE_SIZE 4096UL

struct btf *__real_btf__load_vmlinux_btf(void);
void __real_btf__free(struct btf *btf);
__s32 __real_btf__find_by_name_kind(const struct btf *btf, const char *name, __u32 kind);
struct btf *__wrap_btf__load_vmlinux_btf(void);
void __wrap_btf__free(struct btf *btf);
__s32 __wrap_btf__find_by_name_kind(const struct btf *btf, const char *name, __u32 kind);
void *__real_realloc(void *memory, size_t size);
void *__wrap_realloc(void *memory, size_t size);

static struct btf *kernel_types;
static __u32 places[PLACES]; /* ids by the hash of name and kind; 0 = free */
/* The largest memory that libbpf has let grow: where each of the kernel's types is. It tells nobody. */
static struct {
    const void *start;
    size_t size;
} grown;

static __u32 place_of(const char *name, __u32 kind) {
    __u32 hash = 2166136261U ^ kind; /* FNV-1a */
    for (; *name; name++)
        hash = (hash ^ (uint8_t)*name) * 16777619U;
    return (hash ^ hash >> 16) % PLACES;
}

/* Types of one name and kind lie in the order of their ids, so the first is found first, as libbpf does. */
static void index_types(void) {
    __u32 count = btf__type_cnt(kernel_types);
    for (__u32 id = 1; id < count && count < PLACES / 2; id++) {
        const struct btf_type *type = btf__type_by_id(kernel_types, id);
        if (!type->name_off)
            continue;
        __u32 place = place_of(btf__name_by_offset(kernel_types, type->name_off), btf_kind(type));
        while (places[place])
            place = (place + 1) % PLACES;
        places[place] = id;
    }
}

/* Workers are forks of the agent and load no schedulers: copying the page tables of this memory for each of them would
 * be most of what starting a worker costs. */
static void keep_from_children(const void *start, size_t size) {
    uintptr_t first = ((uintptr_t)start + PAGE_SIZE - 1) & ~(PAGE_SIZE - 1);
    uintptr_t end = ((uintptr_t)start + size) & ~(PAGE_SIZE - 1);
    if (end > first)
        madvise((void *)first, end - first, MADV_DONTFORK);
}

void kernel_types_open(void) {
    kernel_types = __real_btf__load_vmlinux_btf();
    if (!kernel_types)
        return;
    index_types();
    __u32 size = 0;
    const void *types = btf__raw_data(kernel_types, &size);
    keep_from_children(types, types ? size : 0);
    keep_from_children(places, sizeof places);
    if (grown.size >= btf__type_cnt(kernel_types) * sizeof(__u32))
        keep_from_children(grown.start, grown.size);
}

void *__wrap_realloc(void *memory, size_t size) {
    void *moved = __real_realloc(memory, size);
    if (!kernel_types && moved && size >= grown.size) {
        grown.start = moved;
        grown.size = size;
    }
    return moved;
}

struct btf *__wrap_btf__load_vmlinux_btf(void) {
    return kernel_types ? kernel_types : __real_btf__load_vmlinux_btf();
}

void __wrap_btf__free(struct btf *btf) {
    if (btf != kernel_types)
        __real_btf__free(btf);
}

__s32 __wrap_btf__find_by_name_kind(const struct btf *btf, const char *name, __u32 kind) {
    if (!kernel_types || btf != kernel_types || btf__type_cnt(btf) >= PLACES / 2)
        return __real_btf__find_by_name_kind(btf, name, kind);
    for (__u32 place = place_of(name, kind); places[place]; place = (place + 1) % PLACES) {
        const struct btf_type *type = btf__type_by_id(btf, places[place]);
        if (btf_kind(type) == kind && strcmp(btf__name_by_offset(btf, type->name_off), name) == 0)
            return (__s32)places[place];
    }
    errno = ENOENT;
    return -ENOENT;
}

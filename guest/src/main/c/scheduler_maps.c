/* SPDX-License-Identifier: Apache-2.0
 *
 * The maps of the scheduler that is attached: a list of them, and what stands in one.
 */
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "agent.h"
#include "scheduler.h"

static size_t padded(size_t bytes) {
    return (bytes + 7) & ~(size_t)7;
}

static void put_map(uint8_t *reply, const struct bpf_map *map) {
    struct bpf_map_info info = {0};
    __u32 size = sizeof info;
    int file = bpf_map__fd(map);
    bpf_obj_get_info_by_fd(file, &info, &size);
    put_number(reply, SCHEDULER_MAP_FD, (uint64_t)file);
    put_number(reply, SCHEDULER_MAP_ID, info.id);
    put_number(reply, SCHEDULER_MAP_TYPE, bpf_map__type(map));
    put_number(reply, SCHEDULER_MAP_KEY_BYTES, bpf_map__key_size(map));
    put_number(reply, SCHEDULER_MAP_VALUE_BYTES, bpf_map__value_size(map));
    put_number(reply, SCHEDULER_MAP_ENTRIES, bpf_map__max_entries(map));
    put_text(reply, SCHEDULER_MAP_NAME, SCHEDULER_MAP_SIZE - SCHEDULER_MAP_NAME, bpf_map__name(map));
}

void command_scheduler_maps(void) {
    struct bpf_object *object = scheduler_object();
    struct bpf_map *map;
    size_t count = 0;
    if (!object)
        return reply_error(ENOENT, "no scheduler is attached");
    bpf_object__for_each_map(map, object) {
        count++;
    }
    uint8_t *reply = reply_area(count * SCHEDULER_MAP_SIZE);
    bpf_object__for_each_map(map, object) {
        put_map(reply, map);
        reply += SCHEDULER_MAP_SIZE;
    }
}

static struct bpf_map *find_map(uint64_t id) {
    struct bpf_object *object = scheduler_object();
    struct bpf_map *map;
    if (!object)
        return NULL;
    bpf_object__for_each_map(map, object) {
        struct bpf_map_info info = {0};
        __u32 size = sizeof info;
        if (bpf_obj_get_info_by_fd(bpf_map__fd(map), &info, &size) == 0 && info.id == id)
            return map;
    }
    return NULL;
}

static bool has_value_for_each_cpu(const struct bpf_map *map) {
    switch (bpf_map__type(map)) {
    case BPF_MAP_TYPE_PERCPU_HASH:
    case BPF_MAP_TYPE_PERCPU_ARRAY:
    case BPF_MAP_TYPE_LRU_PERCPU_HASH:
        return true;
    default:
        return false;
    }
}

/* Copies entry after entry. Returns 0, or an errno with the entries so far in the reply. */
static int copy_entries(int file, uint8_t *reply, size_t key_bytes, size_t value_bytes, uint64_t *count) {
    const uint8_t *previous = NULL;
    size_t entry = padded(key_bytes) + value_bytes;
    for (uint8_t *next = reply; bpf_map_get_next_key(file, previous, next) == 0; next += entry) {
        if ((size_t)(next - reply) + 2 * entry > MAILBOX_REPLY_LIMIT)
            return E2BIG;
        if (bpf_map_lookup_elem(file, next, next + padded(key_bytes)) < 0)
            return errno;
        previous = next;
        (*count)++;
    }
    return errno == ENOENT ? 0 : errno;
}

void command_map_read(void) {
    uint64_t id = mailbox_number(MAILBOX_ARGUMENT_0), count = 0;
    struct bpf_map *map = find_map(id);
    if (!map)
        return reply_error(ENOENT, "the scheduler that is attached has no map with the id %llu",
                           (unsigned long long)id);
    size_t key_bytes = bpf_map__key_size(map), value_bytes = padded(bpf_map__value_size(map));
    if (has_value_for_each_cpu(map))
        value_bytes *= (size_t)libbpf_num_possible_cpus();
    size_t entry = padded(key_bytes) + value_bytes;
    if (key_bytes == 0 || entry > MAILBOX_REPLY_LIMIT)
        return reply_error(EINVAL, "a map with keys of %zu bytes and %zu bytes for each", key_bytes, value_bytes);
    int error = copy_entries(bpf_map__fd(map), reply_area(0), key_bytes, value_bytes, &count);
    if (error)
        return reply_error(error, "after %llu entries of %zu bytes: %s", (unsigned long long)count, entry,
                           error == E2BIG ? "more do not fit into the mailbox" : strerror(error));
    mailbox_set_number(MAILBOX_REPLY_SIZE, count * entry);
    reply_result(count);
}

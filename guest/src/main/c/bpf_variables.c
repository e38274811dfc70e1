/* SPDX-License-Identifier: Apache-2.0 */
#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <stdlib.h>
#include <string.h>

#include "agent.h"

#define SECTION ".bss"

static const struct btf_var_secinfo *find_variable(const struct btf *btf, const char *name) {
    int id = btf__find_by_name_kind(btf, SECTION, BTF_KIND_DATASEC);
    if (id < 0)
        return NULL;
    const struct btf_type *section = btf__type_by_id(btf, (__u32)id);
    const struct btf_var_secinfo *variable = btf_var_secinfos(section);
    for (int i = 0; i < btf_vlen(section); i++, variable++) {
        const struct btf_type *type = btf__type_by_id(btf, variable->type);
        if (strcmp(btf__name_by_offset(btf, type->name_off), name) == 0)
            return variable;
    }
    return NULL;
}

static struct bpf_map *find_section_map(struct bpf_object *object) {
    struct bpf_map *map;
    bpf_object__for_each_map(map, object) {
        const char *name = bpf_map__name(map);
        size_t length = strlen(name), wanted = strlen(SECTION);
        if (length >= wanted && strcmp(name + length - wanted, SECTION) == 0)
            return map;
    }
    return NULL;
}

bool bpf_variable_read(struct bpf_object *object, const char *name, void *value, size_t size) {
    const struct btf *btf = bpf_object__btf(object);
    const struct btf_var_secinfo *variable = btf ? find_variable(btf, name) : NULL;
    struct bpf_map *map = variable ? find_section_map(object) : NULL;
    if (!map || variable->size < size)
        return false;
    size_t section_size = bpf_map__value_size(map);
    uint8_t *section = malloc(section_size);
    __u32 only = 0;
    bool good = section && bpf_map_lookup_elem(bpf_map__fd(map), &only, section) == 0 &&
                variable->offset + size <= section_size;
    if (good)
        memcpy(value, section + variable->offset, size);
    free(section);
    return good;
}

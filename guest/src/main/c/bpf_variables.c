/* SPDX-License-Identifier: Apache-2.0 */
#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <string.h>
#include <sys/mman.h>

#include "bpf_variables.h"

static const char *const SECTIONS[] = {".data", ".bss"};

static const struct btf_var_secinfo *find_in_section(const struct btf *btf, const char *section, const char *name) {
    int id = btf__find_by_name_kind(btf, section, BTF_KIND_DATASEC);
    if (id < 0)
        return NULL;
    const struct btf_type *type = btf__type_by_id(btf, (__u32)id);
    const struct btf_var_secinfo *variable = btf_var_secinfos(type);
    for (int i = 0; i < btf_vlen(type); i++, variable++) {
        const struct btf_type *each = btf__type_by_id(btf, variable->type);
        if (strcmp(btf__name_by_offset(btf, each->name_off), name) == 0)
            return variable;
    }
    return NULL;
}

static struct bpf_map *find_section_map(struct bpf_object *object, const char *section) {
    struct bpf_map *map;
    bpf_object__for_each_map(map, object) {
        const char *name = bpf_map__name(map);
        size_t length = strlen(name), wanted = strlen(section);
        if (length >= wanted && strcmp(name + length - wanted, section) == 0)
            return map;
    }
    return NULL;
}

static const uint8_t *map_memory(const struct bpf_map *map) {
    size_t size = bpf_map__value_size(map);
    void *memory = mmap(NULL, size, PROT_READ, MAP_SHARED, bpf_map__fd(map), 0);
    return memory == MAP_FAILED ? NULL : memory;
}

const volatile void *bpf_variable_open(struct bpf_object *object, const char *name, size_t size,
                                       struct bpf_variable *variable) {
    const struct btf *btf = bpf_object__btf(object);
    memset(variable, 0, sizeof *variable);
    for (size_t i = 0; btf && i < sizeof SECTIONS / sizeof SECTIONS[0]; i++) {
        const struct btf_var_secinfo *found = find_in_section(btf, SECTIONS[i], name);
        struct bpf_map *map = found && found->size >= size ? find_section_map(object, SECTIONS[i]) : NULL;
        if (!map || found->offset + size > bpf_map__value_size(map))
            continue;
        variable->section = map_memory(map);
        variable->section_size = bpf_map__value_size(map);
        return variable->section ? variable->section + found->offset : NULL;
    }
    return NULL;
}

void bpf_variable_close(struct bpf_variable *variable) {
    if (variable->section)
        munmap((void *)variable->section, variable->section_size);
    variable->section = NULL;
}

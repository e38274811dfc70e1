/* SPDX-License-Identifier: Apache-2.0 */
#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <linux/bpf.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scheduler.h"

#define SLEEPABLE_SECTION "struct_ops/sleepable/"
#define RECORD_EXIT       "schedlab_record_exit"

/* What libbpf and the verifier said; cut at the end when it is very long. */
static char log_text[96 * 1024];
static size_t log_used;

/* One program's verifier log. The kernel keeps the end of a log that does not fit, and the end has the reason. libbpf's
 * own buffer would grow and verify again and again. */
static char verifier_log[64 * 1024];

static int keep_log(enum libbpf_print_level level, const char *format, va_list arguments) {
    if (level != LIBBPF_WARN)
        return 0;
    size_t room = sizeof log_text - log_used;
    int length = vsnprintf(log_text + log_used, room, format, arguments);
    if (length > 0)
        log_used += (size_t)length < room ? (size_t)length : room - 1;
    return length;
}

const char *scheduler_log(void) {
    return log_text;
}

static void clear_log(void) {
    log_used = 0;
    log_text[0] = 0;
}

static void append_log(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    keep_log(LIBBPF_WARN, format, arguments);
    va_end(arguments);
}

static bool ends_with(const char *text, const char *end) {
    size_t length = strlen(text), wanted = strlen(end);
    return length >= wanted && strcmp(text + length - wanted, end) == 0;
}

/* Levels of BPF_PROG_LOAD (bpf_verifier.h): the reason only, or each step with its source line. Writing down the steps
 * makes the verifier some ten times slower. */
#define LOG_REASON   4
#define LOG_STEPS    1
#define STEPS_TO_LOG 20000

static void catch_verifier_log(struct bpf_object *object, uint32_t level) {
    struct bpf_program *program;
    verifier_log[0] = 0;
    bpf_object__for_each_program(program, object) {
        bpf_program__set_log_buf(program, verifier_log, sizeof verifier_log);
        bpf_program__set_log_level(program, level);
    }
}

/* Whether a verifier rejected after so few steps that it may tell them all. */
static bool steps_are_few(void) {
    const char *count = strstr(verifier_log, "processed ");
    return count && strtoul(count + strlen("processed "), NULL, 10) < STEPS_TO_LOG;
}

/* ENOSPC stands for a log that was longer than its buffer, not for the reason. */
static void reply_not_loaded(int error) {
    if (verifier_log[0])
        append_log("-- BEGIN PROG LOAD LOG --\n%s-- END PROG LOAD LOG --\n", verifier_log);
    reply_error(error, "the kernel cannot load the scheduler: %s\n%s",
                error == ENOSPC ? "refused by the verifier" : strerror(error), log_text);
}

/* libbpf before 1.3 does not know sleepable struct_ops sections, so a program says it in the rest of its section's
 * name; a callback called ..._init must be sleepable to create a DSQ, whatever its section. */
static bool is_sleepable(const char *section) {
    return strncmp(section, SLEEPABLE_SECTION, strlen(SLEEPABLE_SECTION)) == 0 || ends_with(section, "_init");
}

static void mark_sleepable(struct bpf_object *object) {
    struct bpf_program *program;
    bpf_object__for_each_program(program, object) {
        if (is_sleepable(bpf_program__section_name(program)))
            bpf_program__set_flags(program, bpf_program__flags(program) | BPF_F_SLEEPABLE);
    }
}

/* The exit callback that scx.bpf.h brings along belongs to no scheduler that has one of its own. A callback's place
 * among the members of struct sched_ext_ops is its attach type; `exit` is not the first, so 0 means that nobody names
 * it. */
static void leave_out_unused(struct bpf_object *object) {
    struct bpf_program *program = bpf_object__find_program_by_name(object, RECORD_EXIT);
    if (program && bpf_program__expected_attach_type(program) == 0)
        bpf_program__set_autoload(program, false);
}

static struct bpf_map *find_ops(struct bpf_object *object) {
    struct bpf_map *map;
    bpf_object__for_each_map(map, object) {
        if (bpf_map__type(map) == BPF_MAP_TYPE_STRUCT_OPS)
            return map;
    }
    return NULL;
}

/* Numbers of 64 bits for maps, which libbpf 1.1 does not read: the host leaves each as an enum of this name
 * (MapExtra.java). */
static void set_map_extras(struct bpf_object *object) {
    static const char name[] = "schedlab_map_extra_";
    const struct btf *btf = bpf_object__btf(object);
    for (uint32_t id = 1; btf && id < btf__type_cnt(btf); id++) {
        const struct btf_type *type = btf__type_by_id(btf, id);
        bool wide = btf_is_enum64(type);
        if (!(wide || btf_is_enum(type)) || btf_vlen(type) == 0)
            continue;
        const char *of = btf__name_by_offset(btf, wide ? btf_enum64(type)->name_off : btf_enum(type)->name_off);
        if (!of || strncmp(of, name, sizeof name - 1) != 0)
            continue;
        struct bpf_map *map = bpf_object__find_map_by_name(object, of + sizeof name - 1);
        if (map)
            bpf_map__set_map_extra(map, wide ? btf_enum64_value(btf_enum64(type)) : (uint32_t)btf_enum(type)->val);
    }
}

static struct bpf_object *open_object(const char *name, const void *bytes, size_t size) {
    clear_log();
    libbpf_set_print(keep_log);
    LIBBPF_OPTS(bpf_object_open_opts, options, .object_name = name);
    struct bpf_object *object = bpf_object__open_mem(bytes, size, &options);
    if (!object) {
        int error = errno;
        char text[128] = "";
        libbpf_strerror(error, text, sizeof text);
        reply_error(error, "libbpf cannot open these %zu bytes as a BPF object: %s\n%s", size, text, log_text);
    }
    return object;
}

static struct bpf_object *load(const struct scheduler_bytes *from, struct bpf_map **ops, uint32_t log_level) {
    struct bpf_object *object = open_object(from->name, from->bytes, from->size);
    if (!object)
        return NULL;
    *ops = find_ops(object);
    set_map_extras(object);
    mark_sleepable(object);
    leave_out_unused(object);
    catch_verifier_log(object, log_level);
    if (!*ops)
        reply_error(EINVAL, "the object has no struct sched_ext_ops in a section .struct_ops\n%s", log_text);
    else if (bpf_object__load(object) < 0)
        reply_not_loaded(errno);
    else
        return object;
    bpf_object__close(object);
    return NULL;
}

struct bpf_object *scheduler_load(const struct scheduler_bytes *from, struct bpf_map **ops) {
    verifier_log[0] = 0;
    struct bpf_object *object = load(from, ops, LOG_REASON);
    return object || !steps_are_few() ? object : load(from, ops, LOG_STEPS);
}

uint64_t scheduler_instructions(struct bpf_object *object) {
    struct bpf_program *program;
    uint64_t sum = 0;
    bpf_object__for_each_program(program, object) {
        struct bpf_prog_info info = {0};
        __u32 size = sizeof info;
        int file = bpf_program__fd(program);
        if (file >= 0 && bpf_obj_get_info_by_fd(file, &info, &size) == 0)
            sum += info.verified_insns;
    }
    return sum;
}

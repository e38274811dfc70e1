/* SPDX-License-Identifier: Apache-2.0
 *
 * A scheduler as an executable: attaches, prints each second how much it has queued, and detaches on SIGINT. Arguments:
 *   -x (exits with status 3 before it attaches) | -i (ignores SIGINT) | -n (never attaches) | -d (drops every task)
 */
#include <bpf/libbpf.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The object stands in the program, as in schedulers that are built with a skeleton. */
__asm__(".section .rodata\n"
        ".balign 16\n"
        "object_start: .incbin \"" OBJECT "\"\n"
        "object_end:\n"
        ".previous\n");
extern const char object_start[], object_end[];

static volatile sig_atomic_t stopped;

static void stop(int signal) {
    (void)signal;
    stopped = 1;
}

static struct bpf_map *find(struct bpf_object *object, const char *part) {
    struct bpf_map *map;
    bpf_object__for_each_map(map, object) {
        if (strstr(bpf_map__name(map), part))
            return map;
    }
    fprintf(stderr, "no map %s\n", part);
    exit(4);
}

static struct bpf_object *open_object(void) {
    LIBBPF_OPTS(bpf_object_open_opts, options, .object_name = "third");
    struct bpf_object *object = bpf_object__open_mem(object_start, (size_t)(object_end - object_start), &options);
    if (!object)
        exit(5);
    return object;
}

static void drop_all(struct bpf_object *object) {
    uint64_t yes = 1;
    if (bpf_map__set_initial_value(find(object, ".rodata"), &yes, sizeof yes) < 0)
        exit(8);
}

static uint64_t enqueued(struct bpf_object *object) {
    uint32_t key = 0;
    struct bpf_map *counts = find(object, "counts");
    uint64_t count = 0;
    return bpf_map__lookup_elem(counts, &key, sizeof key, &count, sizeof count, 0) == 0 ? count : UINT64_MAX;
}

int main(int count, char **arguments) {
    const char *mode = count > 1 ? arguments[1] : "";
    signal(SIGINT, strcmp(mode, "-i") == 0 ? SIG_IGN : stop);
    if (strcmp(mode, "-x") == 0) {
        fprintf(stderr, "third-party: no configuration\n");
        return 3;
    }
    struct bpf_object *object = open_object();
    if (strcmp(mode, "-d") == 0)
        drop_all(object);
    if (bpf_object__load(object) < 0)
        return 6;
    struct bpf_link *link = NULL;
    if (strcmp(mode, "-n") != 0 && !(link = bpf_map__attach_struct_ops(find(object, "third_party_ops"))))
        return 7;
    while (!stopped) {
        printf("enqueued %llu\n", (unsigned long long)enqueued(object));
        fflush(stdout);
        sleep(1);
    }
    bpf_link__destroy(link);
    printf("bye\n");
    return 0;
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * A scheduler as an executable: attaches, prints each second how much it has queued, and detaches on SIGINT. Arguments,
 * each behind the letter:
 *   -x        exits with status 3 before it attaches      -i        ignores SIGINT
 *   -n        never attaches                              -d        drops every task
 *   -s        drops its own tasks 0.3 s later             -cNAME    drops tasks called NAME...; they stall after 1 s
 *   -fMICROS  ends with an error so long after its start  -u        exits when the kernel has ended it
 *   -wMILLIS  works so long before it attaches            -k        needs the kernel's CONFIG_HZ
 *   -t        serves statistics
 */
#include <bpf/libbpf.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "third_party_stats.h"

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

/* As the object has them, in its order. */
static struct choices {
    uint64_t drop_all, drop_tgid, fail_after;
    char drop_called[16];
} choices;

static void choose(struct bpf_object *object) {
    struct bpf_map *constants = find(object, ".rodata");
    if (bpf_map__value_size(constants) != sizeof choices ||
        bpf_map__set_initial_value(constants, &choices, sizeof choices) < 0)
        exit(8);
}

/* About MILLIS ms of a CPU, half as fast when two are busy: a slow loader. */
static void work(long millis) {
    for (volatile long i = 0; i < millis * 40000; i++)
        ;
}

static int is_disabled(void) {
    char state[32] = "";
    FILE *file = fopen("/sys/kernel/sched_ext/state", "r");
    if (!file || !fgets(state, sizeof state, file))
        exit(9);
    fclose(file);
    return strncmp(state, "disabled", strlen("disabled")) == 0;
}

/* As libbpf does for an extern of the section .kconfig. */
static void print_config(void) {
    struct utsname name;
    char path[256], line[256];
    uname(&name);
    snprintf(path, sizeof path, "/boot/config-%s", name.release);
    FILE *file = fopen(path, "r");
    if (!file)
        exit(10);
    while (fgets(line, sizeof line, file))
        if (strncmp(line, "CONFIG_HZ=", 10) == 0)
            printf("%s", line);
    fclose(file);
}

static uint64_t enqueued(void *object) {
    uint32_t key = 0;
    struct bpf_map *counts = find(object, "counts");
    uint64_t count = 0;
    return bpf_map__lookup_elem(counts, &key, sizeof key, &count, sizeof count, 0) == 0 ? count : UINT64_MAX;
}

static void read_mode(const char *mode) {
    const char *value = mode[0] && mode[1] ? mode + 2 : "";
    switch (mode[0] ? mode[1] : 0) {
    case 'd':
        choices.drop_all = 1;
        break;
    case 's':
        choices.drop_tgid = (uint64_t)getpid();
        break;
    case 'f':
        choices.fail_after = strtoull(value, NULL, 10) * 1000;
        break;
    case 'c':
        strncpy(choices.drop_called, value, sizeof choices.drop_called - 1);
        break;
    case 'w':
        work(strtol(value, NULL, 10));
        break;
    case 'k':
        print_config();
        break;
    }
}

static const char *ops(char mode) {
    return mode == 's' ? "third_party_slow" : mode == 'c' ? "third_party_hasty" : "third_party_ops";
}

/* As most schedulers do when they read that theirs has ended. */
static int ends_with_it(char mode) {
    return mode == 'u' || mode == 'f';
}

int main(int count, char **arguments) {
    const char *argument = count > 1 ? arguments[1] : "";
    char mode = argument[0] == '-' ? argument[1] : 0;
    signal(SIGINT, mode == 'i' ? SIG_IGN : stop);
    if (mode == 'x') {
        fprintf(stderr, "third-party: no configuration\n");
        return 3;
    }
    read_mode(argument);
    struct bpf_object *object = open_object();
    choose(object);
    if (bpf_object__load(object) < 0)
        return 6;
    struct bpf_link *link = NULL;
    if (mode != 'n' && !(link = bpf_map__attach_struct_ops(find(object, ops(mode)))))
        return 7;
    if (mode == 't')
        stats_open();
    while (!stopped && !(ends_with_it(mode) && is_disabled())) {
        printf("enqueued %llu\n", (unsigned long long)enqueued(object));
        fflush(stdout);
        if (ends_with_it(mode))
            usleep(1000);
        else if (mode == 't')
            stats_serve(enqueued, object);
        else
            sleep(1);
    }
    bpf_link__destroy(link);
    printf("bye\n");
    return 0;
}

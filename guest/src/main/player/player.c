/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/futex.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "load.h"

#define LOOK_AGAIN  (1000 * 1000)
#define TO_GET_HOME (2 * 1000 * 1000ULL)
#define LEAD        (TO_GET_HOME / 2)

struct player player;

/* What the host reads and writes by these numbers. */
#define LIES_AT(type, member, offset) _Static_assert(offsetof(type, member) == (offset), #offset " of load.h")
LIES_AT(struct load, members_at, LOAD_MEMBERS_AT);
LIES_AT(struct load, device_at, LOAD_DEVICE_AT);
LIES_AT(struct load, began, LOAD_BEGAN);
LIES_AT(struct load, forked, LOAD_FORKED);
LIES_AT(struct load, instruction, LOAD_INSTRUCTION);
LIES_AT(struct member, problem, MEMBER_PROBLEM);
LIES_AT(struct object, users, OBJECT_USERS);
_Static_assert(sizeof(struct member) == MEMBER_SIZE, "struct member of load.h");
_Static_assert(sizeof(struct task) == TASK_SIZE, "struct task of load.h");
_Static_assert(sizeof(struct step) == STEP_SIZE, "struct step of load.h");
_Static_assert(sizeof(struct object) == OBJECT_SIZE, "struct object of load.h");

void *load_at(uint64_t offset) {
    return (uint8_t *)player.load + offset;
}

bool load_is_over(void) {
    return player.load->duration > 0 && wall_now() >= player.load->began + player.load->duration;
}

void fail(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    if (player.member)
        vsnprintf(player.member->problem, sizeof player.member->problem, format, arguments);
    va_end(arguments);
    _exit(1);
}

static struct load *map(int file) {
    struct stat content;
    if (fstat(file, &content) < 0)
        exit(2);
    void *mapped = mmap(NULL, (size_t)content.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (mapped == MAP_FAILED || ((struct load *)mapped)->magic != LOAD_MAGIC)
        exit(3);
    return mapped;
}

/* The host learns the pid first, then brings the load. */
static struct load *await_load(void) {
    char path[64];
    snprintf(path, sizeof path, LOAD_FILE, getpid());
    for (;;) {
        int file = open(path, O_RDWR | O_CLOEXEC);
        if (file >= 0)
            return map(file);
        struct timespec pause = {.tv_nsec = LOOK_AGAIN};
        nanosleep(&pause, NULL);
    }
}

static struct member *find_self(struct load *load) {
    struct member *members = load_at(load->members_at);
    for (uint64_t i = 0; i < load->members; i++)
        if (members[i].pid == (uint64_t)getpid())
            return &members[i];
    exit(4);
}

static uint64_t aligned(uint64_t time) {
    const struct load *load = player.load;
    return load->align == 0 ? time : time + (load->phase + load->align - time % load->align) % load->align;
}

static uint64_t own_number(void) {
    return (uint64_t)(player.member - (struct member *)load_at(player.load->members_at));
}

/* The last one to come makes what is shared and says when all begin. */
static void begin_together(void) {
    struct load *load = player.load;
    if (__atomic_add_fetch(&load->arrived, 1, __ATOMIC_SEQ_CST) == load->members) {
        shared_make();
        load->began = aligned(wall_now() + TO_GET_HOME);
        load->gate = 1;
        syscall(SYS_futex, &load->gate, FUTEX_WAKE, INT_MAX);
    }
    while (load->gate == 0)
        syscall(SYS_futex, &load->gate, FUTEX_WAIT, 0, NULL);
    sleep_until(load->flags & FLAG_IN_ORDER ? load->began - LEAD + own_number() * LEAD / (load->members + 1)
                                            : load->began);
}

int main(void) {
    player.load = await_load();
    instruction_nanos = player.load->instruction;
    player.member = find_self(player.load);
    prctl(PR_SET_NAME, player.member->name);
    if (player.load->flags & FLAG_EXACT_TIMERS)
        prctl(PR_SET_TIMERSLACK, 1);
    log_open();
    begin_together();
    player.cpu_began = cpu_now();
    perform();
}

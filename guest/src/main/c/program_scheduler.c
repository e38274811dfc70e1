/* SPDX-License-Identifier: Apache-2.0
 *
 * Programs that are schedulers: they load and attach one by themselves. The agent believes it when the kernel says
 * "enabled" and a task of policy SCHED_EXT has been put on a CPU since.
 */
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#include "programs.h"
#include "sched_ext.h"
#include "wait.h"

#define LOOK_AGAIN (2 * MILLISECOND)

static const struct program *scheduler;
static pid_t scheduler_pid;

void programs_set_scheduler(const struct program *program) {
    scheduler = program;
    scheduler_pid = program->pid;
}

static uint64_t await_charge(const struct program *program, uint64_t until) {
    struct patience patience = {.until = until, .pause = LOOK_AGAIN, .ending = &program->ending};
    bool moved = sched_ext_comes("enabled", &patience) && sched_ext_gives_turns(&patience);
    if (program->ending != REPORT_ENDING_ALIVE)
        return SCHEDULER_AWAIT_ENDED;
    return moved ? SCHEDULER_AWAIT_CHARGE : sched_ext_is("enabled") ? SCHEDULER_AWAIT_IDLE : SCHEDULER_AWAIT_LATER;
}

/* Kernel: kernel/sched/autogroup.c; without it the file is not there, and a nice value is all it takes. */
void programs_hurry(pid_t pid, bool first) {
    char path[64], nice[8];
    snprintf(path, sizeof path, "/proc/%d/autogroup", pid);
    snprintf(nice, sizeof nice, "%d", first ? SCHEDULER_LOADER_NICE : 0);
    file_write(path, nice);
}

/* It has loaded its scheduler: all its threads and children are as nice as they were asked to be. */
static void loaded(const struct program *program) {
    programs_hurry(program->pid, false);
    setpriority(PRIO_PGRP, (id_t)program->pid, (int)get_number(program->request, START_NICE));
}

void command_scheduler_await(void) {
    size_t size;
    const uint8_t *request = mailbox_request(&size);
    struct program *program = programs_requested();
    if (!program)
        return;
    mailbox_doing("the program is to put its scheduler in charge");
    uint64_t result = await_charge(program, clock_now() + (size == sizeof(uint64_t) ? get_number(request, 0) : 0));
    wait_reap();
    if (result == SCHEDULER_AWAIT_CHARGE)
        loaded(program);
    programs_reply(program, 0);
    reply_result(result);
}

void command_scheduler_program(void) {
    if (!scheduler || scheduler->pid != scheduler_pid)
        return;
    uint8_t *start = programs_reply(scheduler, scheduler->request_size);
    memcpy(start, scheduler->request, scheduler->request_size);
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * Programs that are schedulers: they load and attach one by themselves. The agent believes it when the kernel says
 * "enabled" and a task of policy SCHED_EXT has been put on a CPU since.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "probe.h"
#include "programs.h"

#define STATE_FILE "/sys/kernel/sched_ext/state"
#define LOOK_AGAIN (2 * MILLISECOND)

static const struct program *scheduler;
static pid_t scheduler_pid;

void programs_set_scheduler(const struct program *program) {
    scheduler = program;
    scheduler_pid = program->pid;
}

static bool enabled(void) {
    char state[32];
    return file_text(STATE_FILE, state, sizeof state) > 0 && strcmp(state, "enabled") == 0;
}

static bool gives_turns(const struct program *program, uint64_t until) {
    struct probe probe = probe_start();
    bool dispatched = false;
    while (!dispatched && clock_now() < until && program->ending == REPORT_ENDING_ALIVE && enabled()) {
        dispatched = probe_was_dispatched(&probe);
        if (!dispatched)
            clock_sleep(LOOK_AGAIN);
    }
    probe_end(&probe);
    return dispatched;
}

static uint64_t await_charge(const struct program *program, uint64_t until) {
    while (!enabled() && program->ending == REPORT_ENDING_ALIVE && clock_now() < until)
        clock_sleep(LOOK_AGAIN);
    bool moved = enabled() && gives_turns(program, until);
    if (program->ending != REPORT_ENDING_ALIVE)
        return SCHEDULER_AWAIT_ENDED;
    return moved ? SCHEDULER_AWAIT_CHARGE : enabled() ? SCHEDULER_AWAIT_IDLE : SCHEDULER_AWAIT_LATER;
}

void command_scheduler_await(void) {
    size_t size;
    const uint8_t *request = mailbox_request(&size);
    struct program *program = programs_requested();
    if (!program)
        return;
    uint64_t result = await_charge(program, clock_now() + (size == sizeof(uint64_t) ? get_number(request, 0) : 0));
    workers_reap();
    programs_reply(program, 0);
    reply_result(result);
}

void command_scheduler_program(void) {
    if (!scheduler || scheduler->pid != scheduler_pid)
        return;
    uint8_t *start = programs_reply(scheduler, scheduler->request_size);
    memcpy(start, scheduler->request, scheduler->request_size);
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * Programs that are schedulers: they load and attach one by themselves. The agent believes it when the kernel says
 * "enabled" and a task of policy SCHED_EXT has been put on a CPU since.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "programs.h"

#define STATE_FILE       "/sys/kernel/sched_ext/state"
#define LOOK_AGAIN       (2 * MILLISECOND)
#define SCHED_EXT_POLICY 7
#define TURNS_TO_BELIEVE 2

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

/* A task that sleeps and wakes, so that there is something to schedule in an idle machine. */
static pid_t start_probe(void) {
    prctl(PR_SET_NAME, "probe");
    pid_t probe = fork();
    if (probe != 0) {
        prctl(PR_SET_NAME, "agent");
        return probe;
    }
    cpu_set_t all;
    memset(&all, 0xff, sizeof all);
    sched_setaffinity(0, sizeof all, &all);
    struct sched_param parameter = {0};
    syscall(SYS_sched_setscheduler, 0, SCHED_EXT_POLICY, &parameter);
    for (;;) {
        struct timespec pause = {.tv_nsec = 1000 * 1000};
        nanosleep(&pause, NULL);
    }
}

/* Whether sched_ext schedules a task. Kernel: kernel/sched/debug.c, proc_sched_show_task(). */
static bool is_ext(pid_t pid) {
    char path[64], text[8192];
    snprintf(path, sizeof path, "/proc/%d/sched", pid);
    if (file_text(path, text, sizeof text) <= 0)
        return false;
    const char *line = strstr(text, "ext.enabled");
    const char *value = line ? strchr(line, ':') : NULL;
    return value && strtoul(value + 1, NULL, 10) == 1;
}

/* Whether the probe has been put on a CPU since it belongs to sched_ext. */
static bool sees_turns(pid_t probe, const struct program *program, uint64_t until) {
    struct task_numbers numbers;
    uint64_t first = 0;
    bool seen = false;
    while (clock_now() < until && program->ending == REPORT_ENDING_ALIVE && enabled()) {
        if (is_ext(probe) && process_numbers(probe, &numbers)) {
            if (seen && numbers.timeslices >= first + TURNS_TO_BELIEVE)
                return true;
            if (!seen)
                first = numbers.timeslices;
            seen = true;
        }
        clock_sleep(LOOK_AGAIN);
    }
    return false;
}

static uint64_t await_charge(const struct program *program, uint64_t until) {
    while (!enabled() && program->ending == REPORT_ENDING_ALIVE && clock_now() < until)
        clock_sleep(LOOK_AGAIN);
    bool moved = false;
    if (enabled()) {
        pid_t probe = start_probe();
        moved = probe > 0 && sees_turns(probe, program, until);
        if (probe > 0)
            kill(probe, SIGKILL);
    }
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

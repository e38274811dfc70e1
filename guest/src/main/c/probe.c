/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "agent.h"
#include "probe.h"

#define SCHED_EXT_POLICY 7
#define TURNS_TO_BELIEVE 2

struct probe probe_start(void) {
    prctl(PR_SET_NAME, "probe");
    struct probe probe = {.pid = fork()};
    if (probe.pid != 0) {
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

bool probe_was_dispatched(struct probe *probe) {
    struct task_numbers numbers;
    if (probe->pid <= 0 || !is_ext(probe->pid) || !process_account(probe->pid, &numbers))
        return false;
    if (!probe->is_ext)
        probe->first = numbers.timeslices;
    probe->is_ext = true;
    return numbers.timeslices >= probe->first + TURNS_TO_BELIEVE;
}

void probe_end(const struct probe *probe) {
    if (probe->pid > 0)
        kill(probe->pid, SIGKILL);
}

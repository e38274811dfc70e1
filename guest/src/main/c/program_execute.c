/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "programs.h"

/* What a process gets that did not descend from a SCHED_FIFO one. Kernel: init/init_task.c. */
#define DEFAULT_TIMER_SLACK_NANOS 50000
#define TEXTS_LIMIT               4096

/* The next text of the request; NULL when there is none. */
static char *next_text(char **at, const char *end) {
    char *text = *at;
    size_t left = (size_t)(end - text), length = strnlen(text, left);
    if (length == left)
        return NULL;
    *at = text + length + 1;
    return text;
}

static char **texts(char **at, const char *end, size_t count) {
    char **list = count <= TEXTS_LIMIT ? calloc(count + 1, sizeof *list) : NULL;
    for (size_t i = 0; list && i < count; i++) {
        list[i] = next_text(at, end);
        if (!list[i]) {
            free(list);
            return NULL;
        }
    }
    return list;
}

bool execution_read(struct execution *execution, uint8_t *request, size_t size) {
    memset(execution, 0, sizeof *execution);
    if (size < START_SIZE) {
        reply_error(EINVAL, "a start request of %zu bytes, of at least %d", size, START_SIZE);
        return false;
    }
    execution->policy = (int)get_number(request, START_POLICY);
    execution->priority = (int)get_number(request, START_PRIORITY);
    execution->nice = (int)get_number(request, START_NICE);
    memcpy(&execution->cpus, request + START_CPUS, sizeof execution->cpus);
    if (CPU_COUNT(&execution->cpus) == 0)
        memset(&execution->cpus, 0xff, sizeof execution->cpus);
    char *at = (char *)request + START_SIZE, *end = (char *)request + size;
    execution->folder = next_text(&at, end);
    execution->path = execution->folder ? next_text(&at, end) : NULL;
    if (execution->path) {
        execution->arguments = texts(&at, end, get_number(request, START_ARGUMENTS));
        execution->environment = texts(&at, end, get_number(request, START_ENVIRONMENT));
    }
    if (execution->arguments && execution->environment && execution->priority < AGENT_PRIORITY)
        return true;
    execution_free(execution);
    reply_error(EINVAL, "a start request that does not hold what it promises (texts; a priority below %d)",
                AGENT_PRIORITY);
    return false;
}

void execution_free(struct execution *execution) {
    free(execution->arguments);
    free(execution->environment);
}

const char *execution_schedule(const struct execution *execution) {
    struct sched_param parameter = {.sched_priority = execution->priority};
    prctl(PR_SET_TIMERSLACK, DEFAULT_TIMER_SLACK_NANOS);
    if (sched_setaffinity(0, sizeof execution->cpus, &execution->cpus) < 0)
        return "CPUs";
    if (setpriority(PRIO_PROCESS, 0, execution->nice) < 0)
        return "nice";
    if (syscall(SYS_sched_setscheduler, 0, execution->policy, &parameter) < 0)
        return "policy";
    return NULL;
}

const char *execution_begin(const struct execution *execution) {
    if (chdir(execution->folder) < 0)
        return execution->folder;
    execve(execution->path, execution->arguments, execution->environment);
    return execution->path;
}

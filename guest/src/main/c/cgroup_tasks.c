/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cgroup.h"
#include "wait.h"

#define REMOVE_LIMIT (100 * MILLISECOND)
#define LOOK_AGAIN   (100 * 1000ULL)
#define MOVE_ROUNDS  100

/* Returns 0 or an errno. */
static int move_pid(const char *to, pid_t pid) {
    char from[CGROUP_PATH_SIZE], text[24];
    snprintf(text, sizeof text, "%d", pid);
    if (!cgroup_of(pid, from))
        return ESRCH;
    if (cgroup_write(to, "cgroup.procs", text) < 0)
        return errno;
    undo_move(from, pid);
    return 0;
}

static bool refuse_move(int error, const char *to, pid_t pid) {
    const char *hint = error == EBUSY ? "; a cgroup has tasks, or cgroups below it, not both" : "";
    reply_error(error, "%s/cgroup.procs refused pid %d: %s%s", to, pid, strerror(error), hint);
    return false;
}

bool cgroup_move(const char *to, pid_t pid, uint64_t start_ticks) {
    uint64_t started;
    if (!process_start(pid, &started) || started != start_ticks) {
        reply_error(ESRCH, "there is no process with pid %d and start time %llu ticks", pid,
                    (unsigned long long)start_ticks);
        return false;
    }
    int error = move_pid(to, pid);
    return error == 0 || refuse_move(error, to, pid);
}

/* Again and again, because tasks may fork meanwhile; a task may also end on the way. */
bool cgroup_move_all(const char *from, const char *to) {
    static char pids[64 * 1024];
    for (int round = 0; round < MOVE_ROUNDS; round++) {
        if (cgroup_read(from, "cgroup.procs", pids, sizeof pids) < 0)
            return cgroup_refuse(errno, from, strerror(errno));
        if (pids[0] == 0)
            return true;
        for (char *line = pids; line; line = strchr(line, '\n')) {
            line += *line == '\n';
            pid_t pid = (pid_t)strtol(line, NULL, 10);
            int error = move_pid(to, pid);
            if (error && error != ESRCH)
                return refuse_move(error, to, pid);
        }
    }
    return cgroup_refuse(EBUSY, from, "its tasks fork faster than they can be moved");
}

static bool unpopulated(const char *cgroup, void *data) {
    (void)data;
    char pids[256];
    if (cgroup_read(cgroup, "cgroup.procs", pids, sizeof pids) < 0)
        return cgroup_refuse(errno, cgroup, strerror(errno));
    if (pids[0] == 0)
        return true;
    for (char *newline = pids; (newline = strchr(newline, '\n'));)
        *newline = ' ';
    reply_error(EBUSY, "cgroup %s has tasks: pid %s", cgroup, pids);
    return false;
}

bool cgroup_has_no_tasks(const char *cgroup) {
    if (cgroup_walk(cgroup, true, unpopulated, NULL))
        return true;
    return mailbox_number(MAILBOX_ERROR) ? false : cgroup_refuse(errno, cgroup, strerror(errno));
}

/* A task that has just died may still be leaving. */
static bool remove_one(const char *cgroup, void *data) {
    (void)data;
    char full[CGROUP_FULL_SIZE];
    cgroup_full_path(full, cgroup, "");
    uint64_t end = clock_now() + REMOVE_LIMIT;
    while (rmdir(full) < 0) {
        if (errno != EBUSY || clock_now() >= end)
            return cgroup_refuse(errno, cgroup, strerror(errno));
        wait_for(LOOK_AGAIN);
    }
    return true;
}

bool cgroup_remove(const char *cgroup) {
    return cgroup_walk(cgroup, false, remove_one, NULL);
}

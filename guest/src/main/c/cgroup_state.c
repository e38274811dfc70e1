/* SPDX-License-Identifier: Apache-2.0 */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cgroup.h"

#define ROOT "/sys/fs/cgroup"

void cgroup_full_path(char full[CGROUP_FULL_SIZE], const char *cgroup, const char *file) {
    snprintf(full, CGROUP_FULL_SIZE, ROOT "%s%s%s%s", cgroup[0] ? "/" : "", cgroup, file[0] ? "/" : "", file);
}

ssize_t cgroup_read(const char *cgroup, const char *file, char *text, size_t size) {
    char full[CGROUP_FULL_SIZE];
    cgroup_full_path(full, cgroup, file);
    text[0] = 0;
    return file_text(full, text, size);
}

int cgroup_write(const char *cgroup, const char *file, const char *text) {
    char full[CGROUP_FULL_SIZE];
    cgroup_full_path(full, cgroup, file);
    return file_write(full, text);
}

long long cgroup_value(const char *cgroup, const char *file, const char *name) {
    char text[CGROUP_STATE_SIZE];
    cgroup_read(cgroup, file, text, sizeof text);
    size_t length = strlen(name);
    for (const char *line = text; line; line = strchr(line, '\n')) {
        line += *line == '\n';
        if (strncmp(line, name, length) == 0 && line[length] == ' ')
            return strtoll(line + length, NULL, 10);
    }
    return -1;
}

/* Kernel: proc_cgroup_show() in kernel/cgroup/cgroup.c; the unified hierarchy is the line of number 0. */
bool cgroup_of(pid_t pid, char cgroup[CGROUP_PATH_SIZE]) {
    char path[64], text[CGROUP_PATH_SIZE + 8];
    snprintf(path, sizeof path, "/proc/%d/cgroup", pid);
    if (file_text(path, text, sizeof text) < 0)
        return false;
    const char *line = strstr(text, "0::/");
    if (!line)
        return false;
    snprintf(cgroup, CGROUP_PATH_SIZE, "%s", line + strlen("0::/"));
    return true;
}

bool cgroup_walk(const char *cgroup, bool parents_first, bool (*visit)(const char *cgroup, void *data), void *data) {
    if (parents_first && !visit(cgroup, data))
        return false;
    char full[CGROUP_FULL_SIZE];
    cgroup_full_path(full, cgroup, "");
    DIR *folder = opendir(full);
    bool good = folder != NULL;
    for (struct dirent *entry; good && (entry = readdir(folder));) {
        if (entry->d_type != DT_DIR || entry->d_name[0] == '.')
            continue;
        char child[CGROUP_PATH_SIZE];
        int length = snprintf(child, sizeof child, "%s%s%s", cgroup, cgroup[0] ? "/" : "", entry->d_name);
        good = length < (int)sizeof child && cgroup_walk(child, parents_first, visit, data);
    }
    if (folder)
        closedir(folder);
    return good && (parents_first || visit(cgroup, data));
}

static bool count_one(const char *cgroup, void *data) {
    (void)cgroup;
    ++*(size_t *)data;
    return true;
}

static uint64_t count_lines(const char *text) {
    uint64_t lines = text[0] != 0;
    for (; *text; text++)
        lines += *text == '\n';
    return lines;
}

/* The root has no cpu.weight, cpu.max, cpuset.cpus and cgroup.freeze: those fields stay empty. */
static bool write_state(const char *cgroup, void *data) {
    static char text[256 * 1024];
    uint8_t **next = data;
    uint8_t *state = *next;
    put_text(state, CGROUP_STATE_PATH, CGROUP_STATE_WEIGHT - CGROUP_STATE_PATH, cgroup);
    cgroup_read(cgroup, "cpu.weight", text, sizeof text);
    put_number(state, CGROUP_STATE_WEIGHT, strtoull(text, NULL, 10));
    cgroup_read(cgroup, "cgroup.procs", text, sizeof text);
    put_number(state, CGROUP_STATE_TASKS, count_lines(text));
    put_number(state, CGROUP_STATE_FROZEN, cgroup_value(cgroup, "cgroup.events", "frozen") == 1);
    cgroup_read(cgroup, "cpu.max", text, sizeof text);
    put_text(state, CGROUP_STATE_MAX, CGROUP_STATE_CPUS - CGROUP_STATE_MAX, text);
    cgroup_read(cgroup, "cpuset.cpus", text, sizeof text);
    put_text(state, CGROUP_STATE_CPUS, CGROUP_STATE_EFFECTIVE_CPUS - CGROUP_STATE_CPUS, text);
    cgroup_read(cgroup, "cpuset.cpus.effective", text, sizeof text);
    put_text(state, CGROUP_STATE_EFFECTIVE_CPUS, CGROUP_STATE_CPU_STAT - CGROUP_STATE_EFFECTIVE_CPUS, text);
    cgroup_read(cgroup, "cpu.stat", text, sizeof text);
    put_text(state, CGROUP_STATE_CPU_STAT, CGROUP_STATE_SIZE - CGROUP_STATE_CPU_STAT, text);
    *next = state + CGROUP_STATE_SIZE;
    return true;
}

void command_cgroups(void) {
    size_t count = 0;
    if (!cgroup_walk("", true, count_one, &count))
        return reply_error(errno, ROOT ": %s", strerror(errno));
    if (count > MAILBOX_REPLY_LIMIT / CGROUP_STATE_SIZE)
        return reply_error(E2BIG, "%zu cgroups, there is room to tell of %d", count,
                           MAILBOX_REPLY_LIMIT / CGROUP_STATE_SIZE);
    uint8_t *next = reply_area(count * CGROUP_STATE_SIZE);
    cgroup_walk("", true, write_state, &next);
}

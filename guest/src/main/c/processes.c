/* SPDX-License-Identifier: Apache-2.0 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "agent.h"

#define TICKS_PER_SECOND 100 /* USER_HZ of x86 */

static int open_process_file(pid_t pid, const char *file) {
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/%s", pid, file);
    return open(path, O_RDONLY | O_CLOEXEC);
}

/* The kernel hands out each of these files in one piece, so there is no need to ask whether there is more of it. False
 * also when it might not have fitted. */
static bool read_process_file(int file, char *text, size_t size) {
    ssize_t got = pread(file, text, size, 0);
    if (got <= 0 || got == (ssize_t)size)
        return false;
    text[got] = 0;
    return true;
}

static bool read_once(pid_t pid, const char *name, char *text, size_t size) {
    int file = open_process_file(pid, name);
    if (file < 0)
        return false;
    bool good = read_process_file(file, text, size);
    close(file);
    return good;
}

/* The name in field 2 may hold spaces and parentheses, so the numbers start after the last parenthesis: field 3 is the
 * state, field 22 starttime. Kernel: fs/proc/array.c, do_task_stat(). */
bool process_start(pid_t pid, uint64_t *ticks) {
    char text[2048];
    if (!read_once(pid, "stat", text, sizeof text))
        return false;
    char *after_name = strrchr(text, ')');
    if (!after_name)
        return false;
    unsigned long long start;
    int got = sscanf(after_name + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %*d %*d %llu",
                     &start);
    *ticks = start;
    return got == 1;
}

/* As the kernel counts them: kernel/time/time.c, nsec_to_clock_t(), of CLOCK_BOOTTIME in copy_process(). */
uint64_t process_ticks_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_BOOTTIME, &now);
    return ((uint64_t)now.tv_sec * SECOND + (uint64_t)now.tv_nsec) / (SECOND / TICKS_PER_SECOND);
}

/* Kernel: fs/proc/base.c, proc_pid_schedstat(). Not with sscanf(), which takes as long as the kernel. */
bool process_account(pid_t pid, struct task_numbers *numbers) {
    char text[128], *rest = text;
    if (!read_once(pid, "schedstat", text, sizeof text))
        return false;
    uint64_t cpu = strtoull(rest, &rest, 10), delay = strtoull(rest, &rest, 10), slices = strtoull(rest, &rest, 10);
    if (*rest != '\n')
        return false;
    *numbers = (struct task_numbers){.cpu_nanos = cpu, .run_delay_nanos = delay, .timeslices = slices};
    return true;
}

/* Kernel: kernel/sched/debug.c, proc_sched_show_task(): a line `se.exec_start : 1234.567890`, ms and ns. */
bool process_counted_until(pid_t pid, uint64_t *nanos) {
    char text[4096];
    if (!read_once(pid, "sched", text, sizeof text))
        return false;
    char *line = strstr(text, "\nse.exec_start");
    char *colon = line ? strchr(line, ':') : NULL;
    if (!colon)
        return false;
    uint64_t milliseconds = strtoull(colon + 1, &line, 10);
    if (*line != '.')
        return false;
    *nanos = milliseconds * MILLISECOND + strtoull(line + 1, NULL, 10);
    return true;
}

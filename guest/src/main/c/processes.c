/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "agent.h"

#define TICKS_PER_SECOND 100 /* USER_HZ of x86 */

static bool read_process_file(pid_t pid, const char *file, char *text, size_t size) {
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/%s", pid, file);
    return file_text(path, text, size) > 0;
}

/* The name in field 2 may hold spaces and parentheses, so the numbers start after the last parenthesis: field 3 is the
 * state, field 22 starttime. Kernel: fs/proc/array.c, do_task_stat(). */
bool process_start(pid_t pid, uint64_t *ticks) {
    char text[1024];
    if (!read_process_file(pid, "stat", text, sizeof text))
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

/* Kernel: fs/proc/base.c, proc_pid_schedstat(). */
bool process_account(pid_t pid, struct task_numbers *numbers) {
    char text[128];
    unsigned long long cpu, delay, slices;
    if (!read_process_file(pid, "schedstat", text, sizeof text) ||
        sscanf(text, "%llu %llu %llu", &cpu, &delay, &slices) != 3)
        return false;
    numbers->cpu_nanos = cpu;
    numbers->run_delay_nanos = delay;
    numbers->timeslices = slices;
    return true;
}

bool process_numbers(pid_t pid, struct task_numbers *numbers) {
    struct task_numbers found;
    if (!process_start(pid, &found.start_ticks) || !process_account(pid, &found))
        return false;
    *numbers = found;
    return true;
}

void command_kill(void) {
    pid_t pid = (pid_t)mailbox_number(MAILBOX_ARGUMENT_0);
    int signal = (int)mailbox_number(MAILBOX_ARGUMENT_1);
    if (pid <= 1)
        reply_error(EINVAL, "pid %d is not a process that may be killed", pid);
    else if (kill(pid, signal) < 0)
        reply_error(errno, "signal %d to pid %d: %s", signal, pid, strerror(errno));
}

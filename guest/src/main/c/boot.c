/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include "agent.h"

struct file_system {
    const char *type, *path;
    bool needed;
    const char *options;
};

/* favordynmods: moving a task costs microseconds instead of an RCU grace period, some 20 ms in which it runs on in the
 * cgroup that it is to leave. Forks and exits cost a little more. */
static const struct file_system FILE_SYSTEMS[] = {
    {"proc", "/proc", true, NULL},
    {"sysfs", "/sys", true, NULL},
    {"devtmpfs", "/dev", true, NULL},
    {"devpts", "/dev/pts", false, NULL},
    {"tmpfs", "/dev/shm", false, NULL},
    {"tmpfs", "/tmp", false, NULL},
    {"tmpfs", "/run", false, NULL},
    {"bpf", "/sys/fs/bpf", false, NULL},
    {"cgroup2", "/sys/fs/cgroup", false, "favordynmods"},
    {"debugfs", "/sys/kernel/debug", false, NULL},
    {"tracefs", "/sys/kernel/tracing", false, NULL},
    {"securityfs", "/sys/kernel/security", false, NULL},
};

void say(const char *format, ...) {
    char line[512] = "schedlab: ";
    size_t used = strlen(line);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line + used, sizeof line - used - 1, format, arguments);
    va_end(arguments);
    strcat(line, "\n");
    ssize_t written = write(STDERR_FILENO, line, strlen(line));
    (void)written;
    tcdrain(STDERR_FILENO);
}

void give_up(const char *what) {
    say("the agent cannot work: %s: %s", what, strerror(errno));
    exit(EXIT_FAILURE);
}

static void open_console(void) {
    int console = open("/dev/console", O_RDWR | O_NOCTTY);
    for (int fd = 0; console >= 0 && fd <= STDERR_FILENO; fd++)
        dup2(console, fd);
    if (console > STDERR_FILENO)
        close(console);
}

void boot_mount_file_systems(void) {
    for (size_t i = 0; i < sizeof FILE_SYSTEMS / sizeof FILE_SYSTEMS[0]; i++) {
        const struct file_system *each = &FILE_SYSTEMS[i];
        mkdir(each->path, 0755);
        if (mount(each->type, each->path, each->type, 0, each->options) == 0 || errno == EBUSY)
            continue;
        if (each->needed)
            give_up(each->path);
        say("no %s on %s: %s", each->type, each->path, strerror(errno));
    }
    open_console();
}

bool boot_option(const char *word) {
    char options[4096];
    if (file_text("/proc/cmdline", options, sizeof options) < 0)
        return false;
    char *rest = options;
    for (char *each; (each = strsep(&rest, " "));)
        if (strcmp(each, word) == 0)
            return true;
    return false;
}

uint64_t boot_number(const char *name_and_equals) {
    char options[4096];
    if (file_text("/proc/cmdline", options, sizeof options) < 0)
        return 0;
    const char *found = strstr(options, name_and_equals);
    return found ? strtoull(found + strlen(name_and_equals), NULL, 10) : 0;
}

/* A scheduler under test does not schedule a SCHED_FIFO task, and the kernel gives such a task no timer slack, so the
 * agent wakes at the instant it asked for. Its children start as SCHED_NORMAL. */
void boot_become_realtime(void) {
    cpu_set_t first;
    CPU_ZERO(&first);
    CPU_SET(0, &first);
    if (sched_setaffinity(0, sizeof first, &first) < 0)
        give_up("CPU 0");
    struct sched_param parameter = {.sched_priority = AGENT_PRIORITY};
    if (sched_setscheduler(0, SCHED_FIFO | SCHED_RESET_ON_FORK, &parameter) < 0)
        give_up("SCHED_FIFO");
    if (mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT) < 0)
        give_up("mlockall");
}

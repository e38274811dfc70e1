/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/sysinfo.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "agent.h"
#include "wait.h"

void command_info(void) {
    struct utsname name;
    uname(&name);
    struct sysinfo system;
    sysinfo(&system);
    uint8_t *info = reply_area(INFO_SIZE);
    put_text(info, INFO_RELEASE, INFO_KERNEL_VERSION - INFO_RELEASE, name.release);
    put_text(info, INFO_KERNEL_VERSION, INFO_CPUS - INFO_KERNEL_VERSION, name.version);
    put_number(info, INFO_CPUS, (uint64_t)sysconf(_SC_NPROCESSORS_ONLN));
    put_number(info, INFO_MEMORY_BYTES, (uint64_t)system.totalram * system.mem_unit);
    put_number(info, INFO_TICKS_PER_SECOND, (uint64_t)sysconf(_SC_CLK_TCK));
    put_number(info, INFO_QUANTUM_NANOS, boot_number("schedlab.quantum_us=") * 1000);
    put_number(info, INFO_AGENT_PRIORITY, AGENT_PRIORITY);
    put_number(info, INFO_WORKER_LIMIT, WORKER_LIMIT);
}

void command_run(void) {
    wait_until(mailbox_number(MAILBOX_ARGUMENT_0));
    wait_reap();
}

void command_kill(void) {
    pid_t pid = (pid_t)mailbox_number(MAILBOX_ARGUMENT_0);
    int signal = (int)mailbox_number(MAILBOX_ARGUMENT_1);
    if (pid <= 1)
        reply_error(EINVAL, "pid %d is not a process that may be killed", pid);
    else if (kill(pid, signal) < 0)
        reply_error(errno, "signal %d to pid %d: %s", signal, pid, strerror(errno));
}

void command_sysrq(void) {
    char letter[2] = {(char)mailbox_number(MAILBOX_ARGUMENT_0), 0};
    if (file_write("/proc/sysrq-trigger", letter) < 0)
        reply_error(errno, "/proc/sysrq-trigger: %s", strerror(errno));
}

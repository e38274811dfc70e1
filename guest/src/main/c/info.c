/* SPDX-License-Identifier: Apache-2.0 */
#include <sys/sysinfo.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "agent.h"

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

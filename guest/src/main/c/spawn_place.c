/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "attributes.h"
#include "spawn.h"

struct placing {
    uint64_t policy, priority;
};

/* Some kinds have members of a policy of their own. */
static struct placing placing_of(const struct request *request, size_t member) {
    const uint64_t *parameters = request->parameters;
    if (request->kind == WORK_RT_STARVATION && member < parameters[0])
        return (struct placing){POLICY_FIFO, parameters[1]};
    if (request->kind == WORK_PRIORITY_INVERSION && member < parameters[0])
        return (struct placing){POLICY_FIFO, INVERSION_HIGH_PRIORITY};
    if (request->kind == WORK_PRIORITY_INVERSION && member < parameters[0] + parameters[1])
        return (struct placing){POLICY_FIFO, INVERSION_MEDIUM_PRIORITY};
    return (struct placing){request->policy, request->priority};
}

bool place_in_cgroup(const struct request *request, pid_t process) {
    char path[sizeof request->cgroup + 64], number[16];
    if (request->cgroup[0] == 0)
        return true;
    snprintf(path, sizeof path, "/sys/fs/cgroup/%s/cgroup.procs", request->cgroup);
    snprintf(number, sizeof number, "%d", process);
    if (file_write(path, number) == 0)
        return true;
    if (errno == ENOENT)
        reply_error(errno, "there is no cgroup %s to put the workers into", request->cgroup);
    else
        reply_error(errno, "the workers cannot be put into cgroup %s: %s", request->cgroup, strerror(errno));
    return false;
}

static int set_cpus(const struct request *request, size_t index, pid_t pid) {
    cpu_set_t cpus;
    memset(&cpus, 0xff, sizeof cpus);
    if (request->cpu_set_count > 0)
        memcpy(&cpus, request->cpu_sets + index % request->cpu_set_count * SPAWN_CPU_SET_SIZE, sizeof cpus);
    return sched_setaffinity(pid, sizeof cpus, &cpus);
}

static long set_policy(const struct request *request, const struct placing *placing, pid_t pid) {
    struct attributes attributes = {
        .size = sizeof attributes,
        .policy = (uint32_t)placing->policy,
        .flags = placing->policy == POLICY_DEADLINE ? FLAG_RESET_ON_FORK : 0,
        .nice = request->nice,
        .priority = (uint32_t)placing->priority,
        .runtime = request->runtime,
        .deadline = request->deadline,
        .period = request->period,
    };
    return syscall(SYS_sched_setattr, pid, &attributes, 0);
}

bool place_worker(const struct request *request, size_t index, pid_t pid) {
    struct placing placing = placing_of(request, index % request->group);
    if (set_cpus(request, index, pid) < 0)
        reply_error(errno, "the workers' CPUs: %s%s", strerror(errno),
                    request->cgroup[0] ? " (are any of them in the cpuset of their cgroup?)" : "");
    else if (setpriority(PRIO_PROCESS, (id_t)pid, request->nice) < 0)
        reply_error(errno, "nice %d: %s", request->nice, strerror(errno));
    else if (set_policy(request, &placing, pid) < 0)
        reply_error(errno, "policy %llu with priority %llu: %s%s", (unsigned long long)placing.policy,
                    (unsigned long long)placing.priority, strerror(errno),
                    placing.policy == POLICY_DEADLINE
                        ? " (a deadline task needs all CPUs, and runtime that is not promised yet)"
                        : "");
    else
        return true;
    return false;
}

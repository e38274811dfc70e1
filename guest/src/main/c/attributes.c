/* SPDX-License-Identifier: Apache-2.0 */
#include "attributes.h"

#include <errno.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "workers.h"

static struct attributes before[WORKER_LIMIT];

static long get(pid_t pid, struct attributes *found) {
    memset(found, 0, sizeof *found);
    return syscall(SYS_sched_getattr, pid, found, (unsigned int)sizeof *found, 0);
}

static long set(pid_t pid, struct attributes *wanted) {
    wanted->size = sizeof *wanted;
    return syscall(SYS_sched_setattr, pid, wanted, 0);
}

/* A real-time task keeps its nice value, but sched_getattr does not tell it. */
static long set_policy(const uint8_t *request, pid_t pid) {
    uint64_t policy = get_number(request, ATTRIBUTES_POLICY);
    struct attributes wanted = {
        .policy = (uint32_t)policy,
        .flags = policy == POLICY_DEADLINE ? FLAG_RESET_ON_FORK : 0,
        .nice = getpriority(PRIO_PROCESS, (id_t)pid),
        .priority = (uint32_t)get_number(request, ATTRIBUTES_PRIORITY),
        .runtime = get_number(request, ATTRIBUTES_RUNTIME),
        .deadline = get_number(request, ATTRIBUTES_DEADLINE),
        .period = get_number(request, ATTRIBUTES_PERIOD),
    };
    return set(pid, &wanted);
}

/* The kernel takes a slice of its own together with the policy and the nice value that the task has. */
static long set_slice(const uint8_t *request, pid_t pid, const struct attributes *has) {
    struct attributes wanted = {
        .policy = has->policy,
        .nice = has->nice,
        .runtime = get_number(request, ATTRIBUTES_RUNTIME),
    };
    return set(pid, &wanted);
}

static long set_clamp(const uint8_t *request, pid_t pid) {
    struct attributes wanted = {
        .flags = FLAG_KEEP_POLICY | FLAG_KEEP_PARAMS | FLAG_CLAMP_MIN | FLAG_CLAMP_MAX,
        .clamp_min = (uint32_t)get_number(request, ATTRIBUTES_CLAMP_MIN),
        .clamp_max = (uint32_t)get_number(request, ATTRIBUTES_CLAMP_MAX),
    };
    return set(pid, &wanted);
}

static long change(const uint8_t *request, pid_t pid, const struct attributes *has) {
    switch (get_number(request, ATTRIBUTES_WHAT)) {
    case ATTRIBUTES_OF_POLICY:
        return set_policy(request, pid);
    case ATTRIBUTES_OF_NICE: /* sched_setattr would take away a slice of its own */
        return setpriority(PRIO_PROCESS, (id_t)pid, (int)get_number(request, ATTRIBUTES_NICE));
    case ATTRIBUTES_OF_SLICE:
        return set_slice(request, pid, has);
    case ATTRIBUTES_OF_CLAMP:
        return set_clamp(request, pid);
    default:
        errno = EINVAL;
        return -1;
    }
}

static void change_back(const uint8_t *request, const uint8_t *worker, struct attributes *had) {
    pid_t pid = (pid_t)get_number(worker, WORKER_PID);
    uint64_t what = get_number(request, ATTRIBUTES_WHAT);
    if (what == ATTRIBUTES_OF_CLAMP)
        had->flags = FLAG_KEEP_POLICY | FLAG_KEEP_PARAMS | FLAG_CLAMP_MIN | FLAG_CLAMP_MAX;
    if (what == ATTRIBUTES_OF_NICE)
        setpriority(PRIO_PROCESS, (id_t)pid, had->nice);
    else
        set(pid, had);
}

void command_set_attributes(void) {
    size_t size;
    const uint8_t *request = mailbox_request(&size);
    if (size < ATTRIBUTES_SIZE || (size - ATTRIBUTES_SIZE) / WORKER_SIZE > WORKER_LIMIT)
        return reply_error(EINVAL, "a request of %zu bytes for attributes", size);
    const uint8_t *named = request + ATTRIBUTES_SIZE;
    size_t count = (size - ATTRIBUTES_SIZE) / WORKER_SIZE;
    for (size_t i = 0; i < count; i++) {
        pid_t pid;
        bool there = worker_is_there(named + i * WORKER_SIZE, &pid);
        if (there && get(pid, &before[i]) == 0 && change(request, pid, &before[i]) == 0)
            continue;
        if (there)
            reply_error(errno, "pid %d: %s", pid, strerror(errno));
        while (i-- > 0)
            change_back(request, named + i * WORKER_SIZE, &before[i]);
        return;
    }
}

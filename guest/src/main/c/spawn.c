/* SPDX-License-Identifier: Apache-2.0
 *
 * Workers start in two phases: all are forked and placed (CPUs, nice, policy) while they wait at a gate, then the gate
 * opens.
 */
#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "workers.h"

#define LOOK_AGAIN    (100 * 1000ULL)
#define PATIENCE      (100 * MILLISECOND)
#define CLEANUP_LIMIT SECOND

struct request {
    uint64_t kind, count, policy, priority, sleep_nanos;
    int nice;
    bool has_cpus;
    cpu_set_t cpus;
    char comm[COMM_SIZE];
};

static size_t group[WORKER_LIMIT];

/* Replies and returns false when the request makes no sense. */
static bool read_request(struct request *request) {
    size_t size;
    const uint8_t *bytes = mailbox_request(&size);
    if (size != SPAWN_SIZE) {
        reply_error(EINVAL, "a spawn request of %zu bytes instead of %d", size, SPAWN_SIZE);
        return false;
    }
    request->kind = get_number(bytes, SPAWN_KIND);
    request->count = get_number(bytes, SPAWN_COUNT);
    request->policy = get_number(bytes, SPAWN_POLICY);
    request->priority = get_number(bytes, SPAWN_PRIORITY);
    request->sleep_nanos = get_number(bytes, SPAWN_SLEEP_NANOS);
    request->nice = (int)get_number(bytes, SPAWN_NICE);
    memcpy(request->comm, bytes + SPAWN_COMM, COMM_SIZE);
    request->comm[COMM_SIZE - 1] = 0;
    memcpy(&request->cpus, bytes + SPAWN_CPUS, sizeof request->cpus);
    request->has_cpus = CPU_COUNT(&request->cpus) > 0;
    return true;
}

static bool check_request(const struct request *request) {
    int cpus = (int)sysconf(_SC_NPROCESSORS_ONLN);
    if (request->kind < SPAWN_KIND_SPIN || request->kind > SPAWN_KIND_YIELD)
        reply_error(EINVAL, "no kind of worker has number %llu", (unsigned long long)request->kind);
    else if (request->count < 1 || request->count > WORKER_LIMIT)
        reply_error(EINVAL, "%llu workers asked, 1 to %d can be", (unsigned long long)request->count, WORKER_LIMIT);
    else if (request->priority >= AGENT_PRIORITY)
        reply_error(EINVAL, "priority %llu asked, the agent must stay above at %d",
                    (unsigned long long)request->priority, AGENT_PRIORITY);
    else {
        for (int cpu = cpus; cpu < CPU_SETSIZE; cpu++)
            if (CPU_ISSET(cpu, &request->cpus)) {
                reply_error(EINVAL, "CPU %d asked, the guest has CPU 0 to %d", cpu, cpus - 1);
                return false;
            }
        return true;
    }
    return false;
}

/* Chooses a place for each worker: one never used, else one whose worker has ended. */
static bool choose_places(size_t count) {
    static size_t next;
    size_t chosen = 0;
    for (size_t tried = 0; tried < WORKER_LIMIT && chosen < count; tried++) {
        struct worker *worker = &workers[next];
        if (worker->pid == 0 || worker->ending != REPORT_ENDING_ALIVE)
            group[chosen++] = next;
        next = (next + 1) % WORKER_LIMIT;
    }
    if (chosen == count)
        return true;
    reply_error(EAGAIN, "%zu workers asked, room for %zu: %d may be alive at once", count, chosen, WORKER_LIMIT);
    return false;
}

/* The child has its name from its first moment because the agent bears it during the fork. */
static bool fork_worker(const struct request *request, size_t index) {
    size_t place = group[index];
    struct worker *worker = &workers[place];
    memset(worker, 0, sizeof *worker);
    memset(&worker_lines[place], 0, sizeof worker_lines[place]);
    char name[sizeof worker->comm + 24];
    snprintf(name, sizeof name, "%s-%zu", request->comm, index);
    memcpy(worker->comm, name, COMM_SIZE - 1);
    prctl(PR_SET_NAME, worker->comm);
    pid_t pid = fork();
    if (pid == 0) {
        struct work work = {request->kind, request->sleep_nanos, &worker_lines[place], &worker_lines[group[0]]};
        work_start(&work);
    }
    worker->pid = pid > 0 ? pid : 0;
    return pid > 0;
}

static bool place_worker(const struct request *request, pid_t pid) {
    cpu_set_t all;
    memset(&all, 0xff, sizeof all);
    struct sched_param parameter = {.sched_priority = (int)request->priority};
    if (sched_setaffinity(pid, sizeof all, request->has_cpus ? &request->cpus : &all) < 0)
        reply_error(errno, "the workers' CPUs: %s", strerror(errno));
    else if (setpriority(PRIO_PROCESS, (id_t)pid, request->nice) < 0)
        reply_error(errno, "nice %d: %s", request->nice, strerror(errno));
    else if (syscall(SYS_sched_setscheduler, pid, (int)request->policy, &parameter) < 0)
        reply_error(errno, "policy %llu with priority %llu: %s", (unsigned long long)request->policy,
                    (unsigned long long)request->priority, strerror(errno));
    else
        return true;
    return false;
}

static size_t count_ready(size_t count) {
    size_t ready = 0;
    for (size_t i = 0; i < count; i++)
        ready += worker_lines[group[i]].ready;
    return ready;
}

/* A scheduler under test may never run them; then they start whenever it does. */
static void await_ready(size_t count) {
    size_t ready = 0;
    for (uint64_t moved = clock_now(); ready < count && clock_now() < moved + PATIENCE;) {
        clock_sleep(LOOK_AGAIN);
        size_t now_ready = count_ready(count);
        if (now_ready > ready)
            moved = clock_now();
        ready = now_ready;
    }
}

static void reply_workers(size_t count) {
    uint8_t *reply = reply_area(count * WORKER_SIZE);
    for (size_t i = 0; i < count; i++, reply += WORKER_SIZE) {
        struct worker *worker = &workers[group[i]];
        put_number(reply, WORKER_PID, (uint64_t)worker->pid);
        put_number(reply, WORKER_START_TICKS, worker->last.start_ticks);
        put_text(reply, WORKER_COMM, COMM_SIZE, worker->comm);
    }
}

void command_spawn(void) {
    struct request request;
    if (!read_request(&request) || !check_request(&request) || !choose_places(request.count))
        return;
    size_t made = 0;
    bool good = true;
    while (good && made < request.count) {
        good = fork_worker(&request, made);
        if (!good) {
            reply_error(errno, "worker %zu of %llu: %s", made + 1, (unsigned long long)request.count, strerror(errno));
            break;
        }
        struct worker *worker = &workers[group[made++]];
        good = process_numbers(worker->pid, &worker->last) && place_worker(&request, worker->pid);
    }
    prctl(PR_SET_NAME, "agent");
    if (!good) {
        workers_kill(group, made, CLEANUP_LIMIT);
        return;
    }
    await_ready(made);
    work_open_gate(&worker_lines[group[0]]);
    reply_workers(made);
}

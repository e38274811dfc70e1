/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <sched.h>
#include <string.h>
#include <unistd.h>

#include "spawn.h"

static const uint8_t *cpu_set(const struct request *request, size_t number) {
    return request->cpu_sets + number * SPAWN_CPU_SET_SIZE;
}

static void read_work(struct request *request, const uint8_t *bytes) {
    for (size_t i = 0; i < sizeof request->parameters / sizeof request->parameters[0]; i++)
        request->parameters[i] = get_number(bytes, SPAWN_PARAMETERS + i * sizeof request->parameters[0]);
    for (size_t i = 0; i < SPAWN_PHASE_LIMIT; i++) {
        const uint8_t *phase = bytes + SPAWN_PHASE_LIST + i * PHASE_SIZE;
        request->phases[i] = (struct phase){get_number(phase, PHASE_KIND), get_number(phase, PHASE_NANOS)};
    }
}

static void read_refill(struct request *request, const uint8_t *bytes) {
    struct refill *refill = &request->refill;
    for (size_t i = 0; i < sizeof refill->nanos / sizeof refill->nanos[0]; i++)
        refill->nanos[i] = get_number(bytes, SPAWN_REFILLS + i * sizeof refill->nanos[0]);
    for (size_t i = 0; i < sizeof refill->spans / sizeof refill->spans[0]; i++)
        refill->spans[i] = get_number(bytes, SPAWN_SPANS + i * sizeof refill->spans[0]);
}

static bool has_spans(const struct request *request) {
    const uint64_t *spans = request->refill.spans;
    if (spans[0] == 0 || (spans[1] > 0 && spans[2] > 0))
        return true;
    reply_error(EINVAL, "a working set was asked, and not told how many CPUs make an LLC or a node");
    return false;
}

static void read_fields(struct request *request, const uint8_t *bytes) {
    request->kind = get_number(bytes, SPAWN_KIND);
    request->count = get_number(bytes, SPAWN_COUNT);
    request->group = get_number(bytes, SPAWN_GROUP);
    request->policy = get_number(bytes, SPAWN_POLICY);
    request->priority = get_number(bytes, SPAWN_PRIORITY);
    request->nice = (int)get_number(bytes, SPAWN_NICE);
    request->runtime = get_number(bytes, SPAWN_DEADLINE_RUNTIME);
    request->deadline = get_number(bytes, SPAWN_DEADLINE);
    request->period = get_number(bytes, SPAWN_DEADLINE_PERIOD);
    request->threads = get_number(bytes, SPAWN_THREADS) == 1;
    request->seed = get_number(bytes, SPAWN_SEED);
    request->phase_count = get_number(bytes, SPAWN_PHASES);
    memcpy(request->comm, bytes + SPAWN_COMM, COMM_SIZE);
    request->comm[COMM_SIZE - 1] = 0;
    memcpy(request->cgroup, bytes + SPAWN_CGROUP, sizeof request->cgroup);
    request->cgroup[sizeof request->cgroup - 1] = 0;
    request->cpu_set_count = get_number(bytes, SPAWN_CPU_SETS);
    request->cpu_sets = bytes + SPAWN_SIZE;
    read_work(request, bytes);
    read_refill(request, bytes);
}

static bool has_cpus(const struct request *request) {
    int cpus = (int)sysconf(_SC_NPROCESSORS_ONLN);
    for (size_t set = 0; set < request->cpu_set_count; set++)
        for (int cpu = cpus; cpu < SPAWN_CPU_SET_SIZE * 8; cpu++)
            if (cpu_set(request, set)[cpu / 8] & 1 << cpu % 8) {
                reply_error(EINVAL, "CPU %d asked, the guest has CPU 0 to %d", cpu, cpus - 1);
                return false;
            }
    return true;
}

static bool has_phases(const struct request *request) {
    for (size_t i = 0; i < request->phase_count; i++)
        if (request->phases[i].kind < PHASE_KIND_SPIN || request->phases[i].kind > PHASE_KIND_WALL) {
            reply_error(EINVAL, "no kind of phase has number %llu; this agent has %d to %d",
                        (unsigned long long)request->phases[i].kind, PHASE_KIND_SPIN, PHASE_KIND_WALL);
            return false;
        }
    return true;
}

static bool makes_sense(const struct request *request) {
    if (!work_is_known(request->kind))
        reply_error(EINVAL, "no kind of work has number %llu; this agent has 1 to %d",
                    (unsigned long long)request->kind, WORK_KINDS);
    else if (request->count < 1 || request->count > WORKER_LIMIT)
        reply_error(EINVAL, "%llu workers asked, 1 to %d can be", (unsigned long long)request->count, WORKER_LIMIT);
    else if (request->group < 1 || request->count % request->group != 0)
        reply_error(EINVAL, "%llu workers asked in groups of %llu", (unsigned long long)request->count,
                    (unsigned long long)request->group);
    else if (request->priority >= AGENT_PRIORITY)
        reply_error(EINVAL, "priority %llu asked, the agent must stay above at %d",
                    (unsigned long long)request->priority, AGENT_PRIORITY);
    else if (request->kind == WORK_CUSTOM && request->threads)
        reply_error(EINVAL, "a program of its own cannot be a thread");
    else if (request->kind == WORK_CUSTOM && request->refill.spans[0] > 0)
        reply_error(EINVAL, "a program of its own does not look where it runs, so it cannot have a working set");
    else if (request->phase_count > SPAWN_PHASE_LIMIT || (request->kind == WORK_SEQUENCE && request->phase_count < 1))
        reply_error(EINVAL, "%llu phases asked, 1 to %d can be", (unsigned long long)request->phase_count,
                    SPAWN_PHASE_LIMIT);
    else
        return has_phases(request) && has_cpus(request) && has_spans(request);
    return false;
}

bool request_read(struct request *request) {
    size_t size;
    const uint8_t *bytes = mailbox_request(&size);
    memset(request, 0, sizeof *request);
    if (size >= SPAWN_SIZE)
        read_fields(request, bytes);
    if (size < SPAWN_SIZE || request->cpu_set_count > WORKER_LIMIT ||
        size != SPAWN_SIZE + request->cpu_set_count * SPAWN_CPU_SET_SIZE) {
        reply_error(EINVAL, "a spawn request of %zu bytes with %llu sets of CPUs", size,
                    (unsigned long long)request->cpu_set_count);
        return false;
    }
    return makes_sense(request);
}

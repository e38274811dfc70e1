/* SPDX-License-Identifier: Apache-2.0
 *
 * Workers that keep changing what the scheduler knows about them.
 */
#include <errno.h>
#include <sched.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "work.h"

#define NICE_LEAST  (-20)
#define NICE_MOST   19
#define EXT         7 /* SCHED_EXT */
#define RT_PRIORITY 1

void work_fork_exit(const struct work *work) {
    for (;; work->mine->work_units++) {
        pid_t child = fork();
        if (child == 0)
            _exit(0);
        if (child < 0)
            work_fail("a process cannot be made: %s", strerror(errno));
        measure_waiting(work->mine, UINT64_MAX);
        while (waitpid(child, NULL, 0) < 0)
            if (errno != EINTR)
                work_fail("a child cannot be waited for: %s", strerror(errno));
        measure_waited(work->mine);
    }
}

void work_nice_sweep(const struct work *work) {
    for (int nice = NICE_LEAST;; nice = nice == NICE_MOST ? NICE_LEAST : nice + 1) {
        if (setpriority(PRIO_PROCESS, 0, nice) < 0)
            work_fail("nice %d: %s", nice, strerror(errno));
        work->mine->work_units++;
        spin(work->mine, work->parameters[0]);
        measure_checkpoint(work->mine);
    }
}

void work_affinity_churn(const struct work *work) {
    cpu_set_t given, one;
    if (sched_getaffinity(0, sizeof given, &given) < 0)
        work_fail("its CPUs: %s", strerror(errno));
    int cpus[CPU_SETSIZE], count = 0;
    for (int cpu = 0; cpu < CPU_SETSIZE; cpu++)
        if (CPU_ISSET(cpu, &given))
            cpus[count++] = cpu;
    for (uint64_t seed = work->seed;; work->mine->work_units++) {
        int cpu = cpus[draw(&seed) % (uint64_t)count];
        CPU_ZERO(&one);
        CPU_SET(cpu, &one);
        if (sched_setaffinity(0, sizeof one, &one) < 0)
            work_fail("CPU %d: %s", cpu, strerror(errno));
        spin(work->mine, work->parameters[0]);
        measure_checkpoint(work->mine);
    }
}

void work_policy_churn(const struct work *work) {
    static const int POLICIES[] = {SCHED_OTHER, SCHED_BATCH, SCHED_IDLE, EXT, SCHED_FIFO, SCHED_RR};
    for (size_t i = 0;; i = (i + 1) % (sizeof POLICIES / sizeof POLICIES[0])) {
        bool real_time = POLICIES[i] == SCHED_FIFO || POLICIES[i] == SCHED_RR;
        struct sched_param parameter = {.sched_priority = real_time ? RT_PRIORITY : 0};
        if (sched_setscheduler(0, POLICIES[i], &parameter) < 0)
            work_fail("policy %d: %s", POLICIES[i], strerror(errno));
        work->mine->work_units++;
        spin(work->mine, work->parameters[0]);
        measure_checkpoint(work->mine);
    }
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * A scheduler goes only after RCU grace periods, and their kernel threads are tasks of that scheduler. While it goes,
 * a task that changes its policy is handed to the fair class already, which comes before sched_ext: two or three of
 * those that never rest, and the threads get no CPU, the grace period does not end, and the scheduler never goes (6.18;
 * seen with work POLICY_CHURN). So the threads are real-time while the agent takes a scheduler away.
 */
#include "grace.h"

#include <sched.h>
#include <stdio.h>
#include <string.h>

#include "agent.h"

#define THREAD_LIMIT 4
#define LAST_PID     128 /* the kernel makes them as it boots */

static pid_t threads[THREAD_LIMIT];
static size_t thread_count;

static bool works_for_grace_periods(pid_t pid) {
    static const char *const NAMES[] = {"rcu_preempt", "rcu_sched", "rcu_exp_gp"};
    char path[64], name[32];
    snprintf(path, sizeof path, "/proc/%d/comm", pid);
    if (file_text(path, name, sizeof name) < 0)
        return false;
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++)
        if (strncmp(name, NAMES[i], strlen(NAMES[i])) == 0)
            return true;
    return false;
}

void grace_open(void) {
    for (pid_t pid = 2; pid < LAST_PID && thread_count < THREAD_LIMIT; pid++)
        if (works_for_grace_periods(pid))
            threads[thread_count++] = pid;
}

void grace_hurry(bool first) {
    struct sched_param parameter = {.sched_priority = first ? AGENT_PRIORITY - 1 : 0};
    for (size_t i = 0; i < thread_count; i++)
        sched_setscheduler(threads[i], first ? SCHED_FIFO : SCHED_OTHER, &parameter);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "agent.h"
#include "probe.h"
#include "sched_ext.h"
#include "wait.h"

#define STATE_FILE "/sys/kernel/sched_ext/state"
#define OPS_FILE   "/sys/kernel/sched_ext/root/ops"

void sched_ext_state(char state[SCHED_EXT_STATE_SIZE]) {
    if (file_text(STATE_FILE, state, SCHED_EXT_STATE_SIZE) < 0)
        snprintf(state, SCHED_EXT_STATE_SIZE, "absent");
}

bool sched_ext_is(const char *wanted) {
    char state[SCHED_EXT_STATE_SIZE];
    sched_ext_state(state);
    return strcmp(state, wanted) == 0;
}

void sched_ext_ops(char *ops, size_t size) {
    if (file_text(OPS_FILE, ops, size) < 0)
        ops[0] = 0;
}

static bool is_over(const struct patience *patience) {
    return clock_now() >= patience->until || (patience->ending && *patience->ending != REPORT_ENDING_ALIVE);
}

static bool await(const char *state, bool present, const struct patience *patience) {
    while (sched_ext_is(state) != present) {
        if (is_over(patience))
            return false;
        wait_for(patience->pause);
    }
    return true;
}

bool sched_ext_comes(const char *state, const struct patience *patience) {
    return await(state, true, patience);
}

bool sched_ext_goes(const char *state, const struct patience *patience) {
    return await(state, false, patience);
}

bool sched_ext_gives_turns(const struct patience *patience) {
    struct probe probe = probe_start();
    bool seen = false;
    while (!seen && sched_ext_is("enabled") && !is_over(patience)) {
        seen = probe_was_dispatched(&probe);
        if (!seen)
            wait_for(patience->pause);
    }
    probe_end(&probe);
    return seen;
}

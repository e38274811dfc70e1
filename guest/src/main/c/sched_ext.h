/* SPDX-License-Identifier: Apache-2.0
 *
 * What the kernel says of sched_ext, whoever attached the scheduler.
 */
#ifndef SCHEDLAB_SCHED_EXT_H
#define SCHEDLAB_SCHED_EXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SCHED_EXT_STATE_SIZE 32

/* Its word, such as "enabled"; "absent" in a kernel without sched_ext. */
void sched_ext_state(char state[SCHED_EXT_STATE_SIZE]);
bool sched_ext_is(const char *state);
/* The name of the scheduler in charge, empty when there is none. */
void sched_ext_ops(char *ops, size_t size);

/* How long to wait, and for whom. */
struct patience {
    uint64_t until, pause;
    const uint64_t *ending; /* of the program that is waited for: no longer than it lives; NULL: none */
};

/* Waits for a state to come, or to be another one; false when it did not happen. */
bool sched_ext_comes(const char *state, const struct patience *patience);
bool sched_ext_goes(const char *state, const struct patience *patience);
/* Waits while a scheduler is in charge; true when a task of policy SCHED_EXT has been put on a CPU since. */
bool sched_ext_gives_turns(const struct patience *patience);

#endif

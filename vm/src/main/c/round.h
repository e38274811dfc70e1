// SPDX-License-Identifier: Apache-2.0
//
// Where QEMU is in its round over the vCPUs; see round.c.
#ifndef SCHEDLAB_ROUND_H
#define SCHEDLAB_ROUND_H

#include <stdbool.h>
#include <stdint.h>

enum { ROUND_MOST_CPUS = 256, ROUND_WORDS = ROUND_MOST_CPUS / 64 };

// What QEMU does not keep in a checkpoint, and what decides how the turns go on.
struct round {
    uint64_t next;                       // whose turn is next
    uint64_t asked_to_exit[ROUND_WORDS]; // a bit for each vCPU
};

// Called once on the vCPU thread, before any turn. What is missing, or NULL.
const char *round_begin(void);

// The place of the vCPU that was given, in the order of the turns; the number of vCPUs for any other.
uint64_t round_place_of(void *cpu);

// The vCPU at a place; NULL behind the last.
void *round_cpu(uint64_t place);

// On the vCPU thread: whether its present vCPU is in a turn.
bool round_in_turn(void);

// Between two turns: where the round is.
void round_note(struct round *round);

// Between two turns: remembers which vCPUs are asked to exit, and undoes what was asked since.
void round_keep_flags(void);
void round_put_flags_back(void);

// Before the first turn: makes the vCPUs as they were.
void round_resume(const struct round *round);

// The last thing before the first turn, when nobody asks vCPUs to exit any more: the round goes on from there.
void round_begin_there(void);

// Called on the vCPU thread when it takes QEMU's big lock, or waits with it: the first turn has begun. True if that
// undid something.
bool round_settle(void);

// Called on the vCPU thread when it has taken QEMU's big lock and no timer is due: until it gives the lock up, the
// round passes over the idle vCPUs that come next. In a turn it does nothing.
void round_pass_over_idle(void);

// Called on the vCPU thread when it gives the lock up.
void round_pass_over_none(void);

#endif

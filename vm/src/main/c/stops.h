// SPDX-License-Identifier: Apache-2.0
//
// When the guest stands still; see stops.c.
#ifndef SCHEDLAB_STOPS_H
#define SCHEDLAB_STOPS_H

#include <stdint.h>

#include "probes.h"

// Called when QEMU makes its first vCPU, before the guest runs. `quantum_nanos`: the longest turn of a vCPU.
void stops_prepare(uint64_t quantum_nanos);

// Called on the main thread before it waits for something to do: the first time after QEMU made its vCPUs, the first
// stop is set, before any turn. Setting a timer wakes the vCPU thread, which must be there.
void stops_main_thread_rests(void);

// Called on the vCPU thread in a turn: the agent is at its freeze point, the machine stands at the end of the turn.
void stops_at_freeze_point(void);

// Called on the vCPU thread in a turn: a vCPU is at a probe, the machine stands at the end of the turn.
void stops_at_probe(uint64_t id, uint64_t cpu);

// Called on the vCPU thread in a turn: the machine stands here, before the instruction of a probe or right behind its
// store, until the host lets it go on. That is nothing to the guest: its time is its instructions.
void stops_here(const struct probe *probe, uint64_t cpu, uint64_t pc, uint64_t clock);

// As the others: the host reads what the flight recorder has at the end of this turn.
void stops_to_read(void);

#endif

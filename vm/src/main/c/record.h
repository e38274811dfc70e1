// SPDX-License-Identifier: Apache-2.0
//
// The flight recorder's ring: a file in the machine's runtime folder that host and plugin map. The plugin writes, the
// host reads while the machine stands. The Java class RecordRing holds the same layout.
#ifndef SCHEDLAB_RECORD_H
#define SCHEDLAB_RECORD_H

#include <stdbool.h>
#include <stdint.h>

#include "probes.h"

// A record: the guest's clock of QEMU in ns; probe (32 bits), CPU (16 bits), number of values (16 bits); instructions
// that this CPU has executed since the recorder was put in; the values.
enum { RECORD_HEAD_WORDS = 3 };

struct record_head {
    uint64_t written; // words, by the plugin
    uint64_t read;    // words, by the host
    uint64_t lost;    // records that found the ring full
    uint64_t room;    // words
    uint64_t stale;   // records without values, because registers were not to be had
    uint64_t tried;   // how often a condition was looked at
};

// As ring_use().
const char *record_use(void);

// In a turn, on the vCPU thread, with what comes before the captures.
void record_add(const struct probe *probe, void *cpu, uint64_t place, bool registers, uint64_t instructions_left,
                const uint64_t *seen, uint64_t count);

// Whether a probe's condition is true.
bool record_holds(const struct probe *probe, uint64_t value, uint64_t before);

// Whether the host should read before the guest goes on.
bool record_is_filling(void);

// On the vCPU thread, between two turns: one begins, has ended.
void record_turn_begins(void *cpu);
void record_turn_ended(void *cpu);

// In a turn, on the vCPU thread: the instructions that a CPU has executed, that many before the block's end, and the
// guest's clock of QEMU, in ns.
uint64_t record_executed(void *cpu, uint64_t place, uint64_t instructions_left, uint64_t *clock);

// Between two turns.
uint64_t record_executed_before(uint64_t place);

// In a turn, on the vCPU thread: the guest's clock of QEMU, in ns, that many instructions before the block's end.
uint64_t record_clock(void *cpu, uint64_t instructions_left);

#endif

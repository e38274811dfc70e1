// SPDX-License-Identifier: Apache-2.0
//
// The table of probes: instructions of the guest at which something is to happen; see probes.c.
#ifndef SCHEDLAB_PROBES_H
#define SCHEDLAB_PROBES_H

#include <stdbool.h>
#include <stdint.h>

#include "plugin.h"
#include "round.h"

// The Java class Probe and PluginLine hold the same numbers.
enum probe_kind {
    PROBE_LOG = 0,    // an event
    PROBE_FREEZE = 1, // an event, and the machine stands at the end of the turn
    PROBE_RECORD = 2, // a record
    PROBE_EXIT = 3,   // a record at each instruction that leaves the function from first to last
    PROBE_READ = 4,   // a record, and the host reads it at the end of the turn
    PROBE_WATCH = 5,  // a record at each store of the kernel's to an address from first to last, 8 bytes at most: the
                      // instruction's address, the store's, what was there before and after, and the captures
    PROBE_STAND = 7,  // an event, and the machine stands in the middle of the turn, before the instruction
    PROBE_STORED = 8, // as PROBE_WATCH, and the machine stands right behind the store
    PROBE_PROFILE = 6 // the only one of its kind: counts all instructions from the clock first to below last, by where
                      // their blocks begin and by the first capture; a record each `skipped` of a CPU's: the block's
                      // address and the captures, of the kernel's blocks the stack too
};

// When a record is made: compares the first capture, of a watch what is there after the store, with the operand. Above
// these bits: how many bits the value has if it has a sign, or 0.
enum probe_condition {
    ALWAYS = 0,
    EQUAL = 1,
    NOT_EQUAL = 2,
    BELOW = 3,
    AT_LEAST = 4,
    ABOVE = 5,
    AT_MOST = 6,
    CHANGED = 7,  // only of a watch: it is not what it was before
    AT_CLOCK = 8, // only where the machine stands in the middle of a turn: the guest's clock is the operand
    SIGN_SHIFT = 8
};

enum { MOST_PROBES = 2048, PROBE_CAPTURES = 8, MOST_STACK_WORDS = 512 };

struct probe {
    uint64_t id;
    uint64_t kind;
    uint64_t first, last;              // guest virtual addresses of instructions, in any address space
    uint64_t skipped;                  // so many executions pass unnoticed
    uint64_t cpus[ROUND_WORDS];        // a bit for each vCPU whose executions count
    uint64_t captures[PROBE_CAPTURES]; // what a record holds, up to the first 0; see capture.h
    uint64_t condition, operand;       // of a record, see enum probe_condition
    uint64_t stack;                    // so many words of the stack, behind its pointer, end a record
};

// When QEMU loads the plugin, with its number of the present plugin API.
void probes_begin(int api);

// Before the guest runs: the agent's freeze point.
void probes_agent_at(uint64_t address);

// While the machine stands: forgets all but the agent's.
void probes_clear(void);

// While the machine stands. What is wrong, or NULL.
const char *probes_add(const struct probe *probe);

// While the machine stands, after the table has changed: the guest's code is translated anew. What is wrong, or NULL.
const char *probes_apply(void);

// Whether the executions of a vCPU count.
static inline bool probes_on_cpu(const struct probe *probe, uint64_t place) {
    return probe->cpus[place / 64] >> place % 64 & 1;
}

// Called when QEMU translates guest code.
void probes_translate(struct qemu_plugin_tb *tb);

#endif

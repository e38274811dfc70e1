// SPDX-License-Identifier: Apache-2.0
//
// The table of probes: instructions of the guest at which something is to happen; see probes.c.
#ifndef SCHEDLAB_PROBES_H
#define SCHEDLAB_PROBES_H

#include <stdint.h>

#include "plugin.h"
#include "round.h"

// The Java class Probe and PluginLine hold the same numbers.
enum probe_kind {
    PROBE_LOG = 0,    // an event
    PROBE_FREEZE = 1, // an event, and the machine stands at the end of the turn
    PROBE_RECORD = 2, // a record
    PROBE_EXIT = 3,   // a record at each instruction that leaves the function from first to last
    PROBE_READ = 4    // a record, and the host reads it at the end of the turn
};

enum { MOST_PROBES = 1024, PROBE_CAPTURES = 8 };

struct probe {
    uint64_t id;
    uint64_t kind;
    uint64_t first, last;              // guest virtual addresses of instructions, in any address space
    uint64_t skipped;                  // so many executions pass unnoticed
    uint64_t cpus[ROUND_WORDS];        // a bit for each vCPU whose executions count
    uint64_t captures[PROBE_CAPTURES]; // what a record holds, up to the first 0; see capture.h
};

// When QEMU loads the plugin, with its number of the present plugin API.
void probes_begin(int api);

// Before the guest runs: the agent's freeze point.
void probes_agent_at(uint64_t address);

// While the machine stands: forgets all but the agent's.
void probes_clear(void);

// While the machine stands. What is wrong, or NULL.
const char *probes_add(const struct probe *probe);

// While the machine stands, after the table has changed: the guest's code is translated anew.
void probes_apply(void);

// Called when QEMU translates guest code.
void probes_translate(struct qemu_plugin_tb *tb);

#endif

// SPDX-License-Identifier: Apache-2.0
//
// Where the instructions of a stretch of guest time went; see profile.c.
#ifndef SCHEDLAB_PROFILE_H
#define SCHEDLAB_PROFILE_H

#include "probes.h"

// A file in the machine's runtime folder that host and plugin map. The Java class ProfileTable holds the same layout.
struct profile_head {
    uint64_t room; // entries; a power of 2, set by the host
    uint64_t used;
    uint64_t lost; // instructions of blocks for which there was no room
};

// What began at an address while a task was the CPU's current one. Free if the address is 0.
struct profile_entry {
    uint64_t address; // where a block of instructions begins
    uint64_t task;    // the first capture of the probe, such as a pid
    uint64_t instructions;
    uint64_t times; // how often the block began
};

// While the machine stands, after the table of probes has changed. What is missing, or NULL.
const char *profile_use(const struct probe *table, size_t probes);

// Whether there is one.
bool profile_any(void);

// Called when QEMU translates guest code.
void profile_translate(struct qemu_plugin_tb *tb);

// Between two turns: counts what the CPUs have executed since their last blocks began.
void profile_settle(void);

#endif

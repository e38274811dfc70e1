// SPDX-License-Identifier: Apache-2.0
//
// The ring of events: a file in the machine's runtime folder that host and plugin map. The plugin writes, the host
// reads. The Java class EventRing holds the same layout.
#ifndef SCHEDLAB_RING_H
#define SCHEDLAB_RING_H

#include <stdint.h>

struct event {
    uint64_t sequence; // of all events since the ring is in use, those that were lost counted too; from 0
    uint64_t clock;    // the guest's clock of QEMU, in ns
    uint32_t probe;
    uint32_t cpu;
};

struct ring_head {
    uint64_t written; // events, by the plugin
    uint64_t read;    // events, by the host
    uint64_t lost;    // events that found the ring full
    uint64_t room;    // events
};

// Maps the file, which the host has made, instead of the one before, if any. The file's size says how many events fit.
// What is missing, or NULL.
const char *ring_use(void);

// Without a ring, or with a full one, the event is lost, and counted.
void ring_add(uint32_t probe, uint32_t cpu, uint64_t clock);

#endif

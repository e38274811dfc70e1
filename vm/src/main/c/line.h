// SPDX-License-Identifier: Apache-2.0
//
// Messages between the plugin and the host, both ways the same: a head and numbers. The Java class PluginLine holds the
// same constants.
#ifndef SCHEDLAB_LINE_H
#define SCHEDLAB_LINE_H

#include <stdint.h>

#include "round.h"

enum message_type {
    // To the host: the machine stands. The reasons, the guest's clock of QEMU in ns; with STOP_AT_PROBE the probe's id
    // and the vCPU, of the first one in the turn; with STOP_IN_TURN also the instruction's address.
    MESSAGE_STOPPED = 1,
    // To the host: the devices' state is in the file DEVICES_FILE. error (0: none), struct round.
    MESSAGE_SAVED = 2,
    // From the host: go on. until (of QEMU's clock, in ns; the first turn's end at or after it), flags.
    MESSAGE_GO = 3,
    // From the host, while the machine stands: save the devices' state.
    MESSAGE_SAVE = 4,
    // From the host, before a restored machine's first MESSAGE_GO: struct round.
    MESSAGE_RESUME = 5,
    // From the host, while the machine stands: so many MESSAGE_PROBEs follow, which are all that are to be. If the
    // second number is 1, the file of events is a new one.
    MESSAGE_PROBES = 6,
    // From the host: struct probe.
    MESSAGE_PROBE = 7,
    // From the host, while the machine stands: struct capture_places; the flight recorder's file is a new one.
    MESSAGE_RECORD = 8,
    // From the host, while the machine stands: registers of the vCPU with this number are wanted.
    MESSAGE_REGISTERS_OF = 9,
    // To the host: instruction pointer, stack pointer, frame pointer, code segment.
    MESSAGE_REGISTERS = 10,
};

// None: the time that was asked for.
enum stop_reason {
    STOP_AT_FREEZE_POINT = 1, // the agent was at its freeze point in the turn that has ended
    STOP_AT_PROBE = 2,        // a vCPU was at a probe that freezes in that turn
    STOP_TO_READ = 4,         // the flight recorder's ring is filling
    STOP_IN_TURN = 8          // a vCPU is at a probe that stops it right there: alone, in the middle of its turn. Only
                              // MESSAGE_REGISTERS_OF and MESSAGE_GO, without a ring, may be sent then
};

enum go_flag {
    GO_RING = 1,         // the doorbell, so that the agent looks into its mailbox
    GO_UNREPEATABLE = 2, // QEMU's threads run as they like from now on
};

enum { MESSAGE_NUMBERS = 20 };

struct message {
    uint32_t bytes; // of all of it
    uint32_t type;
    uint64_t numbers[MESSAGE_NUMBERS];
};

// Both end QEMU when the host is gone.
void line_use(int socket);
void line_send(enum message_type type, const uint64_t *numbers, uint32_t count);
void line_receive(struct message *message);

#endif

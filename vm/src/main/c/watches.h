// SPDX-License-Identifier: Apache-2.0
//
// Watches: probes of kind PROBE_WATCH, which lie on the kernel's data instead of its code; see watches.c.
#ifndef SCHEDLAB_WATCHES_H
#define SCHEDLAB_WATCHES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "probes.h"

// While the machine stands: these of the table are all that there are. What is wrong, or NULL.
const char *watches_use(const struct probe *table, size_t count);

// Whether stores are to be looked at.
bool watches_any(void);

// Before and after QEMU throws translations away.
void watches_keep_lists(bool keep);

// When QEMU translates an instruction of the guest, with how many the block has left from it on.
void watches_translate(struct qemu_plugin_insn *instruction, uint64_t address, size_t left);

// While the machine stands, before it goes on: takes what is in memory for what was there before the next store, since
// the host may have written.
void watches_look(void);

#endif

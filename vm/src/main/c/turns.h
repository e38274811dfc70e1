// SPDX-License-Identifier: Apache-2.0
//
// Gives every vCPU its turn; see turns.c.
#ifndef SCHEDLAB_TURNS_H
#define SCHEDLAB_TURNS_H

#include <stdbool.h>

// Whether this QEMU has what it takes.
bool turns_are_possible(void);

// Called on the vCPU thread when it runs guest code: from now on every vCPU gets its turn.
void turns_on_this_thread(void);

#endif

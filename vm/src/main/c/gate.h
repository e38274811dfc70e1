// SPDX-License-Identifier: Apache-2.0
//
// Keeps QEMU's main thread out of the way while the vCPU thread runs guest code; see gate.c.
#ifndef SCHEDLAB_GATE_H
#define SCHEDLAB_GATE_H

#include <stdbool.h>

// Whether the library was preloaded into QEMU; without that there is no gate.
bool gate_is_in_place(void);

// Called on the vCPU thread: it is the one, and it runs guest code.
void gate_is_vcpu_thread(void);

// Called on the vCPU thread: it stands still in guest code, the main thread may work.
void gate_open(void);

// Called on the vCPU thread before it goes on: waits until the main thread sleeps.
void gate_close(void);

// From now on the main thread works whenever it wants, as it does without the gate.
void gate_remove(void);

#endif

// SPDX-License-Identifier: Apache-2.0
//
// Keeps QEMU's main thread out of the way while the vCPU thread runs guest code; see gate.c.
#ifndef SCHEDLAB_GATE_H
#define SCHEDLAB_GATE_H

#include <pthread.h>
#include <stdbool.h>

// Whether the library was preloaded into QEMU; without that there is no gate.
bool gate_is_in_place(void);

// Called when QEMU loads the plugin: there is to be a gate.
void gate_use(void);

// On the vCPU thread: QEMU's big lock. On any other, and where the vCPU thread was not found: NULL.
pthread_mutex_t *gate_big_lock(void);

// Called on the vCPU thread: whether it stands still with QEMU's big lock. The main thread does not work meanwhile,
// however long that is.
void gate_stand(bool standing);

// Called on the vCPU thread: from now on the main thread works whenever it wants, as it does without the gate.
void gate_remove(void);

#endif

// SPDX-License-Identifier: Apache-2.0
//
// Wakes QEMU's other threads only when they may work; see wakes.c.
#ifndef SCHEDLAB_WAKES_H
#define SCHEDLAB_WAKES_H

// All are called on the vCPU thread.

// Before the first turn: from now on this thread's wake-ups of the others are kept back.
void wakes_keep(void);

// When it has taken QEMU's big lock: delivers what was kept back too long.
void wakes_look(void);

// Before it rests: delivers what was kept back.
void wakes_deliver(void);

// Delivers what was kept back, and keeps nothing back any more.
void wakes_keep_no_more(void);

#endif

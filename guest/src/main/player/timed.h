/* SPDX-License-Identifier: Apache-2.0
 *
 * timed.c: work by instructions, by CPU time and by wall time. The agent's workers use it too.
 */
#ifndef SCHEDLAB_TIMED_H
#define SCHEDLAB_TIMED_H

#include <stdbool.h>
#include <stdint.h>

/* What the machine takes for one: 1, 2, 4 or 8 ns; 2 until it is told. */
extern uint64_t instruction_nanos;

uint64_t wall_now(void);
uint64_t cpu_now(void);

/* As many instructions as take so long where nobody else runs. */
void timed_spin(uint64_t nanos);

/* Asked before each part of the work, at least every 20 us of it: whether to go on. */
typedef bool goes_on(void *about);

/* Until the caller's CPU time is so high; returns how high it is then. */
uint64_t timed_run_to(uint64_t cpu_nanos, goes_on *ask, void *about);
/* For so much CPU time, less what the runs before took too much: `overrun`, 0 at first, keeps it. */
void timed_run_for(uint64_t cpu_nanos, uint64_t *overrun, goes_on *ask, void *about);
/* Until that time of CLOCK_MONOTONIC. */
void timed_run_until(uint64_t wall_nanos, goes_on *ask, void *about);

#endif

/* SPDX-License-Identifier: Apache-2.0
 *
 * How the agent waits within a command. While it sleeps it listens to the programs, so what they print and their end
 * have the time at which they happened. Workers do not wait so: they sleep with clock_sleep_until().
 */
#ifndef SCHEDLAB_WAIT_H
#define SCHEDLAB_WAIT_H

#include <stdbool.h>
#include <stdint.h>

/* Until a time of CLOCK_MONOTONIC, or for so long. */
void wait_until(uint64_t nanos);
void wait_for(uint64_t nanos);
/* Until a program has something to say, or a time; false at once when there is none to listen to. */
bool wait_listen(uint64_t until);
/* Until a file can be read or written, as poll(2) says it; false when the time is over before. */
bool wait_file(int file, short events, uint64_t until);
/* Collects processes and threads that ended; keeps the last numbers of workers and programs. */
void wait_reap(void);

#endif

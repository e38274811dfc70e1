/* SPDX-License-Identifier: Apache-2.0
 *
 * interruption.c: whether the process or thread has lost its CPU since it began to watch. The agent's workers use it
 * too.
 */
#ifndef SCHEDLAB_INTERRUPTION_H
#define SCHEDLAB_INTERRUPTION_H

#include <stdbool.h>

void interruption_watch(void);
bool interruption_seen(void);

#endif

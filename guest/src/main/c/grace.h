/* SPDX-License-Identifier: Apache-2.0
 *
 * The kernel threads that carry on RCU grace periods.
 */
#ifndef SCHEDLAB_GRACE_H
#define SCHEDLAB_GRACE_H

#include <stdbool.h>

/* Finds them. */
void grace_open(void);
/* Makes them real-time, above all workers; or normal again. */
void grace_hurry(bool first);

#endif

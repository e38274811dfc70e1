/* SPDX-License-Identifier: Apache-2.0 */
#ifndef THIRD_PARTY_STATS_H
#define THIRD_PARTY_STATS_H

#include <stdint.h>

/* Listens where schedulers of the scx project serve statistics. */
void stats_open(void);
/* Answers for a second: how many tasks it has queued, which a function tells. */
void stats_serve(uint64_t (*enqueued)(void *), void *whose);

#endif

// SPDX-License-Identifier: Apache-2.0
//
// What happens between two turns of vCPUs, when QEMU takes its big lock; see turns.c.
#ifndef SCHEDLAB_TURNS_H
#define SCHEDLAB_TURNS_H

#include <pthread.h>

// Called on the vCPU thread before the first turn, after round_begin(): from now on every vCPU gets its turn.
void turns_on_this_thread(pthread_mutex_t *big_lock);

#endif

/* SPDX-License-Identifier: Apache-2.0
 *
 * struct sched_attr. Kernel: include/uapi/linux/sched/types.h (Linux 6.18), with utilization clamps.
 */
#ifndef SCHEDLAB_ATTRIBUTES_H
#define SCHEDLAB_ATTRIBUTES_H

#include <stdint.h>

#define POLICY_FIFO     1
#define POLICY_DEADLINE 6

#define FLAG_RESET_ON_FORK 0x01 /* a deadline task must have it to be allowed to fork */
#define FLAG_KEEP_POLICY   0x08
#define FLAG_KEEP_PARAMS   0x10
#define FLAG_CLAMP_MIN     0x20
#define FLAG_CLAMP_MAX     0x40

struct attributes {
    uint32_t size, policy;
    uint64_t flags;
    int32_t nice;
    uint32_t priority;
    uint64_t runtime, deadline, period;
    uint32_t clamp_min, clamp_max;
};

#endif

/* SPDX-License-Identifier: Apache-2.0
 *
 * Producers and consumers. The queue is a count of items; both kinds wait on that word, told apart by a bit.
 */
#include "work.h"

#define PRODUCERS 1u
#define CONSUMERS 2u

/* Waits while the count is `barrier`, then changes it by one. */
static void change_items(const struct work *work, uint32_t barrier, uint32_t by, uint32_t bit,
                         const volatile uint64_t *called_at) {
    measure_waiting(work->mine, UINT64_MAX);
    uint64_t began = work->mine->seen_at;
    uint32_t items = work->group->items;
    do {
        while (items == barrier) {
            futex_wait_as(&work->group->items, barrier, bit);
            items = work->group->items;
        }
    } while (!__atomic_compare_exchange_n(&work->group->items, &items, items + by, false, __ATOMIC_SEQ_CST,
                                          __ATOMIC_SEQ_CST));
    measure_called(work->mine, began, *called_at);
}

static void produce(const struct work *work) {
    struct group *group = work->group;
    for (;; work->mine->work_units++) {
        spin(work->mine, work->parameters[2]);
        change_items(work, (uint32_t)work->parameters[1], 1, PRODUCERS, &group->emptied_at);
        group->filled_at = clock_now();
        futex_wake_as(&group->items, 1, CONSUMERS);
    }
}

static void consume(const struct work *work) {
    struct group *group = work->group;
    for (;; work->mine->work_units++) {
        change_items(work, 0, -1u, CONSUMERS, &group->filled_at);
        group->emptied_at = clock_now();
        futex_wake_as(&group->items, 1, PRODUCERS);
        spin(work->mine, work->parameters[3]);
    }
}

void work_producer_consumer(const struct work *work) {
    if (work->member < work->parameters[0])
        produce(work);
    consume(work);
}

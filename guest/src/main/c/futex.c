/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "work.h"

#define FREE      0
#define HELD      1
#define CONTENDED 2

void futex_wait(volatile uint32_t *word, uint32_t value) {
    syscall(SYS_futex, word, FUTEX_WAIT, value, NULL);
}

void futex_wake(volatile uint32_t *word, int count) {
    syscall(SYS_futex, word, FUTEX_WAKE, count);
}

void futex_wait_as(volatile uint32_t *word, uint32_t value, uint32_t bit) {
    syscall(SYS_futex, word, FUTEX_WAIT_BITSET, value, NULL, NULL, bit);
}

void futex_wake_as(volatile uint32_t *word, int count, uint32_t bit) {
    syscall(SYS_futex, word, FUTEX_WAKE_BITSET, count, NULL, NULL, bit);
}

static uint32_t exchange_if(volatile uint32_t *word, uint32_t from, uint32_t to) {
    __atomic_compare_exchange_n(word, &from, to, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
    return from;
}

void mutex_lock(volatile uint32_t *mutex) {
    uint32_t seen = exchange_if(mutex, FREE, HELD);
    while (seen != FREE) {
        if (seen == CONTENDED || exchange_if(mutex, HELD, CONTENDED) != FREE)
            futex_wait(mutex, CONTENDED);
        seen = exchange_if(mutex, FREE, CONTENDED);
    }
}

void mutex_unlock(volatile uint32_t *mutex, volatile uint64_t *released_at) {
    *released_at = clock_now();
    if (__atomic_exchange_n(mutex, FREE, __ATOMIC_SEQ_CST) == CONTENDED)
        futex_wake(mutex, 1);
}

bool pi_mutex_lock(volatile uint32_t *mutex) {
    if (exchange_if(mutex, FREE, (uint32_t)gettid()) == FREE)
        return true;
    while (syscall(SYS_futex, mutex, FUTEX_LOCK_PI, 0, NULL) < 0)
        if (errno != EINTR && errno != EAGAIN)
            return false;
    return true;
}

bool pi_mutex_unlock(volatile uint32_t *mutex) {
    uint32_t self = (uint32_t)gettid();
    return exchange_if(mutex, self, FREE) == self || syscall(SYS_futex, mutex, FUTEX_UNLOCK_PI) == 0;
}

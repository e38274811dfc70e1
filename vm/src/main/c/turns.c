// SPDX-License-Identifier: Apache-2.0
//
// Why: with -icount and one thread for all vCPUs, QEMU ends a vCPU's turn when the next virtual timer is due and goes
// on to the vCPU after it *before* it runs the timers that are due (accel/tcg/tcg-accel-ops-rr.c and
// icount_prepare_for_run in tcg-accel-ops-icount.c, 7.2 to 10.0). That vCPU finds a deadline of zero, so its turn is
// zero instructions long; the timers run in the middle of it and the next vCPU but one has a full turn again. While one
// vCPU is busy, every turn ends with it, and before QEMU 8.1 the vCPU after it gets none: its interrupts came up to 10
// ms of guest time late. In any version, a stop would come in the middle of a turn and not between two.
//
// How: QEMU runs due timers whenever its inner loop over the vCPUs ends, which it does at a vCPU that is asked to exit.
// Between two turns the vCPU thread takes QEMU's big lock; when a timer is due then, the vCPU after the present one is
// asked to exit. That one has not begun its turn yet and loses nothing of it. Only when one is due: a round of many
// vCPUs whose turns end because they pause would cost several times as much otherwise.

#include "turns.h"

#include <dlfcn.h>
#include <stdbool.h>
#include <stddef.h>

#include "qemu.h"
#include "record.h"
#include "round.h"
#include "wakes.h"

#define EXPORT __attribute__((visibility("default")))

typedef int lock_function(pthread_mutex_t *);

static lock_function *real_lock, *real_unlock;
static pthread_mutex_t *big_lock;
static __thread void **current_cpu; // NULL on every other thread

EXPORT int pthread_mutex_lock(pthread_mutex_t *mutex);
EXPORT int pthread_mutex_unlock(pthread_mutex_t *mutex);

void turns_on_this_thread(pthread_mutex_t *qemus_lock) {
    big_lock = qemus_lock;
    current_cpu = qemu_current_cpu();
    wakes_keep();
}

static bool timers_are_due(void) {
    return qemu.clock_deadline(CLOCK_OF_THE_GUEST, EVERY_TIMER) == 0;
}

static void let_them_run_before_the_next_turn(void) {
    void *next = round_cpu(round_place_of(*current_cpu) + 1);
    if (next)
        qemu.cpu_exit(next);
}

int pthread_mutex_lock(pthread_mutex_t *mutex) {
    if (!real_lock)
        real_lock = (lock_function *)dlsym(RTLD_NEXT, "pthread_mutex_lock");
    int error = real_lock(mutex);
    if (current_cpu && mutex == big_lock) {
        if (!round_in_turn())
            record_turn_ended(*current_cpu);
        (void)round_settle();
        if (timers_are_due())
            let_them_run_before_the_next_turn();
        else
            round_pass_over_idle();
        wakes_look();
    }
    return error;
}

int pthread_mutex_unlock(pthread_mutex_t *mutex) {
    if (!real_unlock)
        real_unlock = (lock_function *)dlsym(RTLD_NEXT, "pthread_mutex_unlock");
    if (current_cpu && mutex == big_lock) {
        round_pass_over_none();
        if (!round_in_turn())
            record_turn_begins(*current_cpu);
    }
    return real_unlock(mutex);
}

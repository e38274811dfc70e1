// SPDX-License-Identifier: Apache-2.0
//
// Why: with -icount and one thread for all vCPUs, QEMU before 8.1 ends a vCPU's turn when the next virtual timer is
// due and goes on to the vCPU after it *before* it runs the timers that are due (accel/tcg/tcg-accel-ops-rr.c and
// icount_prepare_for_run in tcg-accel-ops-icount.c, 7.2). That vCPU finds a deadline of zero, so its turn is zero
// instructions long; the timers run meanwhile and the next vCPU but one has a full turn again. While one vCPU is busy,
// every turn ends with it, and the vCPU after it gets none: its interrupts came up to 10 ms of guest time late.
//
// How: QEMU runs due timers whenever its inner loop over the vCPUs ends, which it does at a vCPU that is asked to exit.
// Between two turns the vCPU thread takes QEMU's big lock; so when it first takes any lock in a turn, the vCPU after
// the current one is asked to exit. That one has not begun its turn yet and loses nothing of it. Where in the turn the
// lock is taken makes no difference.

#include "turns.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#define EXPORT __attribute__((visibility("default")))

#if PLUGIN_API == 1

typedef int lock_function(pthread_mutex_t *);
typedef void *get_cpu_function(int index);
typedef void exit_function(void *cpu);

static lock_function *real_lock;
static get_cpu_function *get_cpu;
static void **vcpus; // in the order of their turns
static size_t vcpu_count;
static exit_function *ask_to_exit;
static __thread void **current_cpu;
static __thread void *asker;
static __thread size_t asker_place;

EXPORT int pthread_mutex_lock(pthread_mutex_t *mutex);

bool turns_are_possible(void) {
    get_cpu = (get_cpu_function *)dlsym(RTLD_DEFAULT, "qemu_get_cpu");
    ask_to_exit = (exit_function *)dlsym(RTLD_DEFAULT, "cpu_exit");
    return get_cpu && ask_to_exit && dlsym(RTLD_DEFAULT, "current_cpu");
}

// When guest code runs, all vCPUs are there, and there will be no more.
static bool list_vcpus(void) {
    while (get_cpu((int)vcpu_count))
        vcpu_count++;
    vcpus = calloc(vcpu_count, sizeof *vcpus);
    for (size_t place = 0; vcpus && place < vcpu_count; place++)
        vcpus[place] = get_cpu((int)place);
    return vcpus != NULL;
}

void turns_on_this_thread(void) {
    if (current_cpu)
        return;
    if (!vcpus && !list_vcpus()) {
        fprintf(stderr, "turns: no memory for a list of %zu vCPUs\n", vcpu_count);
        abort();
    }
    current_cpu = (void **)dlsym(RTLD_DEFAULT, "current_cpu");
}

// They have their turns in a circle, so the search goes on where the last one ended.
static void *after(void *cpu) {
    for (size_t tried = 0; tried < vcpu_count; tried++, asker_place = (asker_place + 1) % vcpu_count)
        if (vcpus[asker_place] == cpu)
            return asker_place + 1 < vcpu_count ? vcpus[asker_place + 1] : NULL;
    return NULL;
}

static void let_timers_run_before_the_next_turn(void) {
    void *cpu = *current_cpu;
    if (cpu == asker)
        return;
    asker = cpu;
    void *next = after(cpu);
    if (next)
        ask_to_exit(next);
}

int pthread_mutex_lock(pthread_mutex_t *mutex) {
    if (!real_lock)
        real_lock = (lock_function *)dlsym(RTLD_NEXT, "pthread_mutex_lock");
    int error = real_lock(mutex);
    if (current_cpu && *current_cpu)
        let_timers_run_before_the_next_turn();
    return error;
}

#else

bool turns_are_possible(void) {
    return true;
}

void turns_on_this_thread(void) {
}

#endif

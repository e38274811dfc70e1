// SPDX-License-Identifier: Apache-2.0
//
// Why: with -icount, when all vCPUs are halted QEMU's main thread moves the clock on to the next timer. It looks
// whether they are halted whenever it wakes up, and if it looks in the few instants between a vCPU's HLT and the
// moment when the vCPU thread has accounted for the instructions it ran, the clock moves on from a stale time: some
// ten nanoseconds, at moments that depend on the host. Seen with QEMU 7.2: 2 of some 30 sessions on a loaded host.
//
// How: this library is preloaded into QEMU, so that its `ppoll` and `pthread_cond_wait` stand before those of libc.
// The main thread leaves ppoll only while the vCPU thread sleeps in a condition wait (all vCPUs are halted or paused);
// and the vCPU thread leaves its wait only when the main thread is in ppoll again, or waits for the vCPU thread itself.
// So the two take turns, and it makes no difference when the host lets either of them run.
//
// Which thread is which: the main thread waits for each vCPU that it makes, with QEMU's big lock; the other thread that
// waits with that lock is the one that runs all vCPUs. It does so before the guest runs, so the gate is in force from
// the guest's first instruction on.
//
// A live machine has no plugin and no gate; the library is preloaded only to connect to the host.

#undef _FORTIFY_SOURCE // its inline ppoll stands in the way of ours

#include "gate.h"
#include "host.h"
#include "round.h"
#include "stops.h"
#include "turns.h"
#include "wakes.h"

#include <dlfcn.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))

#define LIVE_SOCKET "SCHEDLAB_LIVE_SOCKET"

enum { PATIENCE_SECONDS = 3 };

typedef int ppoll_function(struct pollfd *, nfds_t, const struct timespec *, const sigset_t *);
typedef int wait_function(pthread_cond_t *, pthread_mutex_t *);

static ppoll_function *real_ppoll;
static wait_function *real_wait;

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static bool wanted;       // the plugin is there, and the gate was not removed
static bool in_force;     // wanted, and a vCPU thread is known
static bool vcpu_at_rest; // the vCPU thread sleeps
static bool standing;     // the vCPU thread waits for the host between two turns
static bool main_at_work; // the main thread is neither in ppoll nor in a condition wait
static bool preloaded;
static pthread_mutex_t *big_lock;
static __thread bool is_vcpu_thread;

EXPORT int ppoll(struct pollfd *polled, nfds_t count, const struct timespec *timeout, const sigset_t *mask);
EXPORT int pthread_cond_wait(pthread_cond_t *condition, pthread_mutex_t *mutex);

static void connect_if_live(void) {
    const char *socket = getenv(LIVE_SOCKET);
    if (socket && host_connect(socket) < 0) {
        fprintf(stderr, "gate: cannot use socket %s: %s\n", socket, strerror(errno));
        host_gone();
    }
    unsetenv(LIVE_SOCKET);
}

__attribute__((constructor)) static void find_the_real_ones(void) {
    real_ppoll = (ppoll_function *)dlsym(RTLD_NEXT, "ppoll");
    real_wait = (wait_function *)dlvsym(RTLD_NEXT, "pthread_cond_wait", "GLIBC_2.3.2");
    main_at_work = true;
    bool in_qemu = dlsym(RTLD_DEFAULT, "qemu_plugin_register_vcpu_tb_trans_cb") != NULL;
    if (in_qemu) { // not in a script that starts QEMU
        preloaded = getenv("LD_PRELOAD") != NULL;
        unsetenv("LD_PRELOAD"); // not for QEMU's children
        connect_if_live();
    }
}

static bool is_main_thread(void) {
    return getpid() == gettid();
}

static void set(bool *state, bool value) {
    pthread_mutex_lock(&turn);
    *state = value;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&turn);
}

// A guest that has asked for its own end after a panic may spin for ever; then the main thread goes on all the same.
// A machine that stands has time: its clock does.
static void wait_for_turn(void) {
    struct timespec end = {0};
    while (in_force && !vcpu_at_rest) {
        if (standing) {
            end.tv_sec = 0;
            real_wait(&changed, &turn);
            continue;
        }
        if (end.tv_sec == 0) {
            clock_gettime(CLOCK_REALTIME, &end);
            end.tv_sec += PATIENCE_SECONDS;
        }
        if (pthread_cond_timedwait(&changed, &turn, &end) == ETIMEDOUT && !standing)
            return;
    }
}

// The main thread goes on at once. It may hold QEMU's big lock, as it does when it ends the machine: then the vCPU
// thread, which needs that, would never come to rest.
static bool looks_only(const struct timespec *timeout) {
    return timeout && timeout->tv_sec == 0 && timeout->tv_nsec == 0;
}

int ppoll(struct pollfd *polled, nfds_t count, const struct timespec *timeout, const sigset_t *mask) {
    if (!is_main_thread() || looks_only(timeout))
        return real_ppoll(polled, count, timeout, mask);
    stops_main_thread_rests();
    set(&main_at_work, false);
    int ready = real_ppoll(polled, count, timeout, mask);
    pthread_mutex_lock(&turn);
    wait_for_turn();
    main_at_work = true;
    pthread_mutex_unlock(&turn);
    return ready;
}

// The main thread waits for the vCPU thread, to pause it for instance: it does not disturb it meanwhile.
static int wait_on_main_thread(pthread_cond_t *condition, pthread_mutex_t *mutex) {
    if (!in_force)
        big_lock = mutex;
    set(&main_at_work, false);
    int error = real_wait(condition, mutex);
    set(&main_at_work, true);
    return error;
}

int pthread_cond_wait(pthread_cond_t *condition, pthread_mutex_t *mutex) {
    if (is_main_thread())
        return wait_on_main_thread(condition, mutex);
    if (!is_vcpu_thread && !(wanted && mutex == big_lock))
        return real_wait(condition, mutex);
    is_vcpu_thread = true;
    round_pass_over_none();
    if (round_settle())
        return 0; // it looked as if all were idle; QEMU looks again
    pthread_mutex_lock(&turn);
    in_force = wanted;
    vcpu_at_rest = true;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&turn);
    wakes_deliver();
    int error = real_wait(condition, mutex);
    pthread_mutex_lock(&turn);
    while (in_force && main_at_work) {
        // The main thread may need the caller's mutex to finish; a condition wait may give it up for longer.
        pthread_mutex_unlock(mutex);
        while (in_force && main_at_work)
            real_wait(&changed, &turn);
        pthread_mutex_unlock(&turn);
        pthread_mutex_lock(mutex);
        pthread_mutex_lock(&turn);
    }
    vcpu_at_rest = false;
    pthread_mutex_unlock(&turn);
    return error;
}

bool gate_is_in_place(void) {
    return preloaded;
}

void gate_use(void) {
    wanted = true;
}

pthread_mutex_t *gate_big_lock(void) {
    return is_vcpu_thread ? big_lock : NULL;
}

void gate_stand(bool stands) {
    set(&standing, stands);
}

void gate_remove(void) {
    pthread_mutex_lock(&turn);
    wanted = false;
    in_force = false;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&turn);
    wakes_keep_no_more();
}

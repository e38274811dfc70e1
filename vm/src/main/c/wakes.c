// SPDX-License-Identifier: Apache-2.0
//
// Why: whenever a timer of the guest's clock is set or run, QEMU wakes each thread that has timers, the main thread and
// the one of QMP, by writing to their eventfds: three times or more for each turn. While the gate is in force (gate.c)
// the main thread may do nothing before the vCPU thread rests: it polls, finds that it has to wait, and sleeps again.
// QMP's thread finds nothing at all. The writes and the host's switches between the threads took a fifth of QEMU's time
// with turns of 20 µs.
//
// How: `write` here stands before that of libc. While the vCPU thread is at work, what it writes to an eventfd is kept
// back, and delivered once when it comes to rest. The main thread does the same things in the same order as without
// this: the gate would have held it until then.
//
// A vCPU thread that never rests delivers after KEPT_MOST_NANOS of the host's time, so that the gate's patience begins:
// a guest that has asked for its own end may spin for ever on its other vCPUs.

#include "wakes.h"

#include <dlfcn.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))
#define KIND   "anon_inode:[eventfd]"

enum { KEPT_MOST_NANOS = 100000000, MOST_FILES = 64 };

typedef ssize_t write_function(int, const void *, size_t);

static const uint64_t ONE = 1; // all that QEMU writes to wake a thread

// A bit for each file. All of QEMU's eventfds are there before its first turn, and live as long as it does.
static uint64_t eventfds, kept;
static int64_t kept_since;
static __thread bool keeping;

EXPORT ssize_t write(int file, const void *bytes, size_t count);

static write_function *real_write(void) {
    static write_function *found;
    if (!found)
        found = (write_function *)dlsym(RTLD_NEXT, "write");
    return found;
}

static int64_t host_nanos(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
    return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static bool keep(int file, const void *bytes, size_t count) {
    if (file < 0 || file >= MOST_FILES || !(eventfds >> file & 1))
        return false;
    if (count != sizeof ONE || memcmp(bytes, &ONE, sizeof ONE) != 0)
        return false;
    if (!kept)
        kept_since = host_nanos();
    kept |= 1ULL << file;
    return true;
}

ssize_t write(int file, const void *bytes, size_t count) {
    if (keeping && keep(file, bytes, count))
        return (ssize_t)count;
    return real_write()(file, bytes, count);
}

void wakes_keep(void) {
    for (int file = 0; file < MOST_FILES; file++) {
        char link[32], kind[sizeof KIND];
        snprintf(link, sizeof link, "/proc/self/fd/%d", file);
        ssize_t length = readlink(link, kind, sizeof kind);
        if (length == sizeof KIND - 1 && memcmp(kind, KIND, sizeof KIND - 1) == 0)
            eventfds |= 1ULL << file;
    }
    keeping = true;
}

void wakes_look(void) {
    if (kept && host_nanos() - kept_since > KEPT_MOST_NANOS)
        wakes_deliver();
}

void wakes_deliver(void) {
    for (int file = 0; kept; file++) {
        uint64_t bit = 1ULL << file;
        if (kept & bit) {
            kept &= ~bit;
            // It fails only where a wake-up waits already that nobody has taken.
            ssize_t unused = real_write()(file, &ONE, sizeof ONE);
            (void)unused;
        }
    }
}

void wakes_keep_no_more(void) {
    keeping = false;
    wakes_deliver();
}

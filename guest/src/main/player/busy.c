/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <time.h>

#include "load.h"

#define SECOND 1000000000ULL

void sleep_until(uint64_t nanos) {
    struct timespec until = {.tv_sec = (time_t)(nanos / SECOND), .tv_nsec = (long)(nanos % SECOND)};
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL) == EINTR)
        ;
}

static bool is_not_over(void *about) {
    (void)about;
    return !load_is_over();
}

uint64_t run_to(uint64_t cpu_nanos) {
    return timed_run_to(cpu_nanos, is_not_over, NULL);
}

/* What a run took too much is taken off the next, so that the sum is exact. */
void run_for(uint64_t cpu_nanos) {
    timed_run_for(cpu_nanos, &player.overrun, is_not_over, NULL);
}

void run_until(uint64_t wall_nanos) {
    timed_run_until(wall_nanos, is_not_over, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <time.h>

#include "load.h"

#define SECOND     1000000000ULL
#define TURN_NANOS 4 /* two instructions, 2 ns each */
#define LARGE      (100 * 1000ULL)
#define PART       (20 * 1000ULL)
#define LEAST      500ULL

static uint64_t now(clockid_t clock) {
    struct timespec time;
    clock_gettime(clock, &time);
    return (uint64_t)time.tv_sec * SECOND + (uint64_t)time.tv_nsec;
}

uint64_t wall_now(void) {
    return now(CLOCK_MONOTONIC);
}

uint64_t cpu_now(void) {
    return now(CLOCK_THREAD_CPUTIME_ID);
}

void sleep_until(uint64_t nanos) {
    struct timespec until = {.tv_sec = (time_t)(nanos / SECOND), .tv_nsec = (long)(nanos % SECOND)};
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL) == EINTR)
        ;
}

/* Two instructions a turn, whatever the compiler. */
static void spin(uint64_t nanos) {
    uint64_t turns = nanos / TURN_NANOS;
    if (turns > 0)
        __asm__ volatile("1: dec %0\n\tjnz 1b" : "+r"(turns) : : "cc");
}

/* With other CPUs busy, an instruction takes a multiple of its time, so the end is neared in ever smaller parts. */
static uint64_t part_of(uint64_t left) {
    uint64_t part = left > LARGE ? PART : left / 4;
    return part > LEAST ? part : LEAST;
}

uint64_t run_to(uint64_t cpu_nanos) {
    interruption_watch();
    uint64_t cpu = cpu_now(), wall = wall_now();
    while (cpu < cpu_nanos && !load_is_over()) {
        spin(part_of(cpu_nanos - cpu));
        uint64_t now = wall_now();
        cpu += now - wall;
        wall = now;
        if (interruption_seen()) {
            interruption_watch();
            cpu = cpu_now();
            wall = wall_now();
        }
    }
    return cpu;
}

/* What a run took too much is taken off the next, so that the sum is exact. */
void run_for(uint64_t cpu_nanos) {
    if (player.overrun >= cpu_nanos) {
        player.overrun -= cpu_nanos;
        return;
    }
    uint64_t end = cpu_now() + cpu_nanos - player.overrun, ran = run_to(end);
    player.overrun = ran > end ? ran - end : 0;
}

void run_until(uint64_t wall_nanos) {
    for (uint64_t now = wall_now(); now < wall_nanos && !load_is_over(); now = wall_now())
        spin(part_of(wall_nanos - now));
}

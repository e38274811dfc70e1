/* SPDX-License-Identifier: Apache-2.0 */
#include <time.h>

#include "interruption.h"
#include "timed.h"

#define SECOND            1000000000ULL
#define TURN_INSTRUCTIONS 2
#define LARGE             (100 * 1000ULL)
#define PART              (20 * 1000ULL)
#define LEAST             500ULL

uint64_t instruction_nanos = 2;

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

/* Two instructions a turn, whatever the compiler. */
void timed_spin(uint64_t nanos) {
    uint64_t turns = nanos / (TURN_INSTRUCTIONS * instruction_nanos);
    if (turns > 0)
        __asm__ volatile("1: dec %0\n\tjnz 1b" : "+r"(turns) : : "cc");
}

/* With other CPUs busy, an instruction takes a multiple of its time, so the end is neared in ever smaller parts. */
static uint64_t part_of(uint64_t left) {
    uint64_t part = left > LARGE ? PART : left / 4;
    return part > LEAST ? part : LEAST;
}

uint64_t timed_run_to(uint64_t cpu_nanos, goes_on *ask, void *about) {
    interruption_watch();
    uint64_t cpu = cpu_now(), wall = wall_now();
    while (cpu < cpu_nanos && ask(about)) {
        timed_spin(part_of(cpu_nanos - cpu));
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

void timed_run_for(uint64_t cpu_nanos, uint64_t *overrun, goes_on *ask, void *about) {
    if (*overrun >= cpu_nanos) {
        *overrun -= cpu_nanos;
        return;
    }
    uint64_t end = cpu_now() + cpu_nanos - *overrun, ran = timed_run_to(end, ask, about);
    *overrun = ran > end ? ran - end : 0;
}

void timed_run_until(uint64_t wall_nanos, goes_on *ask, void *about) {
    for (uint64_t now = wall_now(); now < wall_nanos && ask(about); now = wall_now())
        timed_spin(part_of(wall_nanos - now));
}

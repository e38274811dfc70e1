/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <sched.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "work.h"

#define WRITE_BYTES (64 * 1024)
#define WRITE_PAUSE (100 * 1000ULL)

static void yield_for(struct worker_line *line, uint64_t nanos) {
    uint64_t end = clock_now() + nanos;
    do {
        sched_yield();
        measure_checkpoint(line);
    } while (line->seen_at < end);
}

static void write_for(struct worker_line *line, int file, uint64_t nanos) {
    static const char BYTES[WRITE_BYTES];
    uint64_t end = clock_now() + nanos;
    do {
        if (pwrite(file, BYTES, sizeof BYTES, 0) < 0)
            work_fail("a file in memory cannot be written: %s", strerror(errno));
        sleep_for(line, WRITE_PAUSE);
    } while (line->seen_at < end);
}

static void go_through(const struct work *work, const struct phase *phase, int file) {
    if (phase->kind == PHASE_KIND_SPIN)
        spin(work->mine, phase->nanos);
    else if (phase->kind == PHASE_KIND_SLEEP)
        sleep_for(work->mine, phase->nanos);
    else if (phase->kind == PHASE_KIND_YIELD)
        yield_for(work->mine, phase->nanos);
    else if (phase->kind == PHASE_KIND_CPU)
        spin_cpu(work->mine, phase->nanos);
    else if (phase->kind == PHASE_KIND_WALL)
        spin_wall(work->mine, phase->nanos);
    else
        write_for(work->mine, file, phase->nanos);
}

void work_sequence(const struct work *work) {
    int file = memfd_create("phase", MFD_CLOEXEC);
    if (file < 0)
        work_fail("a file in memory cannot be made: %s", strerror(errno));
    for (size_t i = 0;; i = (i + 1) % work->phase_count) {
        go_through(work, &work->phases[i], file);
        work->mine->work_units++;
    }
}

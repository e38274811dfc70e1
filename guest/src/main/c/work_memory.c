/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "work.h"

#define WRITES_PER_UNIT      64
#define UNITS_PER_CHECKPOINT 16

static volatile uint8_t *map(size_t bytes) {
    void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        work_fail("%zu bytes cannot be mapped: %s", bytes, strerror(errno));
    madvise(memory, bytes, MADV_NOHUGEPAGE);
    return memory;
}

void work_page_fault_churn(const struct work *work) {
    size_t bytes = work->parameters[0], page = (size_t)sysconf(_SC_PAGESIZE);
    for (uint64_t seed = work->seed;;) {
        volatile uint8_t *region = map(bytes);
        for (uint64_t i = 0; i < work->parameters[1]; i++) {
            region[draw(&seed) % (bytes / page) * page]++;
            work->mine->work_units++;
            measure_checkpoint(work->mine);
        }
        munmap((void *)region, bytes);
        spin(work->mine, work->parameters[2]);
    }
}

void work_cache_pressure(const struct work *work) {
    size_t bytes = work->parameters[0], stride = work->parameters[1];
    volatile uint8_t *buffer = map(bytes);
    for (size_t at = 0, units = 0;;) {
        for (int i = 0; i < WRITES_PER_UNIT; i++) {
            buffer[at]++;
            at += stride;
            if (at >= bytes)
                at -= bytes;
        }
        work->mine->work_units++;
        if (++units % UNITS_PER_CHECKPOINT == 0)
            measure_checkpoint(work->mine);
    }
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * What a worker notes about itself. A checkpoint is some 100 instructions and no system call: the clock is read through
 * the vDSO and the CPU's number from the area that the kernel keeps for restartable sequences.
 *
 * A worker with a working set that finds itself on another CPU works first for as long as it takes to fill the caches
 * there. If it is moved again meanwhile, what is left is void, and the new refill is whole.
 */
#include <sched.h>
#include <sys/rseq.h>

#include "timed.h"
#include "work.h"

#define REFILL_PART (100 * 1000ULL)

/* What a move costs the calling process or thread, and what is left to pay for the last one. */
static __thread const struct refill *refill;
static __thread uint64_t refill_left;

static uint32_t current_cpu(void) {
    if (__rseq_size == 0)
        return (uint32_t)sched_getcpu();
    char *thread;
    __asm__("mov %%fs:0, %0" : "=r"(thread));
    return ((volatile struct rseq *)(thread + __rseq_offset))->cpu_id;
}

static uint64_t cost_of_move(uint32_t from, uint32_t to) {
    size_t distance = 0;
    while (distance < 3 && from / refill->spans[distance] != to / refill->spans[distance])
        distance++;
    return refill->nanos[distance];
}

static void note_migration(struct worker_line *line, uint64_t now, uint32_t cpu) {
    line->cpus_used |= 1ULL << (cpu % 64);
    if (line->cpu != NO_CPU) {
        if (line->migrations < LINE_MIGRATION_LIMIT)
            line->migration_list[line->migrations] = (struct migration){now, line->cpu, cpu};
        line->migrations++;
        if (refill->spans[0] > 0) {
            line->refills++;
            refill_left = cost_of_move(line->cpu, cpu);
        }
    }
    line->cpu = cpu;
}

static void note(struct worker_line *line, uint64_t now) {
    uint32_t cpu = current_cpu();
    uint64_t gap = now - line->seen_at;
    uint32_t place = line->gap_place;
    if (gap > line->gaps[place].nanos) {
        line->gaps[!place] = (struct gap){gap, line->seen_at, cpu};
        line->gap_place = !place;
    }
    line->seen_at = now;
    line->waiting_until = 0;
    if (cpu != line->cpu)
        note_migration(line, now, cpu);
}

static void look(struct worker_line *line, uint64_t now) {
    note(line, now);
    while (refill_left > 0) {
        uint64_t part = refill_left < REFILL_PART ? refill_left : REFILL_PART;
        refill_left -= part;
        timed_spin(part);
        line->refill_nanos += part;
        note(line, clock_now());
    }
}

void measure_start(const struct work *work) {
    struct worker_line *line = work->mine;
    refill = &work->refill;
    refill_left = 0;
    line->cpu = NO_CPU;
    line->seen_at = work->gate->opened_at;
    look(line, clock_now());
}

void measure_checkpoint(struct worker_line *line) {
    look(line, clock_now());
}

void measure_waiting(struct worker_line *line, uint64_t until) {
    look(line, clock_now());
    line->waiting_until = until;
}

/* Kept as mailbox.h tells. */
static size_t bucket_of(uint64_t nanos) {
    if (nanos < BUCKET_STEPS)
        return nanos;
    unsigned octave = 63 - (unsigned)__builtin_clzll(nanos) - BUCKET_STEP_BITS;
    size_t bucket = (octave + 1ULL) * BUCKET_STEPS + ((nanos >> octave) & (BUCKET_STEPS - 1));
    return bucket < BUCKET_COUNT ? bucket : BUCKET_COUNT - 1;
}

void measure_wake(struct worker_line *line, uint64_t due) {
    uint64_t now = clock_now();
    uint64_t latency = now > due ? now - due : 0;
    if (latency > line->wake_max)
        line->wake_max = latency;
    line->wake_buckets[bucket_of(latency)]++;
    line->seen_at = now - latency;
    look(line, now);
}

void measure_called(struct worker_line *line, uint64_t began, uint64_t called_at) {
    if (called_at > began)
        measure_wake(line, called_at);
    else
        look(line, clock_now());
}

void measure_waited(struct worker_line *line) {
    line->seen_at = clock_now();
    look(line, line->seen_at);
}

// SPDX-License-Identifier: Apache-2.0
//
// Why: QEMU gives its vCPUs turns in a round. Whose turn is next, and which vCPUs are asked to end theirs at once, is
// state of the machine too: it decides which instructions of which CPUs come before which. QEMU does not migrate it; a
// restored machine begins with the first vCPU, all of them asked to exit. So a machine would go on in another way from
// a checkpoint than without one.
//
// How: the round is noted with each checkpoint and made again before the restored machine's first turn. The flag that
// asks to exit is a byte of QEMU's CPUState; where it lies is found out by letting cpu_exit() work on a page that is no
// CPU. To begin with another vCPU than the first, those before it are made to look stopped until that one has had its
// turn: QEMU's round passes over a stopped vCPU. The byte for that lies near the other one, and is known by
// what cpu_is_stopped() answers. (accel/tcg/tcg-accel-ops-rr.c: rr_cpu_thread_fn; hw/core/cpu.h.)
//
// In the same way the round passes over idle vCPUs. A turn of one of them does nothing, but QEMU takes a microsecond to
// see that, and a guest of many vCPUs whose busy one waits in a loop (each PAUSE ends a turn) spends its time so. From
// the end of a turn to the beginning of the next, QEMU keeps its big lock and nothing makes a vCPU busy, if no timer is
// due; before the lock is given up, they look as they are.

#include "round.h"

#include <string.h>
#include <sys/mman.h>

#include "qemu.h"

enum { FAKE_BYTES = 64 * 1024, NEAR = 16 };

// Where the pages that are no CPU would best lie: no byte of the address is the value that is looked for.
#define FAKE_ADDRESS 0x2a5a5a5a0000

static void *cpus[ROUND_MOST_CPUS];
static uint64_t cpu_count;
static size_t exit_flag, stopped_flag, turn_flag;
static void **current_cpu;
static uint64_t first; // those before it are to be passed over
static uint64_t idle_from, idle_to;
static uint8_t asked[ROUND_MOST_CPUS], kept[ROUND_MOST_CPUS];

static uint8_t *flag(uint64_t place, size_t offset) {
    return (uint8_t *)cpus[place] + offset;
}

static bool bit(const uint64_t *words, uint64_t place) {
    return words[place / 64] >> place % 64 & 1;
}

static uint8_t *pages(uintptr_t hint) {
    void *pages = mmap((void *)hint, FAKE_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return pages == MAP_FAILED ? NULL : pages;
}

// A byte of a vCPU that a function sets to 1. It works on pages in which each word points into other ones, so that
// whatever it follows is there.
static bool find_flag(void (*set)(void *cpu), size_t *flag_found) {
    uint8_t *fake = pages(FAKE_ADDRESS - FAKE_BYTES), *target = pages(FAKE_ADDRESS);
    if (!fake || !target)
        return false;
    uint8_t *middle = target + FAKE_BYTES / 2;
    for (size_t at = 0; at < FAKE_BYTES; at += sizeof middle)
        memcpy(fake + at, &middle, sizeof middle);
    set(fake);
    size_t found = 0;
    for (size_t at = 0; at < FAKE_BYTES; at++)
        if (fake[at] == 1 && ((uintptr_t)middle >> at % 8 * 8 & 0xff) != 1) {
            *flag_found = at;
            found++;
        }
    munmap(fake, FAKE_BYTES);
    munmap(target, FAKE_BYTES);
    return found == 1;
}

// The machine runs, so a vCPU is stopped only if its own flag says so.
static const char *find_stopped_flag(void) {
    size_t found = 0;
    for (size_t at = exit_flag - NEAR; at < exit_flag + NEAR; at++) {
        uint8_t *candidate = flag(0, at);
        if (at == exit_flag || *candidate != 0)
            continue;
        *candidate = 1;
        if (qemu.cpu_is_stopped(cpus[0])) {
            stopped_flag = at;
            found++;
        }
        *candidate = 0;
    }
    return found == 1 ? NULL : "a flag that cpu_is_stopped() reads";
}

const char *round_begin(void) {
    while (cpu_count < ROUND_MOST_CPUS && (cpus[cpu_count] = qemu.cpu((int)cpu_count)))
        cpu_count++;
    if (cpu_count == 0 || qemu.cpu((int)cpu_count))
        return "vCPUs, from 1 to 256";
    current_cpu = qemu_current_cpu();
    if (!find_flag(qemu.cpu_exit, &exit_flag))
        return "a flag that cpu_exit() sets";
    if (!find_flag(qemu.cpu_begins_turn, &turn_flag))
        return "a flag that cpu_exec_start() sets";
    return find_stopped_flag();
}

uint64_t round_place_of(void *cpu) {
    static uint64_t last; // they have their turns in a circle, so the search goes on where it ended
    for (uint64_t tried = 0; tried < cpu_count; tried++, last = (last + 1) % cpu_count)
        if (cpus[last] == cpu)
            return last;
    return cpu_count;
}

void *round_cpu(uint64_t place) {
    return place < cpu_count ? cpus[place] : NULL;
}

void round_note(struct round *round) {
    memset(round, 0, sizeof *round);
    uint64_t last = round_place_of(*current_cpu);
    round->next = last + 1 < cpu_count ? last + 1 : 0;
    for (uint64_t place = 0; place < cpu_count; place++)
        if (*flag(place, exit_flag))
            round->asked_to_exit[place / 64] |= 1ULL << place % 64;
}

void round_keep_flags(void) {
    for (uint64_t place = 0; place < cpu_count; place++)
        kept[place] = *flag(place, exit_flag);
}

void round_put_flags_back(void) {
    for (uint64_t place = 0; place < cpu_count; place++)
        *flag(place, exit_flag) = kept[place];
}

void round_resume(const struct round *round) {
    for (uint64_t place = 0; place < cpu_count; place++)
        *flag(place, exit_flag) = bit(round->asked_to_exit, place);
    first = round->next < cpu_count ? round->next : 0;
}

void round_begin_there(void) {
    for (uint64_t place = 0; place < first; place++) {
        asked[place] = *flag(place, exit_flag);
        *flag(place, exit_flag) = 0;
        *flag(place, stopped_flag) = 1;
    }
}

bool round_settle(void) {
    if (first == 0)
        return false;
    for (uint64_t place = 0; place < first; place++) {
        *flag(place, exit_flag) = asked[place];
        *flag(place, stopped_flag) = 0;
    }
    first = 0;
    return true;
}

bool round_in_turn(void) {
    uint64_t place = round_place_of(*current_cpu);
    return place < cpu_count && *flag(place, turn_flag);
}

void round_pass_over_idle(void) {
    uint64_t place = round_place_of(*current_cpu);
    if (place == cpu_count || *flag(place, turn_flag))
        return;
    idle_from = place + 1 < cpu_count ? place + 1 : 0;
    for (idle_to = idle_from; idle_to < cpu_count; idle_to++) {
        if (!qemu.cpu_is_idle(cpus[idle_to]) || *flag(idle_to, stopped_flag))
            break;
        *flag(idle_to, stopped_flag) = 1;
    }
}

void round_pass_over_none(void) {
    while (idle_to > idle_from)
        *flag(--idle_to, stopped_flag) = 0;
}

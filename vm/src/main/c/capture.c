// SPDX-License-Identifier: Apache-2.0
//
// Most of what is asked for lies in the kernel's direct map of all RAM (tasks, run queues, dispatch queues, per-CPU
// variables): it is read where QEMU has the RAM, without a walk through page tables. Stacks and modules are mapped
// elsewhere and take the walk.
//
// Registers come through gdb's door, since the plugin API of QEMU 7.2 has none for them. QEMU keeps them in its own
// memory up to date at the beginning of each block of instructions, and not in the middle of one.

#include "capture.h"

#include <string.h>

#include "qemu.h"
#include "round.h"

enum { WIDTH_SHIFT = 5, NEAR_SHIFT = 16, FAR_SHIFT = 40, STACK_POINTER = 7, MEGABYTE = 1 << 20 };

#define FOUR_GIGABYTES (1ULL << 32)
#define FURTHER        (1ULL << 8)

static struct capture_places places;
static const uint8_t *low, *high; // of guest-physical 0 and of 4 GiB
static const uint64_t *current_task[ROUND_MOST_CPUS];
static uint64_t rq[ROUND_MOST_CPUS];
static void *bytes; // a GByteArray

static const uint8_t *map(uint64_t from, uint64_t to) {
    uint64_t length = to - from;
    const uint8_t *mapped = qemu.map_memory(from, &length, false);
    return mapped && length == to - from ? mapped - from : NULL;
}

static const uint8_t *in_direct_map(uint64_t address, uint64_t count) {
    uint64_t physical = address - places.direct_map;
    if (physical < places.below_4g)
        return physical + count <= places.below_4g ? low + physical : NULL;
    uint64_t above = physical - FOUR_GIGABYTES;
    return above < places.above_4g && above + count <= places.above_4g ? high + physical : NULL;
}

const char *capture_use(const struct capture_places *where) {
    places = *where;
    bytes = bytes ? bytes : qemu.new_bytes();
    // The first MiB is in pieces; the RAM behind them is one.
    low = map(MEGABYTE, places.below_4g);
    high = places.above_4g ? map(FOUR_GIGABYTES, FOUR_GIGABYTES + places.above_4g) : low;
    if (!low || !high)
        return "RAM in one piece";
    const uint8_t *first = in_direct_map(places.per_cpu, sizeof(uint64_t));
    for (uint64_t cpu = 0; round_cpu(cpu) && first; cpu++) {
        const uint64_t *offset = (const uint64_t *)in_direct_map(places.per_cpu + cpu * sizeof *offset, sizeof *offset);
        if (!offset)
            return "offset of each CPU's variables";
        uint64_t distance = *offset - *(const uint64_t *)first;
        current_task[cpu] = (const uint64_t *)in_direct_map(places.current_task + distance, sizeof(uint64_t));
        rq[cpu] = places.rq + distance;
        if (!current_task[cpu])
            return "current task of each CPU";
    }
    return first ? NULL : "offset of each CPU's variables";
}

bool capture_needs_registers(capture what) {
    return what && (what & 31) < CAPTURE_CURRENT;
}

bool capture_read(void *cpu, uint64_t address, uint64_t count, uint64_t *value) {
    const uint8_t *here = in_direct_map(address, count);
    *value = 0;
    if (here)
        memcpy(value, here, count);
    return here || qemu.read_memory(cpu, address, value, count, false) == 0;
}

uint64_t capture_register(void *cpu, int number) {
    bytes = bytes ? bytes : qemu.new_bytes();
    qemu.set_size(bytes, 0);
    uint64_t value = 0;
    int size = qemu.read_register(cpu, bytes, number); // segments have 4 bytes
    if (size > 0 && (size_t)size <= sizeof value)
        memcpy(&value, *(void **)bytes, (size_t)size);
    return value;
}

uint64_t capture_take(void *cpu, uint64_t place, capture what) {
    int base = what & 31;
    unsigned width = what >> WIDTH_SHIFT & 7;
    uint64_t value = base == CAPTURE_CURRENT ? *current_task[place]
                     : base == CAPTURE_RQ    ? rq[place]
                                             : capture_register(cpu, base);
    if (!width)
        return value;
    uint64_t address = value + (uint64_t)((int64_t)(what << (FAR_SHIFT - NEAR_SHIFT)) >> FAR_SHIFT);
    if (what & FURTHER) {
        if (!capture_read(cpu, address, sizeof value, &value) || !value)
            return CAPTURE_FAILED;
        address = value + (uint64_t)((int64_t)what >> FAR_SHIFT);
    }
    return capture_read(cpu, address, 1ULL << (width - 1), &value) ? value : CAPTURE_FAILED;
}

uint64_t capture_stack(void *cpu, uint64_t *words, uint64_t count) {
    uint64_t pointer = capture_register(cpu, STACK_POINTER);
    memset(words, 0, count * sizeof *words);
    (void)qemu.read_memory(cpu, pointer, words, count * sizeof *words, false);
    return pointer;
}

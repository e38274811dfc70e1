// SPDX-License-Identifier: Apache-2.0
//
// QEMU tells of every store of the kernel's code, of which next to none is to a watched field: a bit for each 16 bytes
// of the guest's addresses, folded into a small table, says no to almost all of them.
//
// QEMU tells of a store when it is done. What was there before is what was there after the last one: a field that the
// kernel writes by no instruction that is seen (the CPU itself does, when it takes an interrupt) is right again at the
// next stop.
//
// A store is where QEMU has the registers in its memory, as they were when the instruction began, because the store may
// fault. Not so the instruction's address, which is known when the block is translated.
//
// User space is not looked at: it does not reach the kernel's addresses.

#include "watches.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

#include "capture.h"
#include "qemu.h"
#include "record.h"
#include "stops.h"

enum { GRANULE_SHIFT = 4, WIDEST_STORE = 64, FILTER_BITS = 1 << 16, PC_BITS = 48, LONGEST_FIELD = 8 };

#define KERNEL_HALF (1ULL << 63)
#define PC_MASK     ((1ULL << PC_BITS) - 1)

// Before version 8.0 QEMU forgets to forget: when a block's last instruction stores and jumps, the vCPU keeps the list
// of whom to tell (plugin_mem_cbs in CPUState), and the next interrupt's stores are told to it, though its block may
// have been thrown away since. So a list that goes with its block is emptied and stays, of a few dozen bytes each.
#define EXPORT __attribute__((visibility("default")))

struct list { // GArray of glib
    char *data;
    unsigned int length;
};

EXPORT char *g_array_free(struct list *list, int free_elements);

static bool keep_lists;

char *g_array_free(struct list *list, int free_elements) {
    static char *(*real)(struct list *, int);
    if (!real)
        real = (char *(*)(struct list *, int))dlsym(RTLD_NEXT, "g_array_free");
    if (!keep_lists)
        return real(list, free_elements);
    list->length = 0;
    return NULL;
}

void watches_keep_lists(bool keep) {
    keep_lists = keep;
}

struct watch {
    const struct probe *probe;
    uint64_t value; // what was in memory after the last store
    uint64_t passed;
};

static struct watch watches[MOST_PROBES]; // by address
static size_t count;
static uint64_t filter[FILTER_BITS / 64];
static void **current_cpu;

static size_t bit_of(uint64_t granule) {
    return (granule ^ granule >> 16 ^ granule >> 32) % FILTER_BITS;
}

static void mark(uint64_t first, uint64_t last) {
    for (uint64_t granule = first >> GRANULE_SHIFT; granule <= last >> GRANULE_SHIFT; granule++)
        filter[bit_of(granule) / 64] |= 1ULL << bit_of(granule) % 64;
}

static bool maybe(uint64_t address) {
    size_t bit = bit_of(address >> GRANULE_SHIFT);
    return filter[bit / 64] >> bit % 64 & 1;
}

static int by_address(const void *one, const void *other) {
    uint64_t first = ((const struct watch *)one)->probe->first, second = ((const struct watch *)other)->probe->first;
    return (first > second) - (first < second);
}

static bool read_value(void *cpu, const struct watch *watch, uint64_t *value) {
    return capture_read(cpu, watch->probe->first, watch->probe->last - watch->probe->first + 1, value);
}

const char *watches_use(const struct probe *table, size_t probes) {
    count = 0;
    memset(filter, 0, sizeof filter);
    current_cpu = qemu_current_cpu();
    for (size_t i = 0; i < probes; i++) {
        if (table[i].kind != PROBE_WATCH && table[i].kind != PROBE_STORED)
            continue;
        if (table[i].last - table[i].first >= LONGEST_FIELD)
            return "way to watch more than 8 bytes as one";
        watches[count++] = (struct watch){.probe = &table[i]};
        mark(table[i].first - WIDEST_STORE + 1, table[i].last);
    }
    qsort(watches, count, sizeof watches[0], by_address);
    watches_look();
    return NULL;
}

bool watches_any(void) {
    return count;
}

void watches_look(void) {
    for (size_t i = 0; i < count; i++)
        (void)read_value(round_cpu(0), &watches[i], &watches[i].value);
}

// The first that may reach to an address.
static size_t first_near(uint64_t address) {
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (watches[middle].probe->first + LONGEST_FIELD <= address)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void written(struct watch *watch, uint64_t address, uint64_t pc, uint64_t left) {
    const struct probe *probe = watch->probe;
    void *cpu = *current_cpu;
    uint64_t place = round_place_of(cpu);
    uint64_t before = watch->value;
    if (!read_value(cpu, watch, &watch->value) || !probes_on_cpu(probe, place))
        return;
    bool wanted = probe->condition == AT_CLOCK ? record_clock(cpu, left) == probe->operand
                                               : record_holds(probe, watch->value, before);
    if (!wanted || watch->passed++ < probe->skipped)
        return;
    if (probe->kind == PROBE_STORED) {
        stops_here(probe, place, pc, record_clock(cpu, left));
        return;
    }
    uint64_t seen[] = {pc, address, before, watch->value};
    record_add(probe, cpu, place, true, left, seen, sizeof seen / sizeof seen[0]);
}

static void stored(unsigned int not_this_cpu, uint32_t access, uint64_t address, void *data) {
    (void)not_this_cpu;
    if (!maybe(address) || !qemu_plugin_mem_is_store(access)) // QEMU 7.2 tells of loads too (op_rw in plugin-gen.c)
        return;
    uint64_t end = address + (1ULL << qemu_plugin_mem_size_shift(access));
    for (size_t i = first_near(address); i < count && watches[i].probe->first < end; i++)
        if (watches[i].probe->last >= address)
            written(&watches[i], address, ((uintptr_t)data & PC_MASK) | ~PC_MASK, (uintptr_t)data >> PC_BITS);
}

void watches_translate(struct qemu_plugin_insn *instruction, uint64_t address, size_t left) {
    if (address >= KERNEL_HALF)
        qemu_plugin_register_vcpu_mem_cb(instruction, stored, QEMU_PLUGIN_CB_NO_REGS, QEMU_PLUGIN_MEM_W,
                                         (void *)((address & PC_MASK) | (uint64_t)left << PC_BITS));
}

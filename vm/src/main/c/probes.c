// SPDX-License-Identifier: Apache-2.0
//
// A probe costs where it lies and nowhere else: only the instructions of the table are instrumented when QEMU
// translates them, and when the table changes all translations are thrown away. That is done while the machine stands:
// no vCPU is in a turn, so tb_flush() does it at once if the thread says that it is alone. Otherwise QEMU would put it
// off and ask vCPUs to exit, and end a turn that would not have ended. What a guest does does not depend on which of
// its code is translated already; QEMU throws it away by itself, too, when there is much of it.
//
// Exits of a function are found when QEMU translates it: only then is it known where its instructions begin.

#include "probes.h"

#include <string.h>

#include "capture.h"
#include "profile.h"
#include "qemu.h"
#include "record.h"
#include "ring.h"
#include "stops.h"
#include "watches.h"

// What a callback is told: which probe, whether registers are to be had, how many instructions the block has left.
enum { PROBE_SHIFT = 32, REGISTERS_SHIFT = 31, AGENT = 0, BUCKETS = 4096, LONGEST = 16 };

#define LEFT_MASK ((1ULL << REGISTERS_SHIFT) - 1)

static struct probe table[1 + MOST_PROBES]; // the first is the agent's
static uint64_t hits[1 + MOST_PROBES];
static uint16_t bucket[BUCKETS], next[1 + MOST_PROBES]; // those of one instruction; 1 more than the place in the table
static uint16_t ranges[1 + MOST_PROBES], near[1 + MOST_PROBES];
static size_t count = 1, range_count;
static void **current_cpu; // of the vCPU thread
static bool copies_instructions;

void probes_begin(int api) {
    copies_instructions = api >= 3;
}

static size_t bucket_of(uint64_t address) {
    return (address ^ address >> 12) % BUCKETS;
}

static void index_probes(void) {
    memset(bucket, 0, sizeof bucket);
    range_count = 0;
    for (size_t at = count; at-- > 0;) {
        if (table[at].kind == PROBE_WATCH || table[at].kind == PROBE_STORED || table[at].kind == PROBE_PROFILE)
            continue;
        if (table[at].first != table[at].last) {
            ranges[range_count++] = (uint16_t)at;
            continue;
        }
        uint16_t *first = &bucket[bucket_of(table[at].first)];
        next[at] = *first;
        *first = (uint16_t)(at + 1);
    }
}

void probes_agent_at(uint64_t address) {
    table[AGENT].first = table[AGENT].last = address;
    index_probes();
}

void probes_clear(void) {
    count = 1;
}

const char *probes_add(const struct probe *probe) {
    if (count == sizeof table / sizeof table[0])
        return "room for so many probes";
    hits[count] = 0;
    table[count++] = *probe;
    return NULL;
}

const char *probes_apply(void) {
    index_probes();
    const char *missing = watches_use(table, count);
    missing = missing ? missing : profile_use(table, count);
    current_cpu = qemu_current_cpu();
    void *cpu = *current_cpu;
    qemu.begin_alone();
    watches_keep_lists(true);
    qemu.flush_translations(cpu);
    watches_keep_lists(false);
    qemu.end_alone();
    return missing;
}

// The number that QEMU gives is of the vCPU for which the block was translated, in some versions with one thread for
// all (gen_cpu_index in accel/tcg/plugin-gen.c, 10.0).
static void hit(unsigned int not_this_cpu, void *data) {
    (void)not_this_cpu;
    size_t at = (uintptr_t)data >> PROBE_SHIFT;
    if (at == AGENT) {
        stops_at_freeze_point();
        return;
    }
    const struct probe *probe = &table[at];
    void *cpu = *current_cpu;
    uint64_t place = round_place_of(cpu);
    if (!probes_on_cpu(probe, place))
        return;
    uint64_t left = (uintptr_t)data & LEFT_MASK;
    bool registers = (uintptr_t)data >> REGISTERS_SHIFT & 1;
    if (probe->condition == AT_CLOCK) {
        if (record_clock(cpu, left) != probe->operand)
            return;
    } else if (probe->condition && !(registers && record_holds(probe, capture_take(cpu, place, probe->captures[0]), 0)))
        return;
    if (hits[at]++ < probe->skipped)
        return;
    if (probe->kind == PROBE_STAND) {
        stops_here(probe, place, probe->first, record_clock(cpu, left));
        return;
    }
    if (probe->kind >= PROBE_RECORD) {
        record_add(probe, cpu, place, registers, left, NULL, 0);
        if (probe->kind == PROBE_READ)
            stops_to_read();
        return;
    }
    ring_add((uint32_t)probe->id, (uint32_t)place, record_clock(cpu, left));
    if (probe->kind == PROBE_FREEZE)
        stops_at_probe(probe->id, place);
}

static bool needs_registers(const struct probe *probe) {
    if (probe->stack)
        return true;
    for (size_t i = 0; i < PROBE_CAPTURES; i++)
        if (capture_needs_registers(probe->captures[i]))
            return true;
    return false;
}

// Where a jump of this many bytes in all goes to, which says how far in its last bytes.
static uint64_t target(uint64_t address, const uint8_t *bytes, size_t size, size_t width) {
    int32_t far = 0;
    memcpy(&far, bytes + size - width, width);
    return address + size + (uint64_t)(int64_t)(width == 1 ? (int8_t)far : far);
}

// Whether an instruction leaves its function: a return, or a jump out of it or to where a register says. The kernel's
// returns may be jumps to a common one.
static bool leaves(const struct probe *probe, const struct qemu_plugin_insn *instruction, uint64_t address) {
    uint8_t room[LONGEST] = {0};
    size_t size = qemu_plugin_insn_size(instruction);
    uintptr_t given = qemu_plugin_insn_data(instruction, room, sizeof room);
    if (!copies_instructions)
        memcpy(room, (const void *)given, size < LONGEST ? size : LONGEST);
    size_t at = 0;
    while (at < size && (room[at] == 0xf2 || room[at] == 0xf3 || room[at] == 0x3e || (room[at] & 0xf0) == 0x40))
        at++;
    uint64_t to = probe->first;
    if (room[at] == 0xc3 || room[at] == 0xc2)
        return true;
    if (room[at] == 0xff && (room[at + 1] >> 3 & 7) == 4)
        return true;
    if (room[at] == 0xe9)
        to = target(address, room, size, 4);
    if (room[at] == 0xeb)
        to = target(address, room, size, 1);
    return to < probe->first || to > probe->last;
}

static void watch(struct qemu_plugin_insn *instruction, size_t at, size_t place, size_t left) {
    bool registers = place == 0 || !needs_registers(&table[at]);
    uintptr_t data = (uintptr_t)at << PROBE_SHIFT | (uintptr_t)registers << REGISTERS_SHIFT | left;
    qemu_plugin_register_vcpu_insn_exec_cb(instruction, hit, QEMU_PLUGIN_CB_NO_REGS, (void *)data);
}

// Those ranges that the block, which is of instructions one after the other, may touch.
static size_t ranges_near(uint64_t first, uint64_t last) {
    size_t found = 0;
    for (size_t i = 0; i < range_count; i++)
        if (table[ranges[i]].first <= last && first <= table[ranges[i]].last)
            near[found++] = ranges[i];
    return found;
}

void probes_translate(struct qemu_plugin_tb *tb) {
    size_t instructions = qemu_plugin_tb_n_insns(tb);
    if (!instructions)
        return;
    if (profile_any())
        profile_translate(tb);
    uint64_t first = qemu_plugin_insn_vaddr(qemu_plugin_tb_get_insn(tb, 0));
    uint64_t last = qemu_plugin_insn_vaddr(qemu_plugin_tb_get_insn(tb, instructions - 1));
    size_t nearby = ranges_near(first, last);
    bool watched = watches_any();
    for (size_t i = 0; i < instructions; i++) {
        struct qemu_plugin_insn *instruction = qemu_plugin_tb_get_insn(tb, i);
        uint64_t address = qemu_plugin_insn_vaddr(instruction);
        if (watched)
            watches_translate(instruction, address, instructions - i);
        for (size_t at = bucket[bucket_of(address)]; at; at = next[at - 1])
            if (table[at - 1].first == address)
                watch(instruction, at - 1, i, instructions - i);
        for (size_t n = 0; n < nearby; n++) {
            const struct probe *probe = &table[near[n]];
            if (probe->first <= address && address <= probe->last &&
                (probe->kind != PROBE_EXIT || leaves(probe, instruction, address)))
                watch(instruction, near[n], i, instructions - i);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
//
// A probe costs where it lies and nowhere else: only the instructions of the table are instrumented when QEMU
// translates them, and when the table changes all translations are thrown away. That is done while the machine stands:
// no vCPU is in a turn, so tb_flush() does it at once if the thread says that it is alone. Otherwise QEMU would put it
// off and ask vCPUs to exit, and end a turn that would not have ended. What a guest does does not depend on which of
// its code is translated already; QEMU throws it away by itself, too, when there is much of it.
//
// The time of an event. In a turn QEMU's clock may be read only at a block's last instruction: when a block begins, all
// its instructions are counted at once. So what is counted is added to the clock (as each reading of the clock does),
// the clock is read as if between two turns, and the instructions that the block has still to do, which are known when
// it is translated, are taken off.

#include "probes.h"

#include <string.h>

#include "qemu.h"
#include "ring.h"
#include "stops.h"

enum { LEFT_BITS = 32, AGENT = 0 };

static struct probe table[1 + MOST_PROBES]; // the first is the agent's
static uint64_t hits[1 + MOST_PROBES];
static size_t count = 1;
static void **current_cpu; // of the vCPU thread

void probes_agent_at(uint64_t address) {
    table[AGENT].first = table[AGENT].last = address;
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

void probes_apply(void) {
    current_cpu = qemu_current_cpu();
    void *cpu = *current_cpu;
    qemu.begin_alone();
    qemu.flush_translations(cpu);
    qemu.end_alone();
}

static uint64_t clock_before(uint64_t instructions_left) {
    void *cpu = *current_cpu;
    qemu.count_instructions(cpu);
    *current_cpu = NULL;
    int64_t at_the_blocks_end = qemu.clock_by_instructions();
    *current_cpu = cpu;
    return (uint64_t)(at_the_blocks_end - qemu.nanos_of_instructions((int64_t)instructions_left));
}

// The number that QEMU gives is of the vCPU for which the block was translated, in some versions with one thread for
// all (gen_cpu_index in accel/tcg/plugin-gen.c, 10.0).
static void hit(unsigned int not_this_cpu, void *data) {
    (void)not_this_cpu;
    size_t at = (uintptr_t)data >> LEFT_BITS;
    if (at == AGENT) {
        stops_at_freeze_point();
        return;
    }
    const struct probe *probe = &table[at];
    uint64_t cpu = round_place_of(*current_cpu);
    if (!(probe->cpus[cpu / 64] >> cpu % 64 & 1) || hits[at]++ < probe->skipped)
        return;
    ring_add((uint32_t)probe->id, (uint32_t)cpu, clock_before((uintptr_t)data & ((1ULL << LEFT_BITS) - 1)));
    if (probe->kind == PROBE_FREEZE)
        stops_at_probe(probe->id, cpu);
}

void probes_translate(struct qemu_plugin_tb *tb) {
    size_t instructions = qemu_plugin_tb_n_insns(tb);
    for (size_t i = 0; i < instructions; i++) {
        struct qemu_plugin_insn *instruction = qemu_plugin_tb_get_insn(tb, i);
        uint64_t address = qemu_plugin_insn_vaddr(instruction);
        for (size_t at = 0; at < count; at++)
            if (table[at].first <= address && address <= table[at].last) {
                uintptr_t data = (uintptr_t)at << LEFT_BITS | (instructions - i);
                qemu_plugin_register_vcpu_insn_exec_cb(instruction, hit, QEMU_PLUGIN_CB_NO_REGS, (void *)data);
            }
    }
}

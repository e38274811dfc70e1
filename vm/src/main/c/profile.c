// SPDX-License-Identifier: Apache-2.0
//
// When a block of instructions begins, what its CPU has executed since the one before is added to that one. So all is
// counted, once, also when a block is left in the middle: the sum is what QEMU itself counts. A CPU that waits for an
// interrupt executes nothing.
//
// An instruction of which QEMU makes a block several times, because it is interrupted and begun again, counts as often
// as QEMU counts it.

#include "profile.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "capture.h"
#include "qemu.h"
#include "record.h"

enum { PC_BITS = 48 };

#define PROFILE_FILE "profile"
#define PC_MASK      ((1ULL << PC_BITS) - 1)
#define KERNEL_HALF  (1ULL << (PC_BITS - 1))

struct place {
    struct profile_entry *entry; // of the block that it is in, or NULL
    uint64_t executed;           // when that began
    uint64_t sampled;            // when the last sample was taken
    bool within;                 // the stretch of time that is looked at
};

static const struct probe *probe;
static struct probe of_user; // the same without what needs registers
static struct profile_head *head;
static struct profile_entry *entries;
static size_t mapped;
static struct place places[ROUND_MOST_CPUS];
static void **current_cpu;

static const char *map_file(void) {
    int file = open(PROFILE_FILE, O_RDWR | O_CLOEXEC);
    struct stat state;
    if (file < 0 || fstat(file, &state) || (size_t)state.st_size < sizeof *head)
        return "file for a profile";
    mapped = (size_t)state.st_size;
    void *start = mmap(NULL, mapped, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    close(file);
    if (start == MAP_FAILED)
        return "memory for a profile";
    head = start;
    entries = (struct profile_entry *)(head + 1);
    return head->room && sizeof *head + head->room * sizeof *entries <= mapped ? NULL : "room for a profile";
}

static void forget(void) {
    if (head)
        munmap(head, mapped);
    head = NULL;
    probe = NULL;
    memset(places, 0, sizeof places);
}

const char *profile_use(const struct probe *table, size_t probes) {
    forget();
    current_cpu = qemu_current_cpu();
    for (size_t i = 0; i < probes && !probe; i++)
        if (table[i].kind == PROBE_PROFILE)
            probe = &table[i];
    if (!probe)
        return NULL;
    of_user = *probe;
    of_user.stack = 0;
    for (size_t i = 0; i < PROBE_CAPTURES; i++)
        if (capture_needs_registers(of_user.captures[i]))
            of_user.captures[i] = 0;
    return map_file();
}

bool profile_any(void) {
    return probe;
}

static struct profile_entry *entry_of(uint64_t address, uint64_t task) {
    uint64_t hash = (address ^ task << 40) * 0x9e3779b97f4a7c15ULL;
    uint64_t mask = head->room - 1;
    uint64_t at = hash >> 32 & mask;
    while (entries[at].address && (entries[at].address != address || entries[at].task != task))
        at = (at + 1) & mask;
    if (!entries[at].address) {
        if (head->used >= head->room - head->room / 8)
            return NULL;
        head->used++;
        entries[at] = (struct profile_entry){.address = address, .task = task};
    }
    return &entries[at];
}

static void add(struct place *place, uint64_t executed) {
    if (place->within) {
        uint64_t *sum = place->entry ? &place->entry->instructions : &head->lost;
        *sum += executed - place->executed;
    }
    place->executed = executed;
}

static void sample(void *cpu, uint64_t at, uint64_t address, uint64_t left) {
    bool user = !(address & KERNEL_HALF);
    record_add(user ? &of_user : probe, cpu, at, true, left, &address, 1);
}

static void begins(unsigned int not_this_cpu, void *data) {
    (void)not_this_cpu;
    void *cpu = *current_cpu;
    uint64_t at = round_place_of(cpu);
    uint64_t left = (uintptr_t)data >> PC_BITS;
    uint64_t address = (uintptr_t)data & PC_MASK;
    if (address & KERNEL_HALF)
        address |= ~PC_MASK;
    struct place *place = &places[at];
    uint64_t clock;
    uint64_t executed = record_executed(cpu, at, left, &clock);
    add(place, executed);
    // The probe's numbers that are of no use here: from when, to when, how many instructions from sample to sample.
    bool entered = !place->within;
    place->within = clock >= probe->first && clock < probe->last;
    if (!place->within)
        return;
    if (entered && probe->skipped)
        place->sampled = executed - executed % probe->skipped;
    place->entry = entry_of(address, capture_take(cpu, at, probe->captures[0]));
    if (place->entry)
        place->entry->times++;
    if (probe->skipped && executed - place->sampled >= probe->skipped) {
        place->sampled = executed - executed % probe->skipped;
        sample(cpu, at, address, left);
    }
}

void profile_translate(struct qemu_plugin_tb *tb) {
    size_t instructions = qemu_plugin_tb_n_insns(tb);
    uint64_t address = qemu_plugin_insn_vaddr(qemu_plugin_tb_get_insn(tb, 0));
    qemu_plugin_register_vcpu_tb_exec_cb(tb, begins, QEMU_PLUGIN_CB_NO_REGS,
                                         (void *)((address & PC_MASK) | (uint64_t)instructions << PC_BITS));
}

void profile_settle(void) {
    if (!probe)
        return;
    for (uint64_t at = 0; at < ROUND_MOST_CPUS; at++)
        add(&places[at], record_executed_before(at));
}

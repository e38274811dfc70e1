// SPDX-License-Identifier: Apache-2.0
//
// When the ring is half full the machine stands at the end of that turn, which nobody in the guest notices, until the
// host has read: nothing is lost, and the ring need not hold more than two turns' records.
//
// The time of a record. In a turn QEMU's clock may be read only at a block's last instruction: when a block begins, all
// its instructions are counted at once. So what is counted is added to the clock (as each reading of the clock does),
// the count is read as if between two turns, and the instructions that the block has still to do, which are known when
// it is translated, are taken off. Between two turns idle time may be skipped; in one, clock and count go together.

#include "record.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "capture.h"
#include "qemu.h"
#include "round.h"

#define RECORD_FILE "record"

static struct record_head *head;
static uint64_t *words;
static size_t mapped;
static void **current_cpu;
static int64_t count_at_begin, clock_of_count_zero;
static uint64_t executed[ROUND_MOST_CPUS]; // instructions, up to the present turn

const char *record_use(void) {
    if (head)
        munmap(head, mapped);
    head = NULL;
    current_cpu = qemu_current_cpu();
    int file = open(RECORD_FILE, O_RDWR | O_CLOEXEC);
    struct stat state;
    if (file < 0 || fstat(file, &state) || (size_t)state.st_size < sizeof *head)
        return "file for the flight recorder";
    mapped = (size_t)state.st_size;
    void *start = mmap(NULL, mapped, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    close(file);
    if (start == MAP_FAILED)
        return "memory for the flight recorder";
    head = start;
    words = (uint64_t *)(head + 1);
    head->room = (mapped - sizeof *head) / sizeof *words;
    memset(executed, 0, sizeof executed);
    count_at_begin = qemu.instructions();
    return NULL;
}

bool record_is_filling(void) {
    return head && head->written - head->read > head->room / 2;
}

void record_turn_begins(void *cpu) {
    (void)cpu;
    count_at_begin = qemu.instructions();
    clock_of_count_zero = qemu.clock_by_instructions() - qemu.nanos_of_instructions(count_at_begin);
}

void record_turn_ended(void *cpu) {
    uint64_t place = round_place_of(cpu);
    if (place < ROUND_MOST_CPUS)
        executed[place] += (uint64_t)(qemu.instructions() - count_at_begin);
    count_at_begin = qemu.instructions();
}

// The number of instructions before the one that is about to be executed.
static int64_t count(void *cpu, uint64_t instructions_left) {
    qemu.count_instructions(cpu);
    *current_cpu = NULL;
    int64_t at_the_blocks_end = qemu.instructions();
    *current_cpu = cpu;
    return at_the_blocks_end - (int64_t)instructions_left;
}

uint64_t record_clock(void *cpu, uint64_t instructions_left) {
    current_cpu = qemu_current_cpu();
    return (uint64_t)(clock_of_count_zero + qemu.nanos_of_instructions(count(cpu, instructions_left)));
}

uint64_t record_executed(void *cpu, uint64_t place, uint64_t instructions_left, uint64_t *clock) {
    int64_t now = count(cpu, instructions_left);
    *clock = (uint64_t)(clock_of_count_zero + qemu.nanos_of_instructions(now));
    return executed[place] + (uint64_t)(now - count_at_begin);
}

uint64_t record_executed_before(uint64_t place) {
    return executed[place];
}

// As numbers that compare as unsigned ones do.
static uint64_t ordered(uint64_t value, unsigned bits) {
    if (!bits)
        return value;
    uint64_t sign = 1ULL << (bits - 1);
    return ((value ^ sign) - sign) ^ 1ULL << 63;
}

bool record_holds(const struct probe *probe, uint64_t value, uint64_t before) {
    unsigned bits = (unsigned)(probe->condition >> SIGN_SHIFT);
    uint64_t one = ordered(value, bits), other = ordered(probe->operand, bits);
    if (probe->condition && head)
        head->tried++;
    switch (probe->condition & ((1 << SIGN_SHIFT) - 1)) {
    case EQUAL:
        return one == other;
    case NOT_EQUAL:
        return one != other;
    case BELOW:
        return one < other;
    case AT_LEAST:
        return one >= other;
    case ABOVE:
        return one > other;
    case AT_MOST:
        return one <= other;
    case CHANGED:
        return value != before;
    default:
        return true;
    }
}

void record_add(const struct probe *probe, void *cpu, uint64_t place, bool registers, uint64_t instructions_left,
                const uint64_t *seen, uint64_t count_seen) {
    if (!head)
        return;
    uint64_t captures = 0;
    while (captures < PROBE_CAPTURES && probe->captures[captures])
        captures++;
    uint64_t on_stack = probe->stack < MOST_STACK_WORDS ? probe->stack : MOST_STACK_WORDS;
    if (!registers) {
        captures = on_stack = 0;
        head->stale++;
    }
    uint64_t values = count_seen + captures + (on_stack ? on_stack + 1 : 0);
    uint64_t at = head->written;
    if (at + RECORD_HEAD_WORDS + values - head->read > head->room) {
        head->lost++;
        return;
    }
    uint64_t clock = 0;
    uint64_t own = record_executed(cpu, place, instructions_left, &clock);
    words[at++ % head->room] = clock;
    words[at++ % head->room] = probe->id | place << 32 | values << 48;
    words[at++ % head->room] = own;
    for (uint64_t i = 0; i < count_seen; i++)
        words[at++ % head->room] = seen[i];
    for (uint64_t i = 0; i < captures; i++)
        words[at++ % head->room] = capture_take(cpu, place, probe->captures[i]);
    if (on_stack) {
        uint64_t stack[MOST_STACK_WORDS];
        words[at++ % head->room] = capture_stack(cpu, stack, on_stack);
        for (uint64_t i = 0; i < on_stack; i++)
            words[at++ % head->room] = stack[i];
    }
    __atomic_store_n(&head->written, at, __ATOMIC_RELEASE);
}

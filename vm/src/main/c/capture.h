// SPDX-License-Identifier: Apache-2.0
//
// Values of the guest that a probe takes down: registers, and what lies in memory where they point; see capture.c.
#ifndef SCHEDLAB_CAPTURE_H
#define SCHEDLAB_CAPTURE_H

#include <stdbool.h>
#include <stdint.h>

// What to take, packed into a number; the Java class Capture holds the same layout.
//   bits 0 to 4   base: 0 to 15 a register as gdb numbers them, CAPTURE_CURRENT, CAPTURE_RQ
//   bits 5 to 7   width: 0 the base itself; 1, 2, 3, 4: 1, 2, 4, 8 bytes at base + near, zero-extended
//   bit 8         one step more: the bytes lie at far beyond the pointer that lies at base + near
//   bit 9         set; a number that is 0 is no capture
//   bits 16 to 39 near, signed
//   bits 40 to 63 far, signed
typedef uint64_t capture;

enum {
    CAPTURE_CURRENT = 16, // the task that runs on this CPU
    CAPTURE_RQ = 17       // this CPU's run queue
};

// Where things are in the guest.
struct capture_places {
    uint64_t direct_map;   // virtual address of all RAM
    uint64_t below_4g;     // bytes of RAM there
    uint64_t above_4g;     // bytes of RAM there
    uint64_t current_task; // the per-CPU variable's address of CPU 0
    uint64_t rq;           // the same
    uint64_t per_cpu;      // virtual address, in the direct map, of the array of each CPU's offset
};

// While the machine stands. What is missing, or NULL.
const char *capture_use(const struct capture_places *places);

// Whether it needs a register, which is right in memory only where a block begins.
bool capture_needs_registers(capture what);

// In a turn, on the vCPU thread. What cannot be read is CAPTURE_FAILED.
#define CAPTURE_FAILED 0xbadacce55badacceULL
uint64_t capture_take(void *cpu, uint64_t place, capture what);

// Also while the machine stands: up to 8 bytes of memory, zero-extended; false if they cannot be read.
bool capture_read(void *cpu, uint64_t address, uint64_t count, uint64_t *value);

// While the machine stands: a register by gdb's number.
uint64_t capture_register(void *cpu, int number);

// The stack pointer, and words from there on; those that cannot be read are 0.
uint64_t capture_stack(void *cpu, uint64_t *words, uint64_t count);

#endif

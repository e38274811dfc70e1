// SPDX-License-Identifier: Apache-2.0
//
// The functions of QEMU itself that the plugin calls. They are not part of the plugin API: QEMU exports them to its own
// modules, and they have the same prototypes in 7.2 and 10.0. Only the vCPU thread calls them, between two turns and
// with QEMU's big lock held, unless told otherwise.
#ifndef SCHEDLAB_QEMU_H
#define SCHEDLAB_QEMU_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct QEMUFile;

struct qemu_functions {
    // A timer: memory of its own, group of timers, clock, scale, attributes, callback, its argument.
    void (*timer_init)(void *timer, void *group, int clock, int scale, int attributes, void (*callback)(void *),
                       void *argument);
    void (*timer_set)(void *timer, int64_t nanos);
    void (*timer_remove)(void *timer);
    int64_t (*clock_nanos)(int clock);
    // How long until the first timer of a clock is due; 0: one is, -1: there is none.
    int64_t (*clock_deadline)(int clock, int attributes);
    // May be called in a turn too, as the next three.
    void *(*cpu)(int index);
    void (*cpu_exit)(void *cpu);
    bool (*cpu_is_stopped)(void *cpu);
    void (*cpu_begins_turn)(void *cpu);
    bool (*cpu_is_idle)(void *cpu); // it waits for an interrupt, and there is none
    bool (*all_idle)(void);
    int (*shutdown_requested)(void); // the cause, or 0; the main thread has not begun with it
    void *(*find_chardev)(const char *name);
    void (*write_to_guest)(void *chardev, const uint8_t *bytes, int count);
    void *(*channel_of)(int file);
    struct QEMUFile *(*open_output)(void *channel);
    int (*save_devices)(struct QEMUFile *file);
    int (*close_output)(struct QEMUFile *file);
    // Notes that the machine runs, which is a part of the devices' state.
    void (*note_run_state)(void);
    // No other vCPU runs from the first to the second; the calling thread's `current_cpu` is in no turn.
    void (*begin_alone)(void);
    void (*end_alone)(void);
    void (*flush_translations)(void *cpu); // at once, if the thread is alone
    // May be called in a turn, by its vCPU: adds the instructions of the blocks begun so far to the clock.
    void (*count_instructions)(void *cpu);
    // The guest's clock in ns. In a turn only if `current_cpu` is NULL; without what was not added.
    int64_t (*clock_by_instructions)(void);
    int64_t (*nanos_of_instructions)(int64_t instructions);
    // All that were counted. In a turn only if `current_cpu` is NULL.
    int64_t (*instructions)(void);
    // Where QEMU has guest-physical memory; `length` becomes how much of it lies there in one piece.
    void *(*map_memory)(uint64_t address, uint64_t *length, bool write);
    // May be called in a turn, by its vCPU, as the following: virtual memory; 0 if it is mapped.
    int (*read_memory)(void *cpu, uint64_t address, void *bytes, size_t count, bool write);
    // Adds a register's bytes to a GByteArray; how many.
    int (*read_register)(void *cpu, void *bytes, int number);
    void *(*new_bytes)(void);
    void *(*set_size)(void *bytes, unsigned size);
};

enum { CLOCK_OF_THE_GUEST = 1, NANOSECONDS = 1, EVERY_TIMER = ~0 };

extern struct qemu_functions qemu;

// Finds them all. The name of one that this QEMU does not have, or NULL.
const char *qemu_find_functions(void);

// The beginning of QEMU's QEMUTimer (include/qemu/timer.h, 7.2 to 10.0), with room for the rest.
struct qemu_timer {
    int64_t expires;
    void *list;
    void (*callback)(void *);
    void *argument;
    struct qemu_timer *next; // of those that are set, in the order of their times
    uint64_t rest[8];
};

// Sets a plugin's timer up, on the guest's clock; the callback's argument is the timer.
void qemu_make_timer(struct qemu_timer *timer, void (*callback)(void *));

// The calling thread's `current_cpu`: the vCPU whose turn it is or, between two turns, was last.
void **qemu_current_cpu(void);

#endif

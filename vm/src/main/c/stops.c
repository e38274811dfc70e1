// SPDX-License-Identifier: Apache-2.0
//
// The guest stands still at the end of a turn, on a grid of its time, and nobody in it has a part in that.
//
// With instruction counting QEMU's vCPU thread runs the timers that are due between two turns: no guest code runs then,
// all vCPUs are between two instructions, and the clock is exact. A timer of our own on the multiples of the quantum
// ends each turn there, whether anybody looks or not: it is what bounds the turns. To stop is to block in its callback.
// So a machine that is stopped a thousand times goes through the very states of one that nobody looks at.
//
// The timer is QEMU's, not the guest's: it is in no checkpoint, and a restored machine takes up the grid where it is.
// While all vCPUs are idle there are no turns to bound: the timer is set to the first multiple at or after the next
// timer of the guest's, so that idle time costs nothing.
//
// QEMU ends turns by a timer of its own, too, a tenth of a second after the vCPUs were last idle (rr_start_kick_timer
// in accel/tcg/tcg-accel-ops-rr.c). It is in no checkpoint and begins anew in a restored machine, so it would end turns
// where nothing else does. The grid makes it needless: it is taken away at each step, before its time has come.
//
// The grid begins when the agent first comes to its freeze point: a boot needs no stops, and takes longer with them.

#include "stops.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "capture.h"
#include "gate.h"
#include "line.h"
#include "probes.h"
#include "profile.h"
#include "qemu.h"
#include "record.h"
#include "ring.h"
#include "turns.h"
#include "watches.h"

#define DEVICES_FILE "devices"
#define DEVICES_ROOM (1 << 20) // more than they take; of a full file system QEMU says only that it could not write
#define BELL         "bell"

// As many bytes as make the serial port interrupt at once. For fewer it waits a few milliseconds whether more come.
#define RING "\n\n\n\n\n\n\n\n\n\n\n\n\n\n"

static struct qemu_timer timer, *kick;
static int64_t quantum;
static int64_t until = INT64_MAX;
static bool made, armed, begun, on_grid;
static uint64_t reasons, probe_id, probe_cpu; // of the stop to come

static int64_t grid_at_or_after(int64_t nanos) {
    return (nanos + quantum - 1) / quantum * quantum;
}

// Others that are due now come first: what they do to the guest belongs to this instant.
static bool others_are_due(void) {
    return qemu.clock_deadline(CLOCK_OF_THE_GUEST, EVERY_TIMER) == 0;
}

// The only timer without an argument. It is set when the vCPU thread begins, if there is more than one vCPU.
static bool find_kick(void) {
    qemu.timer_set(&timer, 0); // the first in the list
    for (kick = timer.next; kick && kick->argument; kick = kick->next) {
    }
    qemu.timer_remove(&timer);
    return kick || !round_cpu(1);
}

static int64_t next_on_grid(int64_t now) {
    int64_t next = now + 1;
    if (qemu.all_idle()) {
        int64_t left = qemu.clock_deadline(CLOCK_OF_THE_GUEST, EVERY_TIMER);
        int64_t wake = left < 0 ? INT64_MAX / 2 : now + left;
        int64_t first = wake < until ? wake : until;
        next = first > next ? first : next;
    }
    return grid_at_or_after(next);
}

static void save(void) {
    struct round round;
    round_note(&round);
    qemu.note_run_state();
    int file = open(DEVICES_FILE, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    int error = file < 0 ? errno : posix_fallocate(file, 0, DEVICES_ROOM);
    if (!error && ftruncate(file, 0) == 0) {
        struct QEMUFile *output = qemu.open_output(qemu.channel_of(file));
        int saved = qemu.save_devices(output);
        int closed = qemu.close_output(output);
        int first = saved < 0 ? saved : closed;
        error = first < 0 ? -first : 0;
    }
    uint64_t numbers[MESSAGE_NUMBERS] = {(uint64_t)error, round.next};
    for (int i = 0; i < ROUND_WORDS; i++)
        numbers[2 + i] = round.asked_to_exit[i];
    line_send(MESSAGE_SAVED, numbers, MESSAGE_NUMBERS);
}

static void resume(const uint64_t *numbers) {
    struct round round = {.next = numbers[0]};
    for (int i = 0; i < ROUND_WORDS; i++)
        round.asked_to_exit[i] = numbers[1 + i];
    round_resume(&round);
    on_grid = true;
}

// The serial port sets a timer before it interrupts. When all vCPUs are idle, QEMU moves the clock on to that timer as
// it is set, and the interrupt would come later by as much; a timer of ours that is due now keeps the clock where it
// is.
static void ring(void) {
    void *bell = qemu.find_chardev(BELL);
    if (!bell)
        return;
    qemu.timer_set(&timer, 0);
    qemu.write_to_guest(bell, (const uint8_t *)RING, sizeof RING - 1);
}

static void go(const uint64_t *numbers) {
    until = numbers[0] > INT64_MAX / 2 ? INT64_MAX / 2 : (int64_t)numbers[0];
    if (numbers[1] & GO_UNREPEATABLE)
        gate_remove();
    if (numbers[1] & GO_RING)
        ring();
}

static void refuse(const char *missing) {
    fprintf(stderr, "schedlab's plugin: there is no %s\n", missing);
    exit(EXIT_FAILURE);
}

static void take_probes(const uint64_t *numbers) {
    const char *missing = numbers[1] ? ring_use() : NULL;
    probes_clear();
    for (uint64_t i = 0; i < numbers[0] && !missing; i++) {
        struct message message;
        struct probe probe;
        line_receive(&message);
        _Static_assert(sizeof probe == sizeof message.numbers, "a probe is a message");
        memcpy(&probe, message.numbers, sizeof probe);
        missing = message.type == MESSAGE_PROBE ? probes_add(&probe) : "probe where one was to come";
    }
    missing = missing ? missing : probes_apply();
    if (missing)
        refuse(missing);
}

static void take_record(const uint64_t *numbers) {
    struct capture_places places;
    memcpy(&places, numbers, sizeof places);
    const char *missing = record_use();
    missing = missing ? missing : capture_use(&places);
    if (missing)
        refuse(missing);
}

// As gdb numbers them. Between two turns QEMU has all of them in memory.
static void give_registers(uint64_t place) {
    static const int WANTED[] = {16, 7, 6, 18};
    uint64_t numbers[sizeof WANTED / sizeof WANTED[0]] = {0};
    void *cpu = round_cpu(place);
    for (size_t i = 0; cpu && i < sizeof WANTED / sizeof WANTED[0]; i++)
        numbers[i] = capture_register(cpu, WANTED[i]);
    line_send(MESSAGE_REGISTERS, numbers, sizeof WANTED / sizeof WANTED[0]);
}

// The machine stands until the host says that it may go on.
static void take_orders(void) {
    struct message message;
    gate_stand(true);
    profile_settle();
    do {
        line_receive(&message);
        if (message.type == MESSAGE_SAVE)
            save();
        else if (message.type == MESSAGE_RESUME)
            resume(message.numbers);
        else if (message.type == MESSAGE_PROBES)
            take_probes(message.numbers);
        else if (message.type == MESSAGE_RECORD)
            take_record(message.numbers);
        else if (message.type == MESSAGE_REGISTERS_OF)
            give_registers(message.numbers[0]);
    } while (message.type != MESSAGE_GO);
    watches_look();
    gate_stand(false);
    go(message.numbers);
}

static void begin(void) {
    begun = true;
    pthread_mutex_t *big_lock = gate_big_lock();
    const char *missing = big_lock ? round_begin() : "thread that runs all vCPUs and waits with the big lock";
    if (missing) {
        fprintf(stderr, "schedlab's plugin: this QEMU has no %s\n", missing);
        exit(EXIT_FAILURE);
    }
    if (!find_kick()) {
        fprintf(stderr, "schedlab's plugin: QEMU's timer that ends turns is not there\n");
        exit(EXIT_FAILURE);
    }
    turns_on_this_thread(big_lock);
    take_orders();
}

static void turn_ended(void *unused) {
    (void)unused;
    int64_t now = qemu.clock_nanos(CLOCK_OF_THE_GUEST);
    bool first = !begun;
    if (record_is_filling())
        stops_to_read();
    if (first) {
        begin();
    } else if ((now >= until || reasons) && now % quantum == 0) {
        if (others_are_due()) {
            qemu.timer_set(&timer, now);
            return;
        }
        uint64_t numbers[] = {reasons, (uint64_t)now, probe_id, probe_cpu};
        reasons = 0;
        line_send(MESSAGE_STOPPED, numbers, 4);
        take_orders();
    }
    // The guest has asked for its end, and its vCPUs may spin on: the main thread is not to wait for them.
    if (begun && qemu.shutdown_requested())
        gate_remove();
    if (on_grid) {
        if (kick)
            qemu.timer_remove(kick);
        // Whoever sets the first timer asks all vCPUs to exit; here none has begun its turn.
        round_keep_flags();
        qemu.timer_set(&timer, next_on_grid(now));
        round_put_flags_back();
    }
    if (first)
        round_begin_there();
}

void stops_prepare(uint64_t quantum_nanos) {
    quantum = (int64_t)quantum_nanos;
    qemu_make_timer(&timer, turn_ended);
    made = true;
}

void stops_main_thread_rests(void) {
    if (!made || armed)
        return;
    armed = true;
    qemu.timer_set(&timer, 0);
}

void stops_at_freeze_point(void) {
    reasons |= STOP_AT_FREEZE_POINT;
    if (!on_grid) {
        on_grid = true;
        qemu.timer_set(&timer, 0);
    }
}

void stops_at_probe(uint64_t id, uint64_t cpu) {
    if (reasons & STOP_AT_PROBE)
        return;
    reasons |= STOP_AT_PROBE;
    probe_id = id;
    probe_cpu = cpu;
}

void stops_here(const struct probe *probe, uint64_t cpu, uint64_t pc, uint64_t clock) {
    uint64_t numbers[] = {STOP_IN_TURN, clock, probe->id, cpu, pc};
    struct message message;
    gate_stand(true);
    line_send(MESSAGE_STOPPED, numbers, sizeof numbers / sizeof numbers[0]);
    do {
        line_receive(&message);
        if (message.type == MESSAGE_REGISTERS_OF)
            give_registers(message.numbers[0]);
        else if (message.type != MESSAGE_GO || message.numbers[1])
            refuse("way to do that in the middle of a turn");
    } while (message.type != MESSAGE_GO);
    gate_stand(false);
    go(message.numbers);
}

void stops_to_read(void) {
    reasons |= STOP_TO_READ;
}

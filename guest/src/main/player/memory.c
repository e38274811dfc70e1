/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "load.h"

#define BUFFERS 64

static uint8_t *own_buffer(void) {
    static uint8_t *buffer;
    if (!buffer && !(buffer = calloc(1, player.load->memory)))
        fail("no memory for a buffer of %llu bytes", (unsigned long long)player.load->memory);
    return buffer;
}

void memory_write(uint64_t bytes) {
    for (uint64_t part; bytes > 0; bytes -= part) {
        part = bytes < player.load->memory ? bytes : player.load->memory;
        memset(own_buffer(), 0, part);
        __asm__ volatile("" : : : "memory");
    }
}

void memory_to_device(uint64_t bytes) {
    static int device = -1;
    const char *path = load_at(player.load->device_at);
    if (device < 0 && (device = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0644)) < 0)
        fail("%.40s: %s", path, strerror(errno));
    while (bytes > 0) {
        uint64_t part = bytes < player.load->memory ? bytes : player.load->memory;
        ssize_t written = write(device, own_buffer(), part);
        if (written <= 0)
            fail("%.40s: %s", path, strerror(errno));
        bytes -= (uint64_t)written;
    }
}

static uint64_t reversed(uint64_t number, unsigned bits) {
    uint64_t result = 0;
    for (unsigned i = 0; i < bits; i++)
        result |= (number >> i & 1) << (bits - 1 - i);
    return result;
}

/* Each place of the buffer holds where the next one is; the last leads back to the first. */
static void make_chain(uint8_t *buffer, uint64_t size, int64_t stride) {
    uint64_t step = (uint64_t)(stride < 0 ? -stride : stride), places = size / step;
    unsigned bits = 0;
    while (1ULL << bits < places)
        bits++;
    uint64_t last = 0;
    for (uint64_t i = 1; i < 1ULL << bits; i++) {
        uint64_t place = stride < 0 ? reversed(i, bits) : i;
        if (place >= places)
            continue;
        *(void **)(buffer + last * step) = buffer + place * step;
        last = place;
    }
    *(void **)(buffer + last * step) = buffer;
}

static uint8_t *buffer_of(const struct step *step) {
    static uint8_t *buffers[BUFFERS];
    if (step->object >= BUFFERS)
        fail("more than %d buffers", BUFFERS);
    uint8_t **buffer = &buffers[step->object];
    if (*buffer)
        return *buffer;
    *buffer = calloc(1, step->a);
    if (!*buffer)
        fail("no memory for a buffer of %llu bytes", (unsigned long long)step->a);
    if (step->kind == STEP_MEM_CHASE)
        make_chain(*buffer, step->a, (int64_t)step->c);
    return *buffer;
}

void memory_run(const struct step *step) {
    volatile uint8_t *buffer = buffer_of(step);
    if (step->kind == STEP_MEM_CHASE) {
        void *volatile *at = (void *volatile *)buffer;
        for (uint64_t i = 0; i < step->b; i++)
            at = *at;
        return;
    }
    for (uint64_t i = 0, place = 0; i < step->b; i++, place = place + 1 < step->a ? place + 1 : 0) {
        if (step->kind == STEP_MEM_WRITE)
            buffer[place] = (uint8_t)i;
        else
            (void)buffer[place];
    }
}

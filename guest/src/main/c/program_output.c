/* SPDX-License-Identifier: Apache-2.0
 *
 * What a program prints is kept in bounds: its beginning, and its end. What was between is counted.
 */
#include <stdlib.h>
#include <string.h>

#include "programs.h"

#define HEAD_LIMIT (128 * 1024)
#define TAIL_LIMIT (384 * 1024)

static size_t write_record(uint8_t *at, int stream, const uint8_t *bytes, size_t size) {
    put_number(at, OUTPUT_TIME, clock_now());
    put_number(at, OUTPUT_STREAM, (uint64_t)stream);
    put_number(at, OUTPUT_BYTES, size);
    memcpy(at + OUTPUT_SIZE, bytes, size);
    return OUTPUT_SIZE + size;
}

/* Drops the oldest records of the tail until there is room, and a quarter of it more, so that it is not moved with each
 * record. */
static void make_room(struct output *output, size_t needed) {
    size_t dropped = 0, enough = needed + TAIL_LIMIT / 4;
    while (output->tail_used - dropped > 0 && TAIL_LIMIT - (output->tail_used - dropped) < enough) {
        size_t bytes = get_number(output->tail + dropped, OUTPUT_BYTES);
        output->cut += bytes;
        dropped += OUTPUT_SIZE + bytes;
    }
    output->tail_used -= dropped;
    memmove(output->tail, output->tail + dropped, output->tail_used);
}

void output_note(struct output *output, int stream, const uint8_t *bytes, size_t size) {
    size_t needed = OUTPUT_SIZE + size;
    output->printed += size;
    if (!output->head)
        output->head = malloc(HEAD_LIMIT);
    if (output->head && !output->tail && output->head_used + needed <= HEAD_LIMIT) {
        output->head_used += write_record(output->head + output->head_used, stream, bytes, size);
        return;
    }
    if (!output->tail)
        output->tail = malloc(TAIL_LIMIT);
    if (!output->tail) {
        output->cut += size;
        return;
    }
    if (output->tail_used + needed > TAIL_LIMIT)
        make_room(output, needed);
    output->tail_used += write_record(output->tail + output->tail_used, stream, bytes, size);
}

void output_free(struct output *output) {
    free(output->head);
    free(output->tail);
    memset(output, 0, sizeof *output);
}

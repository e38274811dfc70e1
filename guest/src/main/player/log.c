/* SPDX-License-Identifier: Apache-2.0
 *
 * What a worker notes of each phase: numbers in a file in memory, mapped, so that noting costs no system call but when
 * the file grows.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "load.h"

#define LIMIT (8ULL << 20)
#define GROWS (36ULL << 10) /* whole records in whole pages */
#define BYTES (RECORD_NUMBERS * sizeof(uint64_t))

_Static_assert(GROWS % BYTES == 0 && GROWS % 4096 == 0, "a log grows by whole records and pages");

static int file = -1;
static uint64_t size;
static uint8_t *log_bytes;

void log_open(void) {
    char path[64];
    snprintf(path, sizeof path, LOG_FILE, getpid());
    unlink(path);
    size = 0;
    file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (file < 0)
        fail("its log: %s", strerror(errno));
    log_bytes = mmap(NULL, LIMIT, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (log_bytes == MAP_FAILED)
        fail("its log: %s", strerror(errno));
}

/* The oldest records stay when there is no room for more; how many there would be is counted on. */
void log_write(const uint64_t record[RECORD_NUMBERS]) {
    uint64_t at = player.member->logged * BYTES;
    if (at + BYTES <= LIMIT) {
        if (at + BYTES > size && ftruncate(file, (off_t)(size += GROWS)) < 0)
            fail("its log: %s", strerror(errno));
        memcpy(log_bytes + at, record, BYTES);
    }
    player.member->logged++;
}

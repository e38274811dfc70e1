// SPDX-License-Identifier: Apache-2.0
//
// Events that find the ring full are lost, not older ones: what the host has not read yet stays whole. If the host
// reads only while the machine stands, which ones are lost depends on the guest alone.

#include "ring.h"

#include <fcntl.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define EVENTS_FILE "events"

static struct ring_head *head;
static struct event *events;
static size_t mapped;

const char *ring_use(void) {
    if (head)
        munmap(head, mapped);
    head = NULL;
    int file = open(EVENTS_FILE, O_RDWR | O_CLOEXEC);
    struct stat state;
    if (file < 0 || fstat(file, &state) || (size_t)state.st_size < sizeof *head + sizeof *events)
        return "file for events";
    mapped = (size_t)state.st_size;
    void *start = mmap(NULL, mapped, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    close(file);
    if (start == MAP_FAILED)
        return "memory for events";
    head = start;
    events = (struct event *)(head + 1);
    head->room = (mapped - sizeof *head) / sizeof *events;
    return NULL;
}

void ring_add(uint32_t probe, uint32_t cpu, uint64_t clock) {
    if (!head)
        return;
    uint64_t written = head->written;
    if (written - head->read >= head->room) {
        head->lost++;
        return;
    }
    events[written % head->room] =
        (struct event){.sequence = written + head->lost, .clock = clock, .probe = probe, .cpu = cpu};
    __atomic_store_n(&head->written, written + 1, __ATOMIC_RELEASE);
}

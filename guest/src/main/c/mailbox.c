/* SPDX-License-Identifier: Apache-2.0 */
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "agent.h"

static volatile uint8_t *mailbox;

void mailbox_open(void) {
    int memory = open("/dev/mem", O_RDWR | O_CLOEXEC);
    if (memory < 0)
        give_up("/dev/mem");
    void *mapped = mmap(NULL, MAILBOX_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, memory, MAILBOX_PHYSICAL_ADDRESS);
    if (mapped == MAP_FAILED)
        give_up("the mailbox (kernel option memmap=4M$0x8000000)");
    madvise(mapped, MAILBOX_SIZE, MADV_DONTFORK);
    close(memory);
    mailbox = mapped;
    memset(mapped, 0, MAILBOX_REQUEST_BYTES);
}

uint64_t mailbox_number(size_t offset) {
    return *(volatile uint64_t *)(mailbox + offset);
}

void mailbox_set_number(size_t offset, uint64_t value) {
    *(volatile uint64_t *)(mailbox + offset) = value;
}

const uint8_t *mailbox_request(size_t *size) {
    uint64_t given = mailbox_number(MAILBOX_REQUEST_SIZE);
    *size = given < MAILBOX_REQUEST_LIMIT ? given : MAILBOX_REQUEST_LIMIT;
    return (const uint8_t *)mailbox + MAILBOX_REQUEST_BYTES;
}

uint8_t *mailbox_reply_bytes(void) {
    return (uint8_t *)mailbox + MAILBOX_REPLY_BYTES;
}

void mailbox_doing(const char *step) {
    uint8_t *text = (uint8_t *)mailbox + MAILBOX_DOING;
    memset(text, 0, MAILBOX_DOING_SIZE);
    memcpy(text, step, strnlen(step, MAILBOX_DOING_SIZE - 1));
}

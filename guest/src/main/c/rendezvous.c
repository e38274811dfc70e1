/* SPDX-License-Identifier: Apache-2.0
 *
 * The one address that the host watches, and the memory it shares with us. Only the agent maps them: a worker that ran
 * the address would freeze the machine in the middle of its work.
 */
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "agent.h"

#define LIVE_POLL (MILLISECOND / 2)

static const uint8_t NOP_RET[] = {0x90, 0xc3};
static volatile uint8_t *mailbox;
static bool live;

static void map_code(void) {
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    void *code = mmap((void *)MAILBOX_RENDEZVOUS_ADDRESS, page, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
    if (code != (void *)MAILBOX_RENDEZVOUS_ADDRESS)
        give_up("the rendezvous page");
    memcpy(code, NOP_RET, sizeof NOP_RET);
    if (mprotect(code, page, PROT_READ | PROT_EXEC) < 0 || madvise(code, page, MADV_DONTFORK) < 0)
        give_up("the rendezvous page");
}

void rendezvous_open(void) {
    int memory = open("/dev/mem", O_RDWR | O_CLOEXEC);
    if (memory < 0)
        give_up("/dev/mem");
    void *mapped = mmap(NULL, MAILBOX_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, memory, MAILBOX_PHYSICAL_ADDRESS);
    if (mapped == MAP_FAILED)
        give_up("the mailbox (kernel option memmap=4M$0x8000000)");
    madvise(mapped, MAILBOX_SIZE, MADV_DONTFORK);
    close(memory);
    mailbox = mapped;
    live = boot_option(LIVE_OPTION);
    map_code();
    memset(mapped, 0, MAILBOX_REQUEST_BYTES);
    mailbox_set_number(MAILBOX_VERSION, MAILBOX_VERSION_VALUE);
    mailbox_set_number(MAILBOX_MAGIC, MAILBOX_MAGIC_VALUE);
}

static void wait_for_host(uint64_t pass) {
    while (mailbox_number(MAILBOX_RELEASED) != pass) {
        clock_sleep(LIVE_POLL);
        workers_reap();
        mailbox_set_number(MAILBOX_GUEST_TIME, clock_now());
    }
}

void rendezvous_meet(void) {
    uint64_t pass = mailbox_number(MAILBOX_PASS) + 1;
    mailbox_set_number(MAILBOX_GUEST_TIME, clock_now());
    mailbox_set_number(MAILBOX_PASS, pass);
    if (live)
        wait_for_host(pass);
    else
        ((void (*)(void))MAILBOX_RENDEZVOUS_ADDRESS)();
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

uint8_t *reply_area(size_t size) {
    mailbox_set_number(MAILBOX_REPLY_SIZE, size);
    uint8_t *area = (uint8_t *)mailbox + MAILBOX_REPLY_BYTES;
    memset(area, 0, size);
    return area;
}

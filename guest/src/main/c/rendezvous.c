/* SPDX-License-Identifier: Apache-2.0
 *
 * The one address that the host watches. Only the agent maps it: a worker that ran the address would freeze the machine
 * in the middle of its work.
 */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "agent.h"
#include "wait.h"

#define LIVE_POLL (MILLISECOND / 2)

static const uint8_t NOP_RET[] = {0x90, 0xc3};
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
    mailbox_open();
    live = boot_option(LIVE_OPTION);
    map_code();
    mailbox_set_number(MAILBOX_VERSION, MAILBOX_VERSION_VALUE);
    mailbox_set_number(MAILBOX_MAGIC, MAILBOX_MAGIC_VALUE);
}

static void wait_for_host(uint64_t pass) {
    while (mailbox_number(MAILBOX_RELEASED) != pass) {
        wait_for(LIVE_POLL);
        wait_reap();
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

/* SPDX-License-Identifier: Apache-2.0
 *
 * The agent: process 1 of the guest. It meets the host at the rendezvous, runs one command, and comes back.
 */
#include "agent.h"

int main(void) {
    boot_mount_file_systems();
    uint64_t quantum = quantum_start();
    workers_open();
    kernel_types_open();
    rendezvous_open();
    boot_become_realtime();
    say("agent ready, quantum %llu ns", (unsigned long long)quantum);
    for (;;) {
        rendezvous_meet();
        if (mailbox_number(MAILBOX_REQUEST_ID) != mailbox_number(MAILBOX_REPLY_ID))
            command_dispatch();
    }
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * The agent: process 1 of the guest. It meets the host at the rendezvous, sleeps until the
 * doorbell rings, runs one command, and comes back.
 */
#include "agent.h"
#include "bell.h"
#include "grace.h"
#include "work.h"

int main(void) {
    boot_mount_file_systems();
    workers_open();
    work_learn_speed();
    kernel_types_open();
    grace_open();
    bell_open();
    rendezvous_open();
    boot_become_realtime();
    say("agent ready");
    for (;;) {
        rendezvous_meet();
        bell_await();
        if (mailbox_number(MAILBOX_REQUEST_ID) != mailbox_number(MAILBOX_REPLY_ID))
            command_dispatch();
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
#include <signal.h>
#include <unistd.h>

#include "agent.h"

/* The agent hears of the end of a child while it sleeps only (bell.c). A child starts as any other process. */
static void hear_of_children(void) {
    sigset_t none;
    signal(SIGCHLD, SIG_DFL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

pid_t fork_child(void) {
    pid_t child = fork();
    if (child == 0)
        hear_of_children();
    return child;
}

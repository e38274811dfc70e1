/* SPDX-License-Identifier: Apache-2.0
 *
 * What the kernel accounts of workers. Each one's file is kept open from one report to the next: to open it is three
 * times as dear as to read it. A child would inherit all of them, and start and end the slower, so none is open during
 * a fork.
 */
#include <signal.h>
#include <unistd.h>

#include "workers.h"

static size_t open_files;

/* A file of ours is never 0: that is the console. */
void worker_look_no_more(struct worker *worker) {
    if (worker->account == 0)
        return;
    close(worker->account);
    worker->account = 0;
    open_files--;
}

void worker_look(struct worker *worker) {
    if (worker->account == 0) {
        int file = process_account_open(worker->pid);
        if (file < 0)
            return;
        worker->account = file;
        open_files++;
    }
    process_account_read(worker->account, &worker->last);
}

/* The agent hears of the end of a child while it sleeps only (bell.c). A child starts as any other process. */
static void let_children_tell(void) {
    sigset_t none;
    signal(SIGCHLD, SIG_DFL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

pid_t fork_child(void) {
    for (size_t i = 0; open_files > 0 && i < WORKER_LIMIT; i++)
        worker_look_no_more(&workers[i]);
    pid_t child = fork();
    if (child == 0)
        let_children_tell();
    return child;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "wait.h"

#include <poll.h>
#include <signal.h>
#include <sys/wait.h>

#include "programs.h"
#include "workers.h"

/* Its numbers are in /proc until it is waited for. */
static void reap_processes(void) {
    for (;;) {
        siginfo_t end = {0};
        if (waitid(P_ALL, 0, &end, WEXITED | WNOHANG | WNOWAIT) < 0 || end.si_pid == 0)
            return;
        if (!workers_note_end(&end))
            programs_note_end(&end);
        waitpid(end.si_pid, NULL, 0);
    }
}

void wait_reap(void) {
    reap_processes();
    workers_note_threads();
}

bool wait_listen(uint64_t until) {
    struct pollfd list[PROGRAM_FILES];
    size_t count = programs_watch(list);
    if (count == 0)
        return false;
    uint64_t now = clock_now(), left = until > now ? until - now : 0;
    struct timespec time = {.tv_sec = (time_t)(left / SECOND), .tv_nsec = (long)(left % SECOND)};
    if (ppoll(list, count, &time, NULL) > 0) {
        programs_read();
        wait_reap();
    }
    return true;
}

void wait_until(uint64_t nanos) {
    do {
        if (!wait_listen(nanos))
            return clock_sleep_until(nanos);
    } while (clock_now() < nanos);
}

void wait_for(uint64_t nanos) {
    wait_until(clock_now() + nanos);
}

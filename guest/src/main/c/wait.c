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

static void listen_to(struct pollfd *list, size_t count, uint64_t until) {
    uint64_t now = clock_now(), left = until > now ? until - now : 0;
    struct timespec time = {.tv_sec = (time_t)(left / SECOND), .tv_nsec = (long)(left % SECOND)};
    if (ppoll(list, count, &time, NULL) > 0) {
        programs_read();
        wait_reap();
    }
}

bool wait_listen(uint64_t until) {
    struct pollfd list[PROGRAM_FILES];
    size_t count = programs_watch(list);
    if (count == 0)
        return false;
    listen_to(list, count, until);
    return true;
}

bool wait_file(int file, short events, uint64_t until) {
    do {
        struct pollfd list[1 + PROGRAM_FILES] = {{.fd = file, .events = events}};
        listen_to(list, 1 + programs_watch(list + 1), until);
        if (list[0].revents)
            return true;
    } while (clock_now() < until);
    return false;
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

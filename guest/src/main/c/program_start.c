/* SPDX-License-Identifier: Apache-2.0
 *
 * Starts a program in a session of its own, with pipes for what it prints, and waits until it is that program.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "programs.h"

struct failure {
    int error;
    char step[256];
};

/* Closed by exec; a child that does not get so far writes why. */
struct start {
    struct execution execution;
    bool scheduler;
    int streams[STREAMS][2];
    int failure[2];
};

static void close_pipe(int ends[2]) {
    for (int i = 0; i < 2; i++)
        if (ends[i] >= 0)
            close(ends[i]);
    ends[0] = ends[1] = -1;
}

static void close_pipes(struct start *start) {
    for (int i = 0; i < STREAMS; i++)
        close_pipe(start->streams[i]);
    close_pipe(start->failure);
}

static bool open_pipes(struct start *start) {
    memset(start->streams, -1, sizeof start->streams);
    memset(start->failure, -1, sizeof start->failure);
    bool good = pipe2(start->failure, O_CLOEXEC) == 0;
    for (int i = 0; good && i < STREAMS; i++)
        good = pipe2(start->streams[i], O_CLOEXEC) == 0 && fcntl(start->streams[i][0], F_SETFL, O_NONBLOCK) == 0;
    if (!good) {
        reply_error(errno, "pipes for what the program prints: %s", strerror(errno));
        close_pipes(start);
    }
    return good;
}

static void become(struct start *start) {
    setsid();
    int nothing = open("/dev/null", O_RDONLY);
    dup2(nothing, STDIN_FILENO);
    dup2(start->streams[0][1], STDOUT_FILENO);
    dup2(start->streams[1][1], STDERR_FILENO);
    int report = dup2(start->failure[1], STDERR_FILENO + 1);
    fcntl(report, F_SETFD, FD_CLOEXEC);
    syscall(SYS_close_range, report + 1, ~0U, 0);
    if (start->scheduler)
        programs_hurry(getpid(), true);
    const char *step = execution_schedule(&start->execution);
    if (!step)
        step = execution_begin(&start->execution);
    struct failure failure = {.error = errno};
    strncpy(failure.step, step, sizeof failure.step - 1);
    ssize_t told = write(report, &failure, sizeof failure);
    _exit(told < 0 ? 126 : 127);
}

/* Waits until the child is the program; replies and returns false when it is not. */
static bool await_exec(int report, uint64_t limit) {
    struct failure failure = {0};
    struct pollfd wait = {.fd = report, .events = POLLIN};
    struct timespec time = {.tv_sec = (time_t)(limit / SECOND), .tv_nsec = (long)(limit % SECOND)};
    int ready = ppoll(&wait, 1, &time, NULL);
    if (ready > 0 && read(report, &failure, sizeof failure) <= 0)
        return true;
    if (ready > 0)
        reply_error(failure.error, "%s: %s", failure.step, strerror(failure.error));
    else
        reply_error(ETIMEDOUT, "within %llu ms of guest time the program got no CPU to start on",
                    (unsigned long long)(limit / MILLISECOND));
    return false;
}

/* Replies and returns false when the child cannot be watched. */
static bool take_over(struct program *program, pid_t pid, struct start *start) {
    program->pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
    if (program->pidfd < 0) {
        reply_error(errno, "pidfd_open: %s", strerror(errno));
        return false;
    }
    fcntl(program->pidfd, F_SETFD, FD_CLOEXEC);
    program->pid = pid;
    for (int i = 0; i < STREAMS; i++) {
        program->streams[i] = start->streams[i][0];
        start->streams[i][0] = -1;
    }
    program->started = clock_now();
    process_start(pid, &program->start_ticks);
    process_account(pid, &program->last);
    return true;
}

/* Takes over the request's bytes when it returns true. Replies when it returns false. */
static bool start_program(struct program *program, struct start *start, uint64_t limit) {
    if (!open_pipes(start))
        return false;
    pid_t pid = fork();
    if (pid == 0)
        become(start);
    if (pid < 0) {
        reply_error(errno, "fork: %s", strerror(errno));
        close_pipes(start);
        return false;
    }
    close(start->failure[1]);
    start->failure[1] = -1;
    mailbox_doing("the program is to start");
    bool good = await_exec(start->failure[0], limit) && take_over(program, pid, start);
    if (!good)
        kill(pid, SIGKILL);
    close_pipes(start);
    return good;
}

void command_program_start(void) {
    size_t size;
    const uint8_t *request = mailbox_request(&size);
    struct start start;
    struct program *program = programs_place();
    if (!program)
        return;
    uint8_t *copy = malloc(size + 1);
    if (!copy)
        return reply_error(ENOMEM, "no room for a request of %zu bytes", size);
    memcpy(copy, request, size);
    if (!execution_read(&start.execution, copy, size)) {
        free(copy);
        return;
    }
    start.scheduler = get_number(copy, START_SCHEDULER) != 0;
    if (start.scheduler)
        start.execution.nice = SCHEDULER_LOADER_NICE;
    if (start_program(program, &start, mailbox_number(MAILBOX_ARGUMENT_0))) {
        program->request = copy;
        program->request_size = size;
        if (start.scheduler)
            programs_set_scheduler(program);
        programs_reply(program, 0);
    } else {
        free(copy);
    }
    execution_free(&start.execution);
}

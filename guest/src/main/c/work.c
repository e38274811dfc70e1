/* SPDX-License-Identifier: Apache-2.0 */
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "work.h"

/* The worker that this process or thread is. */
static __thread const struct work *self;

void work_become(const struct work *work) {
    self = work;
}

static void end(int code) __attribute__((noreturn));

/* A thread vanishes from /proc as it ends, so it keeps its own last numbers: of the moment before it dies. */
static void end(int code) {
    if (!self->thread)
        _exit(code);
    struct worker_line *line = self->mine;
    struct timespec used;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used); /* has the kernel count up to now */
    process_account(gettid(), &line->last.numbers);
    process_counted_until(gettid(), &line->last.until);
    line->exit_code = (uint32_t)code;
    line->ended = 1;
    for (;;)
        syscall(SYS_exit, code);
}

static void on_stop(int signal) {
    (void)signal;
    if (self)
        end(0);
}

void work_prepare_threads(void) {
    struct sigaction action = {.sa_handler = on_stop};
    sigaction(SIGTERM, &action, NULL);
}

void work_fail(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(self->mine->problem, sizeof self->mine->problem, format, arguments);
    va_end(arguments);
    end(1);
}

uint64_t draw(uint64_t *seed) {
    uint64_t mixed = *seed += 0x9e3779b97f4a7c15;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
    return mixed ^ (mixed >> 31);
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * The table of programs. While the agent sleeps it listens to them, so what they print and their end have the time at
 * which they happened.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "programs.h"

#define PIECE     (16 * 1024)
#define AT_A_TIME 4

struct program programs[PROGRAM_LIMIT];

static bool alive(const struct program *program) {
    return program->pid > 0 && program->ending == REPORT_ENDING_ALIVE;
}

/* Reads what a stream has to say, not more than a few pieces, so that no program can keep the agent busy. */
static void read_stream(struct program *program, int stream) {
    static uint8_t piece[PIECE];
    for (int i = 0; i < AT_A_TIME && program->streams[stream] >= 0; i++) {
        ssize_t got = read(program->streams[stream], piece, sizeof piece);
        if (got < 0)
            return;
        if (got == 0) {
            close(program->streams[stream]);
            program->streams[stream] = -1;
        } else {
            output_note(&program->output, stream + 1, piece, (size_t)got);
        }
    }
}

static void read_streams(struct program *program) {
    for (int stream = 0; stream < STREAMS; stream++)
        read_stream(program, stream);
}

bool programs_note_end(const siginfo_t *end) {
    struct program *program = programs;
    while (program < programs + PROGRAM_LIMIT && !(alive(program) && program->pid == end->si_pid))
        program++;
    if (program == programs + PROGRAM_LIMIT)
        return false;
    process_account(program->pid, &program->last);
    program->ended = clock_now();
    program->ending_code = (uint64_t)end->si_status;
    program->ending = end->si_code == CLD_EXITED ? REPORT_ENDING_EXITED : REPORT_ENDING_KILLED;
    if (program->pidfd >= 0)
        close(program->pidfd);
    program->pidfd = -1;
    read_streams(program);
    return true;
}

/* One more thing to wait for. */
static size_t watch(struct pollfd *list, size_t count, int fd) {
    if (fd >= 0)
        list[count++] = (struct pollfd){.fd = fd, .events = POLLIN};
    return count;
}

size_t programs_watch(struct pollfd *list) {
    size_t count = 0;
    for (const struct program *each = programs; each < programs + PROGRAM_LIMIT; each++) {
        if (each->pid == 0)
            continue;
        count = watch(list, count, each->pidfd);
        for (int stream = 0; stream < STREAMS; stream++)
            count = watch(list, count, each->streams[stream]);
    }
    return count;
}

void programs_read(void) {
    for (struct program *each = programs; each < programs + PROGRAM_LIMIT; each++)
        if (each->pid > 0)
            read_streams(each);
}

/* Sleeps until a program has something to say, or a time; false when there is nobody to listen to. */
static bool listen_once(uint64_t until) {
    _Static_assert(PROGRAM_FILES == PROGRAM_LIMIT * (STREAMS + 1), "a list of all files");
    struct pollfd list[PROGRAM_FILES];
    size_t count = programs_watch(list);
    if (count == 0)
        return false;
    uint64_t now = clock_now(), left = until > now ? until - now : 0;
    struct timespec time = {.tv_sec = (time_t)(left / SECOND), .tv_nsec = (long)(left % SECOND)};
    if (ppoll(list, count, &time, NULL) > 0) {
        programs_read();
        workers_reap();
    }
    return true;
}

bool programs_listen_until(uint64_t nanos) {
    do {
        if (!listen_once(nanos))
            return false;
    } while (clock_now() < nanos);
    return true;
}

bool programs_await_end(const struct program *program, uint64_t until) {
    while (alive(program) && clock_now() < until && listen_once(until))
        ;
    return !alive(program);
}

struct program *programs_requested(void) {
    uint64_t pid = mailbox_number(MAILBOX_ARGUMENT_0), start = mailbox_number(MAILBOX_ARGUMENT_1);
    for (struct program *each = programs; each < programs + PROGRAM_LIMIT; each++)
        if (each->pid > 0 && (uint64_t)each->pid == pid && each->start_ticks == start)
            return each;
    reply_error(ESRCH, "no program has pid %llu and start time %llu ticks; the last %d are known",
                (unsigned long long)pid, (unsigned long long)start, PROGRAM_LIMIT);
    return NULL;
}

static void forget(struct program *program) {
    for (int stream = 0; stream < STREAMS; stream++)
        if (program->pid > 0 && program->streams[stream] >= 0)
            close(program->streams[stream]);
    output_free(&program->output);
    free(program->request);
    memset(program, 0, sizeof *program);
}

struct program *programs_place(void) {
    struct program *oldest = NULL;
    for (struct program *each = programs; each < programs + PROGRAM_LIMIT; each++) {
        if (each->pid == 0)
            return each;
        if (!alive(each) && (!oldest || each->ended < oldest->ended))
            oldest = each;
    }
    if (oldest)
        forget(oldest);
    else
        reply_error(EAGAIN, "%d programs are running, and no more can", PROGRAM_LIMIT);
    return oldest;
}

uint8_t *programs_reply(const struct program *program, size_t more) {
    struct task_numbers numbers = program->last;
    if (alive(program) && !process_account(program->pid, &numbers))
        numbers = program->last;
    uint8_t *reply = reply_area(PROGRAM_SIZE + more);
    put_number(reply, PROGRAM_PID, (uint64_t)program->pid);
    put_number(reply, PROGRAM_START_TICKS, program->start_ticks);
    put_number(reply, PROGRAM_STARTED, program->started);
    put_number(reply, PROGRAM_ENDED, program->ended);
    put_number(reply, PROGRAM_ENDING, program->ending);
    put_number(reply, PROGRAM_ENDING_CODE, program->ending_code);
    put_number(reply, PROGRAM_CPU_NANOS, numbers.cpu_nanos);
    put_number(reply, PROGRAM_PRINTED, program->output.printed);
    put_number(reply, PROGRAM_CUT, program->output.cut);
    put_number(reply, PROGRAM_BEFORE_CUT, program->output.head_used);
    put_number(reply, PROGRAM_RUN_DELAY, numbers.run_delay_nanos);
    return reply + PROGRAM_SIZE;
}

void command_program_state(void) {
    struct program *program = programs_requested();
    if (!program)
        return;
    read_streams(program);
    const struct output *output = &program->output;
    uint8_t *records = programs_reply(program, output->head_used + output->tail_used);
    memcpy(records, output->head, output->head_used);
    memcpy(records + output->head_used, output->tail, output->tail_used);
}

void command_program_signal(void) {
    size_t size;
    const uint8_t *request = mailbox_request(&size);
    struct program *program = programs_requested();
    if (!program)
        return;
    int signal = size == sizeof(uint64_t) ? (int)get_number(request, 0) : -1;
    if (kill(-program->pid, signal) == 0)
        reply_result(1);
    else if (errno != ESRCH)
        reply_error(errno, "signal %d to process group %d: %s", signal, program->pid, strerror(errno));
}

void command_program_await(void) {
    size_t size;
    const uint8_t *request = mailbox_request(&size);
    struct program *program = programs_requested();
    if (!program)
        return;
    programs_await_end(program, clock_now() + (size == sizeof(uint64_t) ? get_number(request, 0) : 0));
    programs_reply(program, 0);
}

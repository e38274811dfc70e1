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

bool program_alive(const struct program *program) {
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

void programs_read_one(struct program *program) {
    for (int stream = 0; stream < STREAMS; stream++)
        read_stream(program, stream);
}

bool programs_note_end(const siginfo_t *end) {
    struct program *program = programs;
    while (program < programs + PROGRAM_LIMIT && !(program_alive(program) && program->pid == end->si_pid))
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
    programs_read_one(program);
    return true;
}

/* One more thing to wait for. */
static size_t watch(struct pollfd *list, size_t count, int fd) {
    if (fd >= 0)
        list[count++] = (struct pollfd){.fd = fd, .events = POLLIN};
    return count;
}

size_t programs_watch(struct pollfd *list) {
    _Static_assert(PROGRAM_FILES == PROGRAM_LIMIT * (STREAMS + 1), "a list of all files");
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
            programs_read_one(each);
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
        if (!program_alive(each) && (!oldest || each->ended < oldest->ended))
            oldest = each;
    }
    if (oldest)
        forget(oldest);
    else
        reply_error(EAGAIN, "%d programs are running, and no more can", PROGRAM_LIMIT);
    return oldest;
}

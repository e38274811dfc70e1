/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <signal.h>
#include <string.h>

#include "programs.h"
#include "wait.h"

struct program *programs_requested(void) {
    uint64_t pid = mailbox_number(MAILBOX_ARGUMENT_0), start = mailbox_number(MAILBOX_ARGUMENT_1);
    for (struct program *each = programs; each < programs + PROGRAM_LIMIT; each++)
        if (each->pid > 0 && (uint64_t)each->pid == pid && each->start_ticks == start)
            return each;
    reply_error(ESRCH, "no program has pid %llu and start time %llu ticks; the last %d are known",
                (unsigned long long)pid, (unsigned long long)start, PROGRAM_LIMIT);
    return NULL;
}

uint8_t *programs_reply(const struct program *program, size_t more) {
    struct task_numbers numbers = program->last;
    if (program_alive(program) && !process_account(program->pid, &numbers))
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
    programs_read_one(program);
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

static void await_end(const struct program *program, uint64_t until) {
    while (program_alive(program) && clock_now() < until && wait_listen(until))
        ;
}

void command_program_await(void) {
    size_t size;
    const uint8_t *request = mailbox_request(&size);
    struct program *program = programs_requested();
    if (!program)
        return;
    mailbox_doing("the program is to end");
    await_end(program, clock_now() + (size == sizeof(uint64_t) ? get_number(request, 0) : 0));
    programs_reply(program, 0);
}

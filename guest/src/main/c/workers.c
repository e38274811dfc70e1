/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>

#include "workers.h"

#define DEATH_LIMIT (5 * SECOND)
#define LOOK_AGAIN  (200 * 1000ULL)

struct worker workers[WORKER_LIMIT];
struct worker_line *worker_lines;

void workers_open(void) {
    size_t size = sizeof(struct worker_line) * WORKER_LIMIT;
    worker_lines = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (worker_lines == MAP_FAILED)
        give_up("memory shared with workers");
}

static struct worker *find_alive(pid_t pid) {
    for (size_t i = 0; i < WORKER_LIMIT; i++)
        if (workers[i].pid == pid && workers[i].ending == REPORT_ENDING_ALIVE)
            return &workers[i];
    return NULL;
}

static void note_ending(struct worker *worker, const siginfo_t *end) {
    uint64_t start = worker->last.start_ticks;
    if (!process_numbers(worker->pid, &worker->last))
        worker->last.start_ticks = start;
    worker->ending_code = (uint64_t)end->si_status;
    worker->ending = end->si_code == CLD_EXITED ? REPORT_ENDING_EXITED
                     : worker->stopping         ? REPORT_ENDING_STOPPED
                                                : REPORT_ENDING_KILLED;
}

/* A dead process keeps its numbers in /proc until it is waited for, so look first and wait then. */
void workers_reap(void) {
    for (;;) {
        siginfo_t end = {0};
        if (waitid(P_ALL, 0, &end, WEXITED | WNOHANG | WNOWAIT) < 0 || end.si_pid == 0)
            return;
        struct worker *worker = find_alive(end.si_pid);
        if (worker)
            note_ending(worker, &end);
        else
            programs_note_end(&end);
        waitpid(end.si_pid, NULL, 0);
    }
}

static bool all_ended(const size_t *places, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (workers[places[i]].ending == REPORT_ENDING_ALIVE)
            return false;
    return true;
}

bool workers_kill(const size_t *places, size_t count, uint64_t within_nanos) {
    for (size_t i = 0; i < count; i++) {
        struct worker *worker = &workers[places[i]];
        if (worker->ending != REPORT_ENDING_ALIVE)
            continue;
        worker->stopping = true;
        kill(worker->pid, SIGKILL);
    }
    uint64_t end = clock_now() + within_nanos;
    for (workers_reap(); !all_ended(places, count); workers_reap()) {
        if (clock_now() >= end)
            return false;
        clock_sleep(LOOK_AGAIN);
    }
    return true;
}

/* Finds the workers named in the request; replies and returns -1 when one is not there. */
static ssize_t find_requested(size_t *places) {
    size_t size;
    const uint8_t *request = mailbox_request(&size);
    size_t count = size / WORKER_SIZE;
    if (count > WORKER_LIMIT) {
        reply_error(EINVAL, "%zu workers named, but there are at most %d", count, WORKER_LIMIT);
        return -1;
    }
    for (size_t i = 0; i < count; i++) {
        pid_t pid = (pid_t)get_number(request + i * WORKER_SIZE, WORKER_PID);
        uint64_t start = get_number(request + i * WORKER_SIZE, WORKER_START_TICKS);
        size_t place = 0;
        while (place < WORKER_LIMIT && !(workers[place].pid == pid && workers[place].last.start_ticks == start))
            place++;
        if (pid <= 0 || place == WORKER_LIMIT) {
            reply_error(ESRCH, "no worker has pid %d and start time %llu ticks", pid, (unsigned long long)start);
            return -1;
        }
        places[i] = place;
    }
    return (ssize_t)count;
}

static void write_report(uint8_t *report, size_t place) {
    struct worker *worker = &workers[place];
    struct task_numbers numbers = worker->last;
    if (worker->ending == REPORT_ENDING_ALIVE)
        process_numbers(worker->pid, &numbers);
    put_number(report, REPORT_PID, (uint64_t)worker->pid);
    put_number(report, REPORT_ITERATIONS, worker_lines[place].iterations);
    put_number(report, REPORT_CPU_NANOS, numbers.cpu_nanos);
    put_number(report, REPORT_RUN_DELAY_NANOS, numbers.run_delay_nanos);
    put_number(report, REPORT_TIMESLICES, numbers.timeslices);
    put_number(report, REPORT_USER_TICKS, numbers.user_ticks);
    put_number(report, REPORT_SYSTEM_TICKS, numbers.system_ticks);
    put_number(report, REPORT_ENDING, worker->ending);
    put_number(report, REPORT_ENDING_CODE, worker->ending_code);
}

static void reply_reports(const size_t *places, size_t count) {
    uint8_t *reports = reply_area(count * REPORT_SIZE);
    for (size_t i = 0; i < count; i++)
        write_report(reports + i * REPORT_SIZE, places[i]);
}

static size_t places[WORKER_LIMIT];

void command_report(void) {
    ssize_t count = find_requested(places);
    if (count >= 0)
        reply_reports(places, (size_t)count);
}

void command_stop(void) {
    ssize_t count = find_requested(places);
    if (count < 0)
        return;
    if (workers_kill(places, (size_t)count, DEATH_LIMIT))
        reply_reports(places, (size_t)count);
    else
        reply_error(ETIMEDOUT, "killed workers did not get a CPU to die on within %llu s of guest time",
                    DEATH_LIMIT / SECOND);
}

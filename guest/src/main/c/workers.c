/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cgroup_churn.h"
#include "workers.h"

#define DEATH_LIMIT (5 * SECOND)
#define LOOK_AGAIN  (200 * 1000ULL)
#define FILE_LIMIT  8192 /* two ends of a pipe for each worker, and room */

struct worker workers[WORKER_LIMIT];
struct worker_line *worker_lines;

void workers_open(void) {
    size_t size = sizeof(struct worker_line) * WORKER_LIMIT;
    worker_lines = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (worker_lines == MAP_FAILED)
        give_up("memory shared with workers");
    struct rlimit files = {FILE_LIMIT, FILE_LIMIT};
    if (setrlimit(RLIMIT_NOFILE, &files) < 0)
        give_up("files for workers");
}

bool worker_is_thread(const struct worker *worker) {
    return worker->process != worker->pid;
}

static bool alive(const struct worker *worker) {
    return worker->pid > 0 && worker->ending == REPORT_ENDING_ALIVE;
}

static void note_ending(struct worker *worker, uint64_t ending, uint64_t code) {
    worker->ended_at = clock_now();
    worker->ending = worker->stopping ? REPORT_ENDING_STOPPED : ending;
    worker->ending_code = code;
    worker_look_no_more(worker);
    churn_leave(worker);
}

/* A dead process keeps its numbers in /proc until it is waited for. Its threads do not: they are killed all at once,
 * without a word. */
static void note_process_ending(size_t place, const siginfo_t *end) {
    struct worker *worker = &workers[place];
    if (worker_is_thread(worker))
        snprintf(worker_lines[place].problem, sizeof worker_lines[place].problem,
                 "died with its process; CPU time, run delay and timeslices are of the last look before");
    else
        worker_look(worker);
    note_ending(worker, end->si_code == CLD_EXITED ? REPORT_ENDING_EXITED : REPORT_ENDING_KILLED,
                (uint64_t)end->si_status);
}

static void reap_processes(void) {
    for (;;) {
        siginfo_t end = {0};
        if (waitid(P_ALL, 0, &end, WEXITED | WNOHANG | WNOWAIT) < 0 || end.si_pid == 0)
            return;
        bool worker = false;
        for (size_t i = 0; i < WORKER_LIMIT; i++)
            if (alive(&workers[i]) && workers[i].process == end.si_pid) {
                note_process_ending(i, &end);
                worker = true;
            }
        if (!worker)
            programs_note_end(&end);
        waitpid(end.si_pid, NULL, 0);
    }
}

static bool has_living_threads(pid_t process) {
    for (size_t i = 0; i < WORKER_LIMIT; i++)
        if (alive(&workers[i]) && workers[i].process == process)
            return true;
    return false;
}

/* A thread that ends alone is no child of ours: ask for it. Its process goes with the last one. */
static void reap_threads(void) {
    for (size_t i = 0; i < WORKER_LIMIT; i++) {
        struct worker *worker = &workers[i];
        if (!alive(worker) || !worker_is_thread(worker) || !worker_lines[i].ended ||
            tgkill(worker->process, worker->pid, 0) == 0)
            continue;
        worker->last = worker_lines[i].last;
        note_ending(worker, REPORT_ENDING_EXITED, worker_lines[i].exit_code);
        if (!has_living_threads(worker->process))
            kill(worker->process, SIGKILL);
    }
}

void workers_reap(void) {
    reap_processes();
    reap_threads();
}

static bool all_ended(const struct places *places) {
    for (size_t i = 0; i < places->count; i++)
        if (alive(&workers[places->of[i]]))
            return false;
    return true;
}

bool workers_kill(const struct places *places, uint64_t within_nanos) {
    for (size_t i = 0; i < places->count; i++) {
        struct worker *worker = &workers[places->of[i]];
        if (worker->custom)
            kill(-worker->pid, SIGKILL); /* its children, also of one that has ended */
        if (!alive(worker))
            continue;
        worker->stopping = true;
        if (worker_is_thread(worker))
            tgkill(worker->process, worker->pid, SIGTERM);
        else
            kill(worker->pid, SIGKILL);
    }
    uint64_t end = clock_now() + within_nanos;
    for (workers_reap(); !all_ended(places); workers_reap()) {
        if (clock_now() >= end)
            return false;
        clock_sleep(LOOK_AGAIN);
    }
    return true;
}

/* Finds the workers named in the request; replies and returns false when one is not there. */
static bool find_requested(struct places *places) {
    size_t size;
    const uint8_t *request = mailbox_request(&size);
    places->count = size / WORKER_SIZE;
    if (places->count > WORKER_LIMIT) {
        reply_error(EINVAL, "%zu workers named, but there are at most %d", places->count, WORKER_LIMIT);
        return false;
    }
    for (size_t i = 0; i < places->count; i++) {
        pid_t pid = (pid_t)get_number(request + i * WORKER_SIZE, WORKER_PID);
        uint64_t start = get_number(request + i * WORKER_SIZE, WORKER_START_TICKS);
        size_t place = 0;
        while (place < WORKER_LIMIT && !(workers[place].pid == pid && workers[place].start_ticks == start))
            place++;
        if (pid <= 0 || place == WORKER_LIMIT) {
            reply_error(ESRCH, "no worker has pid %d and start time %llu ticks", pid, (unsigned long long)start);
            return false;
        }
        places->of[i] = place;
    }
    return true;
}

static void reply_reports(const struct places *places) {
    uint8_t *reports = reply_area(places->count * REPORT_SIZE);
    for (size_t i = 0; i < places->count; i++)
        report_write(reports + i * REPORT_SIZE, places->of[i]);
}

static struct places places;

void command_report(void) {
    if (find_requested(&places))
        reply_reports(&places);
}

void command_stop(void) {
    if (!find_requested(&places))
        return;
    if (workers_kill(&places, DEATH_LIMIT))
        reply_reports(&places);
    else
        reply_error(ETIMEDOUT, "killed workers did not get a CPU to die on within %llu s of guest time",
                    DEATH_LIMIT / SECOND);
}

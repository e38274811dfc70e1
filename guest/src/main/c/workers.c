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

#define FILE_LIMIT 8192 /* two ends of a pipe for each worker, and room */

struct worker workers[WORKER_LIMIT];
struct worker_line *worker_lines;

/* What the host reads by these numbers. */
#define LIES_AT(type, member, offset) _Static_assert(offsetof(type, member) == (offset), #offset " of mailbox.h")
LIES_AT(struct worker, pid, KEPT_PID);
LIES_AT(struct worker, process, KEPT_PROCESS);
LIES_AT(struct worker, start_ticks, KEPT_START_TICKS);
LIES_AT(struct worker, opened_at, KEPT_OPENED_AT);
LIES_AT(struct worker, opened_ticks, KEPT_OPENED_TICKS);
LIES_AT(struct worker, start, KEPT_START);
LIES_AT(struct worker, last, KEPT_LAST);
LIES_AT(struct worker, ended_at, KEPT_ENDED_AT);
LIES_AT(struct worker, ending, KEPT_ENDING);
LIES_AT(struct worker, ending_code, KEPT_ENDING_CODE);
LIES_AT(struct worker, counter, KEPT_COUNTER);
_Static_assert(sizeof(struct worker) == KEPT_SIZE, "struct kept of mailbox.h");
LIES_AT(struct account, numbers.cpu_nanos, ACCOUNT_CPU_NANOS);
LIES_AT(struct account, numbers.run_delay_nanos, ACCOUNT_RUN_DELAY_NANOS);
LIES_AT(struct account, numbers.timeslices, ACCOUNT_TIMESLICES);
LIES_AT(struct account, until, ACCOUNT_UNTIL);
LIES_AT(struct gap, nanos, GAP_NANOS);
LIES_AT(struct gap, at, GAP_AT);
LIES_AT(struct gap, cpu, GAP_CPU);
_Static_assert(sizeof(struct gap) == GAP_SIZE, "struct gap of mailbox.h");
LIES_AT(struct migration, at, MIGRATION_AT);
LIES_AT(struct migration, from, MIGRATION_FROM);
LIES_AT(struct migration, to, MIGRATION_TO);
_Static_assert(sizeof(struct migration) == MIGRATION_SIZE, "struct migration of mailbox.h");
LIES_AT(struct worker_line, gap_place, LINE_GAP_PLACE);
LIES_AT(struct worker_line, work_units, LINE_WORK_UNITS);
LIES_AT(struct worker_line, seen_at, LINE_SEEN_AT);
LIES_AT(struct worker_line, waiting_until, LINE_WAITING_UNTIL);
LIES_AT(struct worker_line, gaps, LINE_GAPS);
LIES_AT(struct worker_line, cpus_used, LINE_CPUS_USED);
LIES_AT(struct worker_line, migrations, LINE_MIGRATIONS);
LIES_AT(struct worker_line, wake_max, LINE_WAKE_MAX);
LIES_AT(struct worker_line, cpu, LINE_CPU);
LIES_AT(struct worker_line, ended, LINE_ENDED);
LIES_AT(struct worker_line, exit_code, LINE_EXIT_CODE);
LIES_AT(struct worker_line, last, LINE_LAST);
LIES_AT(struct worker_line, problem, LINE_PROBLEM);
LIES_AT(struct worker_line, migration_list, LINE_MIGRATION_LIST);
LIES_AT(struct worker_line, wake_buckets, LINE_WAKE_BUCKETS);
LIES_AT(struct worker_line, working_set, LINE_WORKING_SET);
LIES_AT(struct worker_line, refills, LINE_REFILLS);
LIES_AT(struct worker_line, refill_nanos, LINE_REFILL_NANOS);
_Static_assert(sizeof(struct worker_line) == LINE_SIZE, "struct line of mailbox.h");

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

bool worker_alive(const struct worker *worker) {
    return worker->pid > 0 && worker->ending == REPORT_ENDING_ALIVE;
}

static void note_ending(struct worker *worker, uint64_t ending, uint64_t code) {
    worker->ended_at = clock_now();
    worker->ending = worker->stopping ? REPORT_ENDING_STOPPED : ending;
    worker->ending_code = code;
    churn_leave(worker);
}

/* A dead process keeps its numbers in /proc until it is waited for. Its threads do not: they are killed all at once,
 * without a word. */
static void note_process_ending(size_t place, const siginfo_t *end) {
    struct worker *worker = &workers[place];
    if (worker_is_thread(worker))
        snprintf(worker_lines[place].problem, sizeof worker_lines[place].problem,
                 "died with its process; its CPU time, run delay and timeslices are lost");
    else if (process_account(worker->pid, &worker->last.numbers))
        process_counted_until(worker->pid, &worker->last.until);
    note_ending(worker, end->si_code == CLD_EXITED ? REPORT_ENDING_EXITED : REPORT_ENDING_KILLED,
                (uint64_t)end->si_status);
}

bool workers_note_end(const siginfo_t *end) {
    bool worker = false;
    for (size_t i = 0; i < WORKER_LIMIT; i++)
        if (worker_alive(&workers[i]) && workers[i].process == end->si_pid) {
            note_process_ending(i, end);
            worker = true;
        }
    return worker;
}

static bool has_living_threads(pid_t process) {
    for (size_t i = 0; i < WORKER_LIMIT; i++)
        if (worker_alive(&workers[i]) && workers[i].process == process)
            return true;
    return false;
}

void workers_note_threads(void) {
    for (size_t i = 0; i < WORKER_LIMIT; i++) {
        struct worker *worker = &workers[i];
        if (!worker_alive(worker) || !worker_is_thread(worker) || !worker_lines[i].ended ||
            tgkill(worker->process, worker->pid, 0) == 0)
            continue;
        worker->last = worker_lines[i].last;
        note_ending(worker, REPORT_ENDING_EXITED, worker_lines[i].exit_code);
        if (!has_living_threads(worker->process))
            kill(worker->process, SIGKILL);
    }
}

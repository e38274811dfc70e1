/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <string.h>

#include "cgroup_churn.h"
#include "spawn.h"
#include "wait.h"

#define LOOK_AGAIN    (100 * 1000ULL)
#define PATIENCE      (100 * MILLISECOND)
#define CLEANUP_LIMIT SECOND

static struct places places;

/* Chooses a place for each worker: one never used, else one whose worker has ended. */
static bool choose_places(size_t count) {
    static size_t next;
    places.count = 0;
    for (size_t tried = 0; tried < WORKER_LIMIT && places.count < count; tried++) {
        struct worker *worker = &workers[next];
        if (worker->pid == 0 || worker->ending != REPORT_ENDING_ALIVE)
            places.of[places.count++] = next;
        next = (next + 1) % WORKER_LIMIT;
    }
    if (places.count == count)
        return true;
    reply_error(EAGAIN, "%zu workers asked, room for %zu: %d may be alive at once", count, places.count, WORKER_LIMIT);
    return false;
}

static void clear_places(const struct request *request) {
    for (size_t i = 0; i < places.count; i++) {
        custom_counter_forget(&workers[places.of[i]]);
        memset(&workers[places.of[i]], 0, sizeof workers[0]);
        memset(&worker_lines[places.of[i]], 0, sizeof worker_lines[0]);
        worker_lines[places.of[i]].working_set = request->refill.spans[0] > 0;
    }
}

static size_t count_ready(void) {
    size_t ready = 0;
    for (size_t i = 0; i < places.count; i++)
        ready += worker_lines[places.of[i]].ready;
    return ready;
}

/* A scheduler under test may never run them; then they start whenever it does. */
static void await_ready(void) {
    size_t ready = 0;
    for (uint64_t moved = clock_now(); ready < places.count && clock_now() < moved + PATIENCE;) {
        wait_for(LOOK_AGAIN);
        size_t now_ready = count_ready();
        if (now_ready > ready)
            moved = clock_now();
        ready = now_ready;
    }
}

static void reply_workers(void) {
    uint8_t *reply = reply_area(places.count * WORKER_SIZE);
    for (size_t i = 0; i < places.count; i++, reply += WORKER_SIZE) {
        struct worker *worker = &workers[places.of[i]];
        put_number(reply, WORKER_PID, (uint64_t)worker->pid);
        put_number(reply, WORKER_START_TICKS, worker->start_ticks);
        put_text(reply, WORKER_COMM, COMM_SIZE, worker->comm);
    }
}

static bool make_workers(const struct request *request, size_t *made) {
    if (request->threads)
        return make_threads(request, &places, made);
    return make_processes(request, &places, made);
}

/* Those that sleep at the gate have numbers that stand still. Others have not come so far: the host, which sees since
 * when they wait, puts that right when the command is done. */
static void note_start(void) {
    for (size_t i = 0; i < places.count; i++)
        process_account(workers[places.of[i]].pid, &workers[places.of[i]].start);
}

static void let_go(struct churn *churn) {
    struct worker_line *gate = &worker_lines[places.of[0]];
    uint64_t ticks = clock_ticks();
    gate->opened_at = clock_now();
    for (size_t i = 0; i < places.count; i++) {
        struct worker *worker = &workers[places.of[i]];
        worker->opened_at = gate->opened_at;
        worker->opened_ticks = ticks;
        worker->churn = churn;
    }
    work_open_gate(gate);
}

void command_spawn(void) {
    static struct request request;
    if (!request_read(&request) || !choose_places(request.count) || !churn_prepare(&request))
        return;
    clear_places(&request);
    mailbox_set_number(MAILBOX_WORKERS, (uint64_t)workers);
    mailbox_set_number(MAILBOX_WORKER_LINES, (uint64_t)worker_lines);
    size_t made = 0;
    mailbox_doing("workers are made and placed");
    if (make_workers(&request, &made)) {
        mailbox_doing("workers are to come to the gate");
        await_ready();
        note_start();
        reply_workers();
        let_go(request.churn);
        return;
    }
    places.count = made;
    workers_kill(&places, CLEANUP_LIMIT);
    churn_drop(request.churn);
}

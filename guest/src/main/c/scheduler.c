/* SPDX-License-Identifier: Apache-2.0
 *
 * Attaching a sched_ext scheduler: load the object, register its struct_ops map, and believe it only when the kernel
 * says "enabled" and the scheduler has given a CPU a task.
 */
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <sched.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "agent.h"
#include "scheduler.h"

#define STATE_FILE       "/sys/kernel/sched_ext/state"
#define OPS_FILE         "/sys/kernel/sched_ext/root/ops"
#define LOOK_AGAIN       (200 * 1000ULL)
#define DETACH_LIMIT     (10 * SECOND)
#define SCHED_EXT_POLICY 7

static struct {
    struct bpf_object *object; /* NULL: none of ours */
    struct bpf_link *link;
    uint64_t load_nanos, dispatched;
    struct scheduler_exit exit; /* of the last one that ended */
} current;

static void read_state(char *state, size_t size) {
    if (file_text(STATE_FILE, state, size) < 0)
        snprintf(state, size, "absent");
}

static bool state_is(const char *wanted) {
    char state[32];
    read_state(state, sizeof state);
    return strcmp(state, wanted) == 0;
}

static void read_variables(void) {
    if (!current.object)
        return;
    if (!bpf_variable_read(current.object, "schedlab_dispatched", &current.dispatched, sizeof current.dispatched))
        current.dispatched = UINT64_MAX;
    struct scheduler_exit exit = {0};
    if (bpf_variable_read(current.object, "schedlab_exit", &exit, sizeof exit) && exit.kind != 0)
        current.exit = exit;
}

static void reply_scheduler(void) {
    char text[128] = "";
    uint8_t *reply = reply_area(SCHEDULER_SIZE);
    read_variables();
    read_state(text, sizeof text);
    put_text(reply, SCHEDULER_STATE, SCHEDULER_OPS - SCHEDULER_STATE, text);
    if (file_text(OPS_FILE, text, sizeof text) > 0)
        put_text(reply, SCHEDULER_OPS, SCHEDULER_DISPATCHED - SCHEDULER_OPS, text);
    put_number(reply, SCHEDULER_DISPATCHED, current.dispatched);
    put_number(reply, SCHEDULER_EXIT_KIND, current.exit.kind);
    put_number(reply, SCHEDULER_EXIT_CODE, (uint64_t)current.exit.code);
    put_text(reply, SCHEDULER_EXIT_REASON, sizeof current.exit.reason, current.exit.reason);
    put_text(reply, SCHEDULER_EXIT_MESSAGE, sizeof current.exit.message, current.exit.message);
    put_number(reply, SCHEDULER_ATTACHED, current.object != NULL);
    put_number(reply, SCHEDULER_LOAD_NANOS, current.load_nanos);
}

void command_scheduler_state(void) {
    reply_scheduler();
}

/* Waits for a state; false when the time is over. */
static bool await_state(const char *wanted, uint64_t until) {
    while (!state_is(wanted)) {
        if (clock_now() >= until)
            return false;
        clock_sleep(LOOK_AGAIN);
    }
    return true;
}

/* Right after the attach the state may be "enabling" still; "disabled" means that it has ended already. */
static bool await_enabled(uint64_t until) {
    while (state_is("enabling") && clock_now() < until)
        clock_sleep(LOOK_AGAIN);
    return state_is("enabled");
}

/* Unregisters what is attached and keeps how it ended. */
static bool let_go(void) {
    bpf_link__destroy(current.link);
    bool disabled = await_state("disabled", clock_now() + DETACH_LIMIT);
    read_variables();
    bpf_object__close(current.object);
    current.object = NULL;
    current.link = NULL;
    return disabled;
}

void command_detach(void) {
    if (!current.object)
        reply_error(ENOENT, "no scheduler is attached");
    else if (let_go())
        reply_scheduler();
    else
        reply_error(ETIMEDOUT, "the scheduler was unregistered but the kernel did not disable it within %llu s",
                    DETACH_LIMIT / SECOND);
}

/* An idle machine schedules nothing: this process gives the scheduler something to do. */
static pid_t start_probe(void) {
    prctl(PR_SET_NAME, "probe");
    pid_t probe = fork();
    if (probe != 0) {
        prctl(PR_SET_NAME, "agent");
        return probe;
    }
    cpu_set_t all;
    memset(&all, 0xff, sizeof all);
    sched_setaffinity(0, sizeof all, &all);
    struct sched_param parameter = {0};
    syscall(SYS_sched_setscheduler, 0, SCHED_EXT_POLICY, &parameter);
    for (;;) {
        struct timespec pause = {.tv_nsec = 1000 * 1000};
        nanosleep(&pause, NULL);
    }
}

static bool has_dispatched(void) {
    read_variables();
    return current.dispatched > 0;
}

static bool await_dispatch(uint64_t until) {
    pid_t probe = start_probe();
    while (!has_dispatched() && state_is("enabled") && clock_now() < until)
        clock_sleep(LOOK_AGAIN);
    kill(probe, SIGKILL);
    return has_dispatched();
}

/* Replies why the scheduler is not on, after taking it away. */
static void refuse(const char *what) {
    char state[32];
    read_state(state, sizeof state);
    bool by_itself = strcmp(state, "enabled") != 0 && strcmp(state, "enabling") != 0;
    let_go();
    if (by_itself && current.exit.kind != 0)
        reply_error(ECANCELED, "the scheduler ended while it was being attached: %s: %s (kind %llu)\n%s",
                    current.exit.reason, current.exit.message, (unsigned long long)current.exit.kind, scheduler_log());
    else
        reply_error(ETIMEDOUT, "%s: the kernel's state was \"%s\"\n%s", what, state, scheduler_log());
}

static void attach(struct bpf_map *ops, uint64_t started, uint64_t limit) {
    current.link = bpf_map__attach_struct_ops(ops);
    if (!current.link) {
        int error = errno;
        read_variables();
        bpf_object__close(current.object);
        current.object = NULL;
        return reply_error(error, "the kernel refused the scheduler: %s\n%s%s", strerror(error), current.exit.message,
                           scheduler_log());
    }
    if (!await_enabled(started + limit))
        return refuse("not enabled in time");
    if (!await_dispatch(started + limit))
        return refuse("enabled, but it gave no CPU a task in time (or does not call count_dispatch())");
    workers_reap();
    current.load_nanos = clock_now() - started;
    reply_scheduler();
}

/* Replies and returns false when something is on already. What ended by itself is cleared away. */
static bool is_free(void) {
    char ops[128] = "";
    if (state_is("disabled")) {
        if (current.object)
            let_go();
        return true;
    }
    if (state_is("absent")) {
        reply_error(ENOTSUP, "this kernel has no sched_ext (" STATE_FILE " is not there)");
        return false;
    }
    file_text(OPS_FILE, ops, sizeof ops);
    reply_error(EBUSY, "a scheduler is attached already: %s", ops);
    return false;
}

void command_attach(void) {
    uint64_t started = clock_now();
    size_t size;
    const uint8_t *request = mailbox_request(&size);
    uint64_t limit = mailbox_number(MAILBOX_ARGUMENT_0);
    uint64_t name_length = mailbox_number(MAILBOX_ARGUMENT_1);
    char name[64];
    if (name_length >= sizeof name || name_length >= size)
        return reply_error(EINVAL, "a scheduler's name of %llu bytes", (unsigned long long)name_length);
    memcpy(name, request, name_length);
    name[name_length] = 0;
    if (!is_free())
        return;
    memset(&current.exit, 0, sizeof current.exit);
    current.dispatched = current.load_nanos = 0;
    struct bpf_map *ops = NULL;
    current.object = scheduler_load(name, request + name_length, size - name_length, &ops);
    if (current.object)
        attach(ops, started, limit);
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * Attaching a sched_ext scheduler: load the object, register its struct_ops map, and believe it only when the kernel
 * says "enabled" and a task of policy SCHED_EXT has been put on a CPU since.
 */
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agent.h"
#include "bpf_variables.h"
#include "grace.h"
#include "sched_ext.h"
#include "scheduler.h"
#include "wait.h"

#define LOOK_AGAIN   (200 * 1000ULL)
#define DETACH_LIMIT (10 * SECOND)

static struct {
    struct bpf_object *object; /* NULL: none of ours */
    struct bpf_link *link;
    struct scheduler_bytes from;
    uint64_t load_nanos, instructions;
    const volatile uint64_t *counter;           /* NULL: it does not count what it dispatches */
    const volatile struct scheduler_exit *exit; /* NULL: it keeps no record of its end */
    struct bpf_variable counter_memory, exit_memory;
} current;

/* Of the present scheduler, or the last one when there is none; UINT64_MAX = not known. */
static uint64_t dispatched = UINT64_MAX;
/* How the last one ended that was let go; kind 0 if it kept no record. */
static struct scheduler_exit last_exit;

struct bpf_object *scheduler_object(void) {
    return current.object;
}

static void open_variables(void) {
    current.counter =
        bpf_variable_open(current.object, "schedlab_dispatched", sizeof *current.counter, &current.counter_memory);
    current.exit = bpf_variable_open(current.object, "schedlab_exit", sizeof *current.exit, &current.exit_memory);
}

static void close_variables(void) {
    bpf_variable_close(&current.counter_memory);
    bpf_variable_close(&current.exit_memory);
    current.counter = NULL;
    current.exit = NULL;
}

static void read_variables(void) {
    if (!current.object)
        return;
    dispatched = current.counter && *current.counter ? *current.counter : UINT64_MAX;
}

/* How the present scheduler ended, or the last one when there is none; kind 0 while it runs. */
static void read_exit(struct scheduler_exit *exit) {
    memset(exit, 0, sizeof *exit);
    if (!current.object)
        *exit = last_exit;
    else if (current.exit && current.exit->kind != 0)
        memcpy(exit, (const void *)current.exit, sizeof *exit);
}

static uint64_t who_attached(bool by_others) {
    return current.object ? SCHEDULER_ATTACHED_HERE : by_others ? SCHEDULER_ATTACHED_BY_OTHERS : 0;
}

static void reply_scheduler(void) {
    static struct scheduler_exit exit;
    static const struct scheduler_exit none;
    char state[SCHED_EXT_STATE_SIZE], ops[SCHEDULER_DISPATCHED - SCHEDULER_OPS];
    uint8_t *reply = reply_area(SCHEDULER_SIZE);
    read_variables();
    read_exit(&exit);
    sched_ext_state(state);
    sched_ext_ops(ops, sizeof ops);
    bool by_others = !current.object && strcmp(state, "enabled") == 0;
    if (by_others)
        exit = none;
    put_text(reply, SCHEDULER_STATE, SCHEDULER_OPS - SCHEDULER_STATE, state);
    put_text(reply, SCHEDULER_OPS, sizeof ops, ops);
    put_number(reply, SCHEDULER_DISPATCHED, by_others ? UINT64_MAX : dispatched);
    put_number(reply, SCHEDULER_EXIT_KIND, exit.kind);
    put_number(reply, SCHEDULER_EXIT_CODE, (uint64_t)exit.code);
    put_text(reply, SCHEDULER_EXIT_REASON, sizeof exit.reason, exit.reason);
    put_text(reply, SCHEDULER_EXIT_MESSAGE, sizeof exit.message, exit.message);
    put_number(reply, SCHEDULER_ATTACHED, who_attached(by_others));
    put_number(reply, SCHEDULER_LOAD_NANOS, by_others ? 0 : current.load_nanos);
    put_number(reply, SCHEDULER_INSTRUCTIONS, by_others ? 0 : current.instructions);
}

void command_scheduler_state(void) {
    reply_scheduler();
}

void command_scheduler_exit(void) {
    static struct scheduler_exit exit;
    read_exit(&exit);
    reply_bytes(mailbox_number(MAILBOX_ARGUMENT_0) ? &last_exit : &exit, sizeof exit);
}

/* Unregisters what is attached and keeps how it ended. */
static bool let_go(void) {
    mailbox_doing("the kernel unregisters the scheduler");
    grace_hurry(true);
    bpf_link__destroy(current.link);
    mailbox_doing("the kernel disables the scheduler");
    struct patience patience = {.until = clock_now() + DETACH_LIMIT, .pause = LOOK_AGAIN};
    bool disabled = sched_ext_comes("disabled", &patience);
    grace_hurry(false);
    read_variables();
    static struct scheduler_exit exit;
    read_exit(&exit);
    last_exit = exit;
    close_variables();
    mailbox_doing("the kernel frees the scheduler's programs");
    bpf_object__close(current.object);
    current.object = NULL;
    current.link = NULL;
    free(current.from.bytes);
    current.from.bytes = NULL;
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

/* Replies why the scheduler is not on, after taking it away. */
static void refuse(const char *what) {
    char state[SCHED_EXT_STATE_SIZE];
    sched_ext_state(state);
    bool by_itself = strcmp(state, "enabled") != 0 && strcmp(state, "enabling") != 0;
    let_go();
    if (by_itself && last_exit.kind != 0)
        reply_error(ECANCELED, "the scheduler ended while it was being attached: %s: %s (kind %llu)\n%s",
                    last_exit.reason, last_exit.message, (unsigned long long)last_exit.kind, scheduler_log());
    else
        reply_error(ETIMEDOUT, "%s: the kernel's state was \"%s\"\n%s", what, state, scheduler_log());
}

/* Right after the attach the state may be "enabling" still; "disabled" means that it has ended already. */
static bool await_enabled(const struct patience *patience) {
    sched_ext_goes("enabling", patience);
    return sched_ext_is("enabled");
}

/* Puts a loaded object in charge. Replies when that fails. */
static bool attach(struct bpf_map *ops, uint64_t started, uint64_t limit) {
    struct patience patience = {.until = started + limit, .pause = LOOK_AGAIN};
    mailbox_doing("the kernel enables the scheduler");
    current.link = bpf_map__attach_struct_ops(ops);
    if (!current.link) {
        int error = errno;
        read_variables();
        let_go();
        reply_error(error, "the kernel refused the scheduler: %s\n%s%s", strerror(error), last_exit.message,
                    scheduler_log());
    } else if (!await_enabled(&patience)) {
        refuse("not enabled in time");
    } else if (mailbox_doing("the scheduler is to give a task a CPU"), !sched_ext_gives_turns(&patience)) {
        refuse("enabled, but it gave no CPU a task in time");
    } else {
        wait_reap();
        current.load_nanos = clock_now() - started;
        return true;
    }
    return false;
}

/* Takes over the bytes, also when it fails. Replies when it fails; whatever is attached stays until the new object is
 * loaded. */
static bool take_charge(struct scheduler_bytes from, struct scheduler_bytes *previous, uint64_t limit) {
    uint64_t started = clock_now();
    struct bpf_map *ops = NULL;
    mailbox_doing("the kernel loads and verifies the scheduler");
    struct bpf_object *object = scheduler_load(&from, &ops);
    if (!object) {
        free(from.bytes);
        return false;
    }
    if (current.object) {
        *previous = current.from;
        current.from.bytes = NULL;
        let_go();
    }
    memset(&current, 0, sizeof current);
    current.object = object;
    current.from = from;
    current.instructions = scheduler_instructions(object);
    open_variables();
    return attach(ops, started, limit);
}

/* After a scheduler that was refused: the one before it goes on, from its beginning. The reply says so. */
static void put_back(struct scheduler_bytes previous, uint64_t limit) {
    static char why[100 * 1024];
    struct scheduler_bytes none = {0};
    uint64_t error = mailbox_number(MAILBOX_ERROR);
    reply_error_text(why, sizeof why);
    bool back = take_charge(previous, &none, limit);
    reply_error((int)error, back ? "%s\n%s was attached again and starts afresh" : "%s\n%s could not be attached again",
                why, previous.name);
}

/* What is to be attached; its bytes are the caller's. Replies when the request makes no sense. */
static bool requested(struct scheduler_bytes *from) {
    size_t size;
    const uint8_t *request = mailbox_request(&size);
    uint64_t name_length = mailbox_number(MAILBOX_ARGUMENT_1);
    if (name_length >= sizeof from->name || name_length >= size) {
        reply_error(EINVAL, "a scheduler's name of %llu bytes", (unsigned long long)name_length);
        return false;
    }
    memset(from->name, 0, sizeof from->name);
    memcpy(from->name, request, name_length);
    from->size = size - name_length;
    from->bytes = malloc(from->size);
    if (!from->bytes) {
        reply_error(ENOMEM, "no room for an object of %zu bytes", from->size);
        return false;
    }
    memcpy(from->bytes, request + name_length, from->size);
    return true;
}

/* Replies and returns false when something is on that may not be taken away. What ended by itself is cleared away. */
static bool is_free(bool replace) {
    char ops[SCHEDULER_DISPATCHED - SCHEDULER_OPS];
    if (sched_ext_is("disabled")) {
        if (current.object)
            let_go();
        return true;
    }
    if (sched_ext_is("absent")) {
        reply_error(ENOTSUP, "this kernel has no sched_ext (/sys/kernel/sched_ext/state is not there)");
        return false;
    }
    if (replace && current.object)
        return true;
    sched_ext_ops(ops, sizeof ops);
    reply_error(EBUSY, "a scheduler is attached already: %s", ops);
    return false;
}

static void attach_requested(bool replace) {
    struct scheduler_bytes from, previous = {0};
    uint64_t limit = mailbox_number(MAILBOX_ARGUMENT_0);
    if (!is_free(replace) || !requested(&from))
        return;
    if (take_charge(from, &previous, limit))
        reply_scheduler();
    else if (previous.bytes)
        return put_back(previous, limit);
    free(previous.bytes);
}

void command_attach(void) {
    attach_requested(false);
}

void command_replace(void) {
    attach_requested(true);
}

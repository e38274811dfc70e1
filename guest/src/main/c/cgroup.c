/* SPDX-License-Identifier: Apache-2.0
 *
 * Changes of the cgroup hierarchy: a list of edits, all of them or none. An edit that fails has the ones before it
 * taken back. Removals cannot be taken back, so they stand last and are checked before the first is made.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cgroup.h"

#define FREEZE_LIMIT SECOND
#define REMOVE_LIMIT (100 * MILLISECOND)
#define LOOK_AGAIN   (100 * 1000ULL)
#define MOVE_ROUNDS  100

struct edit {
    uint64_t kind, start_ticks;
    pid_t pid;
    char cgroup[CGROUP_PATH_SIZE], file[CGROUP_FILE_SIZE], text[CGROUP_TEXT_SIZE];
};

static void read_edit(struct edit *edit, const uint8_t *bytes) {
    edit->kind = get_number(bytes, CGROUP_EDIT_KIND);
    edit->pid = (pid_t)get_number(bytes, CGROUP_EDIT_PID);
    edit->start_ticks = get_number(bytes, CGROUP_EDIT_START_TICKS);
    put_text((uint8_t *)edit->cgroup, 0, sizeof edit->cgroup, (const char *)bytes + CGROUP_EDIT_PATH);
    put_text((uint8_t *)edit->file, 0, sizeof edit->file, (const char *)bytes + CGROUP_EDIT_FILE);
    put_text((uint8_t *)edit->text, 0, sizeof edit->text, (const char *)bytes + CGROUP_EDIT_TEXT);
}

static bool refuse(int error, const char *cgroup, const char *why) {
    reply_error(error, "cgroup %s: %s", cgroup[0] ? cgroup : "/", why);
    return false;
}

/* Says what was written where, why the kernel would not, and what stands there. */
static bool refuse_write(int error, const char *cgroup, const char *file, const char *text) {
    char reads[CGROUP_TEXT_SIZE];
    bool readable = cgroup_read(cgroup, file, reads, sizeof reads) >= 0;
    reply_error(error, "%s/%s refused \"%.*s\": %s%s%s%s", cgroup, file, (int)strcspn(text, "\n"), text,
                strerror(error), readable ? "; it reads \"" : "", readable ? reads : "", readable ? "\"" : "");
    return false;
}

static bool has_word(const char *text, const char *word) {
    size_t length = strlen(word);
    for (const char *at = text; (at = strstr(at, word)); at += length)
        if ((at == text || at[-1] == ' ') && (at[length] == ' ' || at[length] == 0))
            return true;
    return false;
}

/* Lets the children of a cgroup have those of its controllers that matter here. */
static bool pass_on_controllers(const char *cgroup) {
    static const char *const CONTROLLERS[] = {"cpu", "cpuset", "memory", "pids"};
    char has[256], gives[256], change[128] = "";
    if (cgroup_read(cgroup, "cgroup.controllers", has, sizeof has) < 0 ||
        cgroup_read(cgroup, "cgroup.subtree_control", gives, sizeof gives) < 0)
        return refuse(errno, cgroup, strerror(errno));
    for (size_t i = 0; i < sizeof CONTROLLERS / sizeof CONTROLLERS[0]; i++)
        if (has_word(has, CONTROLLERS[i]) && !has_word(gives, CONTROLLERS[i]))
            snprintf(change + strlen(change), sizeof change - strlen(change), " +%s", CONTROLLERS[i]);
    if (change[0] == 0)
        return true;
    if (cgroup_write(cgroup, "cgroup.subtree_control", change) < 0)
        return refuse_write(errno, cgroup, "cgroup.subtree_control", change);
    for (char *sign = change; (sign = strchr(sign, '+'));)
        *sign = '-';
    undo_write(cgroup, "cgroup.subtree_control", change);
    return true;
}

static bool make_one(const char *cgroup, bool may_be_there) {
    char full[CGROUP_FULL_SIZE];
    cgroup_full_path(full, cgroup, "");
    if (mkdir(full, 0755) == 0)
        undo_make(cgroup);
    else if (errno != EEXIST || !may_be_there)
        return refuse(errno, cgroup, errno == EEXIST ? "there is one already" : strerror(errno));
    return true;
}

/* Makes the cgroups above it too. */
static bool make(const char *cgroup) {
    char above[CGROUP_PATH_SIZE];
    if (!pass_on_controllers(""))
        return false;
    for (const char *slash = cgroup; (slash = strchr(slash, '/')); slash++) {
        snprintf(above, sizeof above, "%.*s", (int)(slash - cgroup), cgroup);
        if (!make_one(above, true) || !pass_on_controllers(above))
            return false;
    }
    return make_one(cgroup, false);
}

/* A task freezes when it gets a CPU to do so on. */
static bool await_frozen(const char *cgroup) {
    uint64_t end = clock_now() + FREEZE_LIMIT;
    while (cgroup_value(cgroup, "cgroup.events", "frozen") != 1) {
        if (clock_now() >= end)
            return refuse(ETIMEDOUT, cgroup, "its tasks did not get a CPU to freeze on within 1 s of guest time");
        clock_sleep(LOOK_AGAIN);
    }
    return true;
}

static bool all_cpus_granted(const char *cgroup) {
    char asked[CGROUP_TEXT_SIZE], effective[CGROUP_TEXT_SIZE];
    cgroup_read(cgroup, "cpuset.cpus", asked, sizeof asked);
    cgroup_read(cgroup, "cpuset.cpus.effective", effective, sizeof effective);
    if (asked[0] == 0 || strcmp(asked, effective) == 0)
        return true;
    reply_error(ERANGE, "%s/cpuset.cpus: CPUs %s asked, but the cgroup above and the machine leave it %s", cgroup,
                asked, effective);
    return false;
}

/* What would take a write back. The kernel lets no cgroup with tasks go back to no CPUs of its own. */
static ssize_t read_before(const struct edit *edit, char *text, size_t size) {
    ssize_t length = cgroup_read(edit->cgroup, edit->file, text, size);
    if (length != 0 || strcmp(edit->file, "cpuset.cpus") != 0 ||
        cgroup_value(edit->cgroup, "cgroup.events", "populated") != 1)
        return length;
    return cgroup_read(edit->cgroup, "cpuset.cpus.effective", text, size);
}

static bool write_file(const struct edit *edit) {
    char before[CGROUP_TEXT_SIZE];
    ssize_t length = read_before(edit, before, sizeof before);
    if (length < 0 || cgroup_write(edit->cgroup, edit->file, edit->text) < 0)
        return refuse_write(errno, edit->cgroup, edit->file, edit->text);
    undo_write(edit->cgroup, edit->file, before);
    if (strcmp(edit->file, "cgroup.freeze") == 0 && edit->text[0] == '1')
        return await_frozen(edit->cgroup);
    return strcmp(edit->file, "cpuset.cpus") != 0 || all_cpus_granted(edit->cgroup);
}

/* Returns 0 or an errno. */
static int move_pid(const char *to, pid_t pid) {
    char from[CGROUP_PATH_SIZE], text[24];
    snprintf(text, sizeof text, "%d", pid);
    if (!cgroup_of(pid, from))
        return ESRCH;
    if (cgroup_write(to, "cgroup.procs", text) < 0)
        return errno;
    undo_move(from, pid);
    return 0;
}

static bool refuse_move(int error, const char *to, pid_t pid) {
    const char *hint = error == EBUSY ? "; a cgroup has tasks, or cgroups below it, not both" : "";
    reply_error(error, "%s/cgroup.procs refused pid %d: %s%s", to, pid, strerror(error), hint);
    return false;
}

static bool move(const struct edit *edit) {
    uint64_t started;
    if (!process_start(edit->pid, &started) || started != edit->start_ticks) {
        reply_error(ESRCH, "there is no process with pid %d and start time %llu ticks", edit->pid,
                    (unsigned long long)edit->start_ticks);
        return false;
    }
    int error = move_pid(edit->cgroup, edit->pid);
    return error == 0 || refuse_move(error, edit->cgroup, edit->pid);
}

/* Again and again, because tasks may fork meanwhile; a task may also end on the way. */
static bool move_all(const char *from, const char *to) {
    static char pids[64 * 1024];
    for (int round = 0; round < MOVE_ROUNDS; round++) {
        if (cgroup_read(from, "cgroup.procs", pids, sizeof pids) < 0)
            return refuse(errno, from, strerror(errno));
        if (pids[0] == 0)
            return true;
        for (char *line = pids; line; line = strchr(line, '\n')) {
            line += *line == '\n';
            pid_t pid = (pid_t)strtol(line, NULL, 10);
            int error = move_pid(to, pid);
            if (error && error != ESRCH)
                return refuse_move(error, to, pid);
        }
    }
    return refuse(EBUSY, from, "its tasks fork faster than they can be moved");
}

static bool unpopulated(const char *cgroup, void *data) {
    (void)data;
    char pids[256];
    if (cgroup_read(cgroup, "cgroup.procs", pids, sizeof pids) < 0)
        return refuse(errno, cgroup, strerror(errno));
    if (pids[0] == 0)
        return true;
    for (char *newline = pids; (newline = strchr(newline, '\n'));)
        *newline = ' ';
    reply_error(EBUSY, "cgroup %s has tasks: pid %s", cgroup, pids);
    return false;
}

/* A task that has just died may still be leaving. */
static bool remove_one(const char *cgroup, void *data) {
    (void)data;
    char full[CGROUP_FULL_SIZE];
    cgroup_full_path(full, cgroup, "");
    uint64_t end = clock_now() + REMOVE_LIMIT;
    while (rmdir(full) < 0) {
        if (errno != EBUSY || clock_now() >= end)
            return refuse(errno, cgroup, strerror(errno));
        clock_sleep(LOOK_AGAIN);
    }
    return true;
}

static bool check_removals(const uint8_t *edits, size_t first, size_t count) {
    struct edit edit;
    for (size_t i = first; i < count; i++) {
        read_edit(&edit, edits + i * CGROUP_EDIT_SIZE);
        if (edit.kind != CGROUP_EDIT_KIND_REMOVE || edit.cgroup[0] == 0)
            return refuse(EINVAL, edit.cgroup, "removals stand last, and the root stays");
        if (!cgroup_walk(edit.cgroup, true, unpopulated, NULL))
            return mailbox_number(MAILBOX_ERROR) ? false : refuse(errno, edit.cgroup, strerror(errno));
    }
    return true;
}

static bool carry_out(const struct edit *edit) {
    switch (edit->kind) {
    case CGROUP_EDIT_KIND_MAKE:
        return make(edit->cgroup);
    case CGROUP_EDIT_KIND_WRITE:
        return write_file(edit);
    case CGROUP_EDIT_KIND_MOVE:
        return move(edit);
    case CGROUP_EDIT_KIND_MOVE_ALL:
        return move_all(edit->cgroup, edit->text);
    case CGROUP_EDIT_KIND_REMOVE:
        return cgroup_walk(edit->cgroup, false, remove_one, NULL);
    default:
        return refuse(EINVAL, edit->cgroup, "an edit of no kind that is known");
    }
}

void command_edit_cgroups(void) {
    size_t size;
    const uint8_t *edits = mailbox_request(&size);
    size_t count = size / CGROUP_EDIT_SIZE;
    bool good = true, removing = false;
    struct edit edit;
    for (size_t i = 0; good && i < count; i++) {
        read_edit(&edit, edits + i * CGROUP_EDIT_SIZE);
        if (edit.kind == CGROUP_EDIT_KIND_REMOVE && !removing) {
            removing = true;
            good = check_removals(edits, i, count);
        }
        good = good && carry_out(&edit);
    }
    if (good)
        undo_forget();
    else
        undo_all();
}

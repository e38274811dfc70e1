/* SPDX-License-Identifier: Apache-2.0
 *
 * Changes of the cgroup hierarchy: a list of edits, all of them or none. An edit that fails has the ones before it
 * taken back. Removals cannot be taken back, so they stand last and are checked before the first is made.
 */
#include <errno.h>
#include <string.h>

#include "cgroup.h"
#include "wait.h"

#define FREEZE_LIMIT SECOND
#define LOOK_AGAIN   (100 * 1000ULL)

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

/* A task freezes when it gets a CPU to do so on. */
static bool await_frozen(const char *cgroup) {
    uint64_t end = clock_now() + FREEZE_LIMIT;
    while (cgroup_value(cgroup, "cgroup.events", "frozen") != 1) {
        if (clock_now() >= end)
            return cgroup_refuse(ETIMEDOUT, cgroup,
                                 "its tasks did not get a CPU to freeze on within 1 s of guest time");
        wait_for(LOOK_AGAIN);
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
        return cgroup_refuse_write(errno, edit->cgroup, edit->file, edit->text);
    undo_write(edit->cgroup, edit->file, before);
    if (strcmp(edit->file, "cgroup.freeze") == 0 && edit->text[0] == '1')
        return await_frozen(edit->cgroup);
    return strcmp(edit->file, "cpuset.cpus") != 0 || all_cpus_granted(edit->cgroup);
}

static bool check_removals(const uint8_t *edits, size_t first, size_t count) {
    struct edit edit;
    for (size_t i = first; i < count; i++) {
        read_edit(&edit, edits + i * CGROUP_EDIT_SIZE);
        if (edit.kind != CGROUP_EDIT_KIND_REMOVE || edit.cgroup[0] == 0)
            return cgroup_refuse(EINVAL, edit.cgroup, "removals stand last, and the root stays");
        if (!cgroup_has_no_tasks(edit.cgroup))
            return false;
    }
    return true;
}

static bool carry_out(const struct edit *edit) {
    switch (edit->kind) {
    case CGROUP_EDIT_KIND_MAKE:
        return cgroup_make(edit->cgroup);
    case CGROUP_EDIT_KIND_WRITE:
        return write_file(edit);
    case CGROUP_EDIT_KIND_MOVE:
        return cgroup_move(edit->cgroup, edit->pid, edit->start_ticks);
    case CGROUP_EDIT_KIND_MOVE_ALL:
        return cgroup_move_all(edit->cgroup, edit->text);
    case CGROUP_EDIT_KIND_REMOVE:
        return cgroup_remove(edit->cgroup);
    default:
        return cgroup_refuse(EINVAL, edit->cgroup, "an edit of no kind that is known");
    }
}

void command_edit_cgroups(void) {
    size_t size;
    const uint8_t *edits = mailbox_request(&size);
    size_t count = size / CGROUP_EDIT_SIZE;
    bool good = true, removing = false;
    struct edit edit;
    mailbox_doing("the kernel changes cgroups");
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

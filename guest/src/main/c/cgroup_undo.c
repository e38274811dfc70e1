/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cgroup.h"

struct undo {
    struct undo *earlier;
    char cgroup[CGROUP_PATH_SIZE];
    char file[CGROUP_FILE_SIZE]; /* empty: remove the cgroup */
    char text[CGROUP_TEXT_SIZE];
};

static struct undo *last;

void undo_write(const char *cgroup, const char *file, const char *text) {
    struct undo *undo = calloc(1, sizeof *undo);
    if (!undo)
        give_up("memory to note a change of a cgroup");
    undo->earlier = last;
    snprintf(undo->cgroup, sizeof undo->cgroup, "%s", cgroup);
    snprintf(undo->file, sizeof undo->file, "%s", file);
    snprintf(undo->text, sizeof undo->text, "%s", text[0] ? text : "\n");
    last = undo;
}

void undo_make(const char *cgroup) {
    undo_write(cgroup, "", "");
}

void undo_move(const char *cgroup, pid_t pid) {
    char text[24];
    snprintf(text, sizeof text, "%d", pid);
    undo_write(cgroup, "cgroup.procs", text);
}

static void undo_one(const struct undo *undo) {
    char full[CGROUP_FULL_SIZE];
    cgroup_full_path(full, undo->cgroup, undo->file);
    int failed = undo->file[0] ? file_write(full, undo->text) : rmdir(full);
    if (failed)
        say("cannot take back a change of %s", full);
}

static void forget(bool undoing) {
    while (last) {
        struct undo *undo = last;
        last = undo->earlier;
        if (undoing)
            undo_one(undo);
        free(undo);
    }
}

void undo_all(void) {
    forget(true);
}

void undo_forget(void) {
    forget(false);
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * The cgroups are siblings of the one that the workers start in, or children of the root, so that moving between them
 * is moving between equals of the cpu controller.
 */
#include "cgroup_churn.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ROOT          "/sys/fs/cgroup"
#define LEAVING_LIMIT (10 * MILLISECOND)
#define LOOK_AGAIN    (100 * 1000ULL)

void churn_path(const struct churn *churn, size_t group, const char *file, char *path, size_t size) {
    snprintf(path, size, "%s%zu%s", churn->prefix, group, file);
}

/* A process that has just ended may still be on its way out. Who waits for it collects processes and does not do so
 * again meanwhile, so this does not listen as wait.c does. */
static void remove_group(const char *path) {
    for (uint64_t end = clock_now() + LEAVING_LIMIT; rmdir(path) < 0 && errno == EBUSY && clock_now() < end;)
        clock_sleep(LOOK_AGAIN);
}

static void remove_groups(const struct churn *churn, size_t count) {
    char path[400];
    for (size_t i = 0; i < count; i++) {
        churn_path(churn, i, "", path, sizeof path);
        remove_group(path);
    }
}

static bool make_groups(const struct churn *churn) {
    char path[400];
    for (size_t i = 0; i < churn->groups; i++) {
        churn_path(churn, i, "", path, sizeof path);
        if (mkdir(path, 0755) == 0)
            continue;
        reply_error(errno, "the cgroup %s cannot be made: %s%s", path, strerror(errno),
                    errno == EEXIST ? " (give these workers another name)" : "");
        remove_groups(churn, i);
        return false;
    }
    return true;
}

bool churn_prepare(struct request *request) {
    char parent[sizeof ROOT + sizeof request->cgroup], control[sizeof parent + 32];
    if (request->kind != WORK_CGROUP_CHURN)
        return true;
    snprintf(parent, sizeof parent, "%s/%s", ROOT, request->cgroup);
    *strrchr(parent, '/') = 0;
    snprintf(control, sizeof control, "%s/cgroup.subtree_control", parent);
    if (file_write(control, "+cpu") < 0) {
        reply_error(errno, "the cpu controller cannot be given to the children of %s: %s", parent, strerror(errno));
        return false;
    }
    struct churn *churn = calloc(1, sizeof *churn);
    if (!churn) {
        reply_error(ENOMEM, "no memory for cgroups");
        return false;
    }
    churn->users = request->count;
    churn->groups = request->parameters[0] < CHURN_LIMIT ? request->parameters[0] : CHURN_LIMIT;
    snprintf(churn->prefix, sizeof churn->prefix, "%s/%s-", parent, request->comm);
    if (!make_groups(churn)) {
        free(churn);
        return false;
    }
    request->churn = churn;
    return true;
}

void churn_drop(struct churn *churn) {
    if (!churn)
        return;
    remove_groups(churn, churn->groups);
    free(churn);
}

void churn_leave(struct worker *worker) {
    struct churn *churn = worker->churn;
    worker->churn = NULL;
    if (churn && --churn->users == 0)
        churn_drop(churn);
}

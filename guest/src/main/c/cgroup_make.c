/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "cgroup.h"

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
        return cgroup_refuse(errno, cgroup, strerror(errno));
    for (size_t i = 0; i < sizeof CONTROLLERS / sizeof CONTROLLERS[0]; i++)
        if (has_word(has, CONTROLLERS[i]) && !has_word(gives, CONTROLLERS[i]))
            snprintf(change + strlen(change), sizeof change - strlen(change), " +%s", CONTROLLERS[i]);
    if (change[0] == 0)
        return true;
    if (cgroup_write(cgroup, "cgroup.subtree_control", change) < 0)
        return cgroup_refuse_write(errno, cgroup, "cgroup.subtree_control", change);
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
        return cgroup_refuse(errno, cgroup, errno == EEXIST ? "there is one already" : strerror(errno));
    return true;
}

bool cgroup_make(const char *cgroup) {
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

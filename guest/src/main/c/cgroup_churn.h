/* SPDX-License-Identifier: Apache-2.0
 *
 * The cgroups that workers of kind CGROUP_CHURN move between.
 */
#ifndef SCHEDLAB_CGROUP_CHURN_H
#define SCHEDLAB_CGROUP_CHURN_H

#include "spawn.h"

#define CHURN_LIMIT 64

struct churn {
    size_t users, groups;
    char prefix[320]; /* of the paths: a number follows */
};

/* Makes the cgroups that the request needs, if any. False and replied: they could not be made. */
bool churn_prepare(struct request *request);
/* A worker has ended; with the last one the cgroups go. */
void churn_leave(struct worker *worker);
/* The path of a file in one of the cgroups, or of the cgroup when the file is "". */
void churn_path(const struct churn *churn, size_t group, const char *file, char *path, size_t size);
/* Nobody moves between them; nothing when NULL. */
void churn_drop(struct churn *churn);

#endif

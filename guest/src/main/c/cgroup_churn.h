/* SPDX-License-Identifier: Apache-2.0
 *
 * The cgroups that workers of kind CGROUP_CHURN move between.
 */
#ifndef SCHEDLAB_CGROUP_CHURN_H
#define SCHEDLAB_CGROUP_CHURN_H

#include "spawn.h"

/* Makes the cgroups that the request needs, if any. False and replied: they could not be made. */
bool churn_prepare(struct request *request);
/* A worker has ended; with the last one the cgroups go. */
void churn_leave(struct worker *worker);
/* Nobody moves between them; nothing when NULL. */
void churn_drop(struct churn *churn);

#endif

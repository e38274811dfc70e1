/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "cgroup_churn.h"

void work_cgroup_churn(const struct work *work) {
    const struct churn *churn = work->churn;
    int files[CHURN_LIMIT];
    char path[400];
    for (size_t i = 0; i < churn->groups; i++) {
        churn_path(churn, i, "/cgroup.procs", path, sizeof path);
        files[i] = open(path, O_WRONLY | O_CLOEXEC);
        if (files[i] < 0)
            work_fail("%s: %s", path, strerror(errno));
    }
    for (size_t i = 0;; i = (i + 1) % churn->groups) {
        if (write(files[i], "0", 1) != 1)
            work_fail("a move to %s%zu: %s", churn->prefix, i, strerror(errno));
        work->mine->work_units++;
        spin(work->mine, work->parameters[1]);
    }
}

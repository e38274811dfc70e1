/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "cgroup.h"

bool cgroup_refuse(int error, const char *cgroup, const char *why) {
    reply_error(error, "cgroup %s: %s", cgroup[0] ? cgroup : "/", why);
    return false;
}

bool cgroup_refuse_write(int error, const char *cgroup, const char *file, const char *text) {
    char reads[CGROUP_TEXT_SIZE];
    bool readable = cgroup_read(cgroup, file, reads, sizeof reads) >= 0;
    reply_error(error, "%s/%s refused \"%.*s\": %s%s%s%s", cgroup, file, (int)strcspn(text, "\n"), text,
                strerror(error), readable ? "; it reads \"" : "", readable ? reads : "", readable ? "\"" : "");
    return false;
}

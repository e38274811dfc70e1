/* SPDX-License-Identifier: Apache-2.0
 *
 * Serves statistics in the protocol of the scx project's crate scx_stats, to one caller at a time: lines of JSON, and
 * counts from answer to answer.
 */
#include "third_party_stats.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define META                                                                                                           \
    "{\"errno\":0,\"args\":{\"resp\":{\"Counts\":{\"name\":\"Counts\",\"top\":\"true\",\"fields\":{"                   \
    "\"enqueued\":{\"datum\":\"u64\",\"desc\":\"tasks queued since it began\"},"                                       \
    "\"since\":{\"datum\":\"u64\",\"desc\":\"tasks queued since the last answer\"},"                                   \
    "\"share\":{\"datum\":\"float\"},\"who\":{\"datum\":\"string\"},"                                                  \
    "\"halves\":{\"array\":\"u64\"},"                                                                                  \
    "\"dsqs\":{\"dict\":{\"key\":\"string\",\"datum\":{\"struct\":\"Dsq\"}}}}},"                                       \
    "\"Dsq\":{\"name\":\"Dsq\",\"fields\":{\"inserts\":{\"datum\":\"u64\",\"desc\":\"into this queue\"}}}}}}\n"

static int listener, caller = -1;
static uint64_t answered;

void stats_open(void) {
    struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "/var/run/scx/root/stats"};
    mkdir("/var", 0755);
    mkdir("/var/run", 0755);
    mkdir("/var/run/scx", 0755);
    mkdir("/var/run/scx/root", 0755);
    unlink(address.sun_path);
    listener = socket(AF_UNIX, SOCK_STREAM, 0);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) < 0 || listen(listener, 1) < 0)
        exit(11);
}

static void answer(const char *line, uint64_t count) {
    static char text[2048];
    if (strstr(line, "\"stats_meta\""))
        snprintf(text, sizeof text, META);
    else if (!strstr(line, "\"target\":\"top\""))
        snprintf(text, sizeof text, "{\"errno\":22,\"args\":{\"resp\":\"unknown stat target\"}}\n");
    else
        snprintf(text, sizeof text,
                 "{\"errno\":0,\"args\":{\"resp\":{\"enqueued\":%llu,\"since\":%llu,\"share\":0.5,\"who\":\"third\","
                 "\"halves\":[%llu,%llu],\"dsqs\":{\"global\":{\"inserts\":%llu}}}}}\n",
                 (unsigned long long)count, (unsigned long long)(count - answered), (unsigned long long)count / 2,
                 (unsigned long long)(count - count / 2), (unsigned long long)count);
    if (strstr(line, "\"target\":\"top\""))
        answered = count;
    /* A caller may have hung up; it is noticed when nothing more comes from it. */
    (void)!send(caller, text, strlen(text), MSG_NOSIGNAL);
}

static void hear(uint64_t count) {
    char line[512];
    ssize_t got = read(caller, line, sizeof line - 1);
    if (got > 0) {
        line[got] = 0;
        answer(line, count);
        return;
    }
    close(caller);
    caller = -1;
}

void stats_serve(uint64_t (*enqueued)(void *), void *whose) {
    for (time_t until = time(NULL) + 1; time(NULL) < until;) {
        struct pollfd list[2] = {{.fd = listener, .events = POLLIN}, {.fd = caller, .events = POLLIN}};
        if (poll(list, 2, 100) <= 0)
            continue;
        if (caller < 0 && list[0].revents) {
            caller = accept(listener, NULL, NULL);
            answered = 0;
        } else if (caller >= 0 && list[1].revents) {
            hear(enqueued(whose));
        }
    }
}

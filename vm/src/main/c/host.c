// SPDX-License-Identifier: Apache-2.0
//
// A machine in virtual time connects when QEMU loads the plugin. A live one has no plugin (KVM takes none): it connects
// when this library is preloaded and finds the socket's name in the environment, see gate.c.

#include "host.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { EXIT_HOST_GONE = 75 };

void host_gone(void) {
    _exit(EXIT_HOST_GONE);
}

static void *watch(void *line) {
    struct pollfd end = {.fd = (int)(intptr_t)line, .events = POLLRDHUP};
    while (poll(&end, 1, -1) <= 0) {
    }
    host_gone();
}

static int start_watching(int line) {
    sigset_t all, before;
    pthread_t watcher;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int error = pthread_create(&watcher, NULL, watch, (void *)(intptr_t)line);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return error ? error : pthread_detach(watcher);
}

int host_connect(const char *path) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof(address.sun_path)) {
        errno = ENAMETOOLONG;
        return -1;
    }
    memcpy(address.sun_path, path, strlen(path));
    int line = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (line < 0 || connect(line, (struct sockaddr *)&address, sizeof(address)) < 0 || (errno = start_watching(line)))
        return -1;
    return line;
}

// SPDX-License-Identifier: Apache-2.0
#include "line.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "host.h"

static int line = -1;

void line_use(int socket) {
    line = socket;
}

void line_send(enum message_type type, const uint64_t *numbers, uint32_t count) {
    struct message message = {.bytes = (uint32_t)offsetof(struct message, numbers) + count * 8, .type = type};
    memcpy(message.numbers, numbers, count * sizeof *numbers);
    for (size_t sent = 0; sent < message.bytes;) {
        ssize_t done = send(line, (char *)&message + sent, message.bytes - sent, MSG_NOSIGNAL);
        if (done > 0)
            sent += (size_t)done;
        else if (done == 0 || errno != EINTR)
            host_gone();
    }
}

static void receive(void *bytes, size_t count) {
    for (size_t got = 0; got < count;) {
        ssize_t done = recv(line, (char *)bytes + got, count - got, 0);
        if (done > 0)
            got += (size_t)done;
        else if (done == 0 || errno != EINTR)
            host_gone();
    }
}

void line_receive(struct message *message) {
    memset(message, 0, sizeof *message);
    size_t head = offsetof(struct message, numbers);
    receive(message, head);
    if (message->bytes < head || message->bytes > sizeof *message) {
        fprintf(stderr, "schedlab's plugin: a message of %u bytes\n", message->bytes);
        host_gone();
    }
    receive(message->numbers, message->bytes - head);
}

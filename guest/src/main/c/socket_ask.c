/* SPDX-License-Identifier: Apache-2.0
 *
 * Asks a server of the guest by its Unix socket, a line for a line. The connection stays for the next question: such
 * servers count, for each connection, what has happened since the last answer.
 */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "agent.h"
#include "wait.h"

static struct {
    int fd;
    struct sockaddr_un address;
} server = {.fd = -1};

static uint8_t *answer;
static size_t answered;

/* An answer that comes too late must not be taken for that of the next question. */
static void hang_up(void) {
    if (server.fd >= 0)
        close(server.fd);
    server.fd = -1;
}

static int call(const struct sockaddr_un *address) {
    hang_up();
    server.address = *address;
    server.fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (server.fd >= 0 && connect(server.fd, (const struct sockaddr *)address, sizeof *address) == 0)
        return 0;
    int error = errno;
    hang_up();
    return error;
}

static int say_line(const uint8_t *line, size_t size, uint64_t until) {
    while (size > 0) {
        ssize_t sent = send(server.fd, line, size, MSG_NOSIGNAL);
        if (sent < 0 && errno != EAGAIN)
            return errno;
        if (sent < 0 && !wait_file(server.fd, POLLOUT, until))
            return ETIMEDOUT;
        line += sent > 0 ? sent : 0;
        size -= sent > 0 ? (size_t)sent : 0;
    }
    return 0;
}

/* Up to the end of a line; EPIPE when the server hangs up before it. */
static int hear_line(uint64_t until) {
    answered = 0;
    while (answered == 0 || answer[answered - 1] != '\n') {
        if (answered == MAILBOX_REPLY_LIMIT)
            return EFBIG;
        ssize_t got = recv(server.fd, answer + answered, MAILBOX_REPLY_LIMIT - answered, 0);
        if (got < 0 && errno != EAGAIN)
            return errno;
        if (got == 0)
            return EPIPE;
        if (got < 0 && !wait_file(server.fd, POLLIN, until))
            return ETIMEDOUT;
        answered += got > 0 ? (size_t)got : 0;
    }
    return 0;
}

static int ask(const uint8_t *line, size_t size, uint64_t until) {
    mailbox_doing("the server of the socket is to take the question");
    int error = say_line(line, size, until);
    if (error)
        return error;
    mailbox_doing("the server of the socket is to answer");
    return hear_line(until);
}

static bool is_gone(int error) {
    return error == EPIPE || error == ECONNRESET;
}

void command_socket_ask(void) {
    size_t size;
    const uint8_t *request = mailbox_request(&size);
    uint64_t length = mailbox_number(MAILBOX_ARGUMENT_0);
    uint64_t until = clock_now() + mailbox_number(MAILBOX_ARGUMENT_1);
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (length == 0 || length >= sizeof address.sun_path || length >= size)
        return reply_error(ENAMETOOLONG, "a path of %llu bytes", (unsigned long long)length);
    memcpy(address.sun_path, request, length);
    if (!answer && !(answer = malloc(MAILBOX_REPLY_LIMIT)))
        return reply_error(ENOMEM, "no memory for an answer");
    bool known = server.fd >= 0 && strcmp(server.address.sun_path, address.sun_path) == 0;
    int error = known ? ask(request + length, size - length, until) : EPIPE;
    bool afresh = is_gone(error);
    if (afresh) {
        error = call(&address);
        if (!error)
            error = ask(request + length, size - length, until);
    }
    if (error) {
        hang_up();
        return reply_error(error, "%s: %s", address.sun_path, strerror(error));
    }
    reply_result(afresh);
    reply_bytes(answer, answered - 1);
}

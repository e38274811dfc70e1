/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "agent.h"

#define FILE_LIMIT (32UL * 1024 * 1024)

/* The file being handed out in pieces. */
static struct {
    uint8_t *bytes;
    size_t size, room;
} content;

static void forget_content(void) {
    free(content.bytes);
    memset(&content, 0, sizeof content);
}

static int read_more(int file) {
    if (content.size == content.room) {
        size_t room = content.room ? content.room * 2 : 64 * 1024;
        if (room > FILE_LIMIT)
            return -EFBIG;
        uint8_t *grown = realloc(content.bytes, room);
        if (!grown)
            return -ENOMEM;
        content.bytes = grown;
        content.room = room;
    }
    ssize_t got = read(file, content.bytes + content.size, content.room - content.size);
    if (got > 0)
        content.size += (size_t)got;
    return got < 0 ? -errno : (int)(got > 0);
}

/* Returns 0 or an errno. Does not wait for a file that has nothing to say yet. */
static int read_content(const char *path) {
    forget_content();
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (file < 0)
        return errno;
    int more;
    do
        more = read_more(file);
    while (more > 0);
    close(file);
    return more == -EAGAIN && content.size > 0 ? 0 : -more;
}

void command_read_file(void) {
    size_t length;
    const uint8_t *request = mailbox_request(&length);
    uint64_t offset = mailbox_number(MAILBOX_ARGUMENT_0);
    char path[PATH_MAX];
    if (length == 0 || length >= sizeof path)
        return reply_error(ENAMETOOLONG, "a path of %zu bytes", length);
    memcpy(path, request, length);
    path[length] = 0;
    int error = offset == 0 ? read_content(path) : 0;
    if (error) {
        forget_content();
        return reply_error(error, "%s: %s", path, strerror(error));
    }
    size_t left = offset < content.size ? content.size - offset : 0;
    size_t piece = left < MAILBOX_REPLY_LIMIT ? left : MAILBOX_REPLY_LIMIT;
    reply_result(content.size);
    if (piece > 0)
        reply_bytes(content.bytes + offset, piece);
    if (piece == left)
        forget_content();
}

void command_write_file(void) {
    size_t size;
    const uint8_t *request = mailbox_request(&size);
    uint64_t length = mailbox_number(MAILBOX_ARGUMENT_0);
    char path[PATH_MAX];
    if (length == 0 || length >= sizeof path || length > size)
        return reply_error(ENAMETOOLONG, "a path of %llu bytes", (unsigned long long)length);
    memcpy(path, request, length);
    path[length] = 0;
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0644);
    if (file < 0)
        return reply_error(errno, "%s: %s", path, strerror(errno));
    ssize_t written = write(file, request + length, size - length);
    int error = errno;
    close(file);
    if (written < 0)
        reply_error(error, "%s: %s", path, strerror(error));
    else if ((size_t)written < size - length)
        reply_error(ENOSPC, "%s: took %zd of %zu bytes", path, written, size - (size_t)length);
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * Files from outside. A content is kept once, under a name that the host makes from its hash, and appears at as many
 * paths as are wanted.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "agent.h"

#define KEPT_FOLDER "/schedlab/kept/"
#define NAME_SIZE   (KEEP_SIZE - KEEP_NAME)
#define LEAVE_FREE  (32ULL << 20)
#define FOLDER_MODE 0755
#define UNPLACED    ".schedlab-new"

static bool kept_path(char *path, size_t size, const uint8_t *name, const char *suffix) {
    char text[NAME_SIZE] = "";
    memcpy(text, name, NAME_SIZE - 1);
    if (!text[0] || strchr(text, '/')) {
        reply_error(EINVAL, "'%s' is no name for a content", text);
        return false;
    }
    snprintf(path, size, KEPT_FOLDER "%s%s", text, suffix);
    return true;
}

/* Makes the folders that a path goes through; those that are there already stay. */
static void make_folders(const char *path) {
    char folder[PATH_MAX];
    for (const char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        snprintf(folder, sizeof folder, "%.*s", (int)(slash - path), path);
        mkdir(folder, FOLDER_MODE);
    }
}

static uint64_t available_memory(void) {
    char text[1024];
    unsigned long long kib = 0;
    if (file_text("/proc/meminfo", text, sizeof text) > 0) {
        const char *line = strstr(text, "MemAvailable:");
        if (line)
            sscanf(line, "MemAvailable: %llu", &kib);
    }
    return kib << 10;
}

/* The first file system takes at most half of the memory, as the kernel made it. */
static uint64_t room_for_files(void) {
    struct statvfs files;
    uint64_t room = statvfs("/", &files) == 0 && files.f_blocks > 0 ? files.f_bavail * files.f_frsize : UINT64_MAX;
    uint64_t memory = available_memory();
    uint64_t spare = memory > LEAVE_FREE ? memory - LEAVE_FREE : 0;
    return room < spare ? room : spare;
}

static bool has_room(uint64_t whole) {
    uint64_t room = room_for_files();
    if (whole <= room)
        return true;
    reply_error(ENOSPC, "a file of %llu KiB, but the guest has room for %llu KiB of files",
                (unsigned long long)whole >> 10, (unsigned long long)room >> 10);
    return false;
}

static bool write_piece(const char *path, uint64_t offset, const uint8_t *bytes, size_t size) {
    int file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | (offset == 0 ? O_TRUNC : 0), 0600);
    if (file < 0)
        return false;
    ssize_t written = pwrite(file, bytes, size, (off_t)offset);
    bool good = written == (ssize_t)size;
    int error = written < 0 ? errno : ENOSPC;
    close(file);
    if (!good)
        unlink(path);
    errno = error;
    return good;
}

void command_keep_file(void) {
    size_t size;
    const uint8_t *request = mailbox_request(&size);
    char partial[PATH_MAX], kept[PATH_MAX];
    if (size < KEEP_SIZE)
        return reply_error(EINVAL, "a request of %zu bytes", size);
    if (!kept_path(partial, sizeof partial, request + KEEP_NAME, ".partial") ||
        !kept_path(kept, sizeof kept, request + KEEP_NAME, ""))
        return;
    uint64_t offset = get_number(request, KEEP_OFFSET), whole = get_number(request, KEEP_WHOLE);
    if (offset == 0 && !has_room(whole))
        return;
    make_folders(partial);
    if (!write_piece(partial, offset, request + KEEP_SIZE, size - KEEP_SIZE))
        return reply_error(errno, "%s: %s", partial, strerror(errno));
    if (offset + size - KEEP_SIZE >= whole && rename(partial, kept) < 0)
        reply_error(errno, "%s: %s", kept, strerror(errno));
}

static bool same_file(const struct stat *kept, const char *path) {
    struct stat other;
    return stat(path, &other) == 0 && other.st_ino == kept->st_ino && other.st_dev == kept->st_dev;
}

/* For a path on another file system than the contents that are kept. */
static int copy_file(const char *from, const char *to, off_t size, mode_t mode) {
    int source = open(from, O_RDONLY | O_CLOEXEC), target = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
    ssize_t sent = 1;
    while (source >= 0 && target >= 0 && size > 0 && (sent = sendfile(target, source, NULL, (size_t)size)) > 0)
        size -= sent;
    int error = size > 0 ? (sent == 0 ? EIO : errno) : 0;
    close(source);
    close(target);
    errno = error;
    return error ? -1 : 0;
}

static int place(const char *kept, const struct stat *content, const char *path, mode_t mode) {
    char unplaced[PATH_MAX + sizeof UNPLACED];
    snprintf(unplaced, sizeof unplaced, "%s" UNPLACED, path);
    make_folders(path);
    unlink(unplaced);
    if (chmod(kept, mode) < 0)
        return -1;
    if (link(kept, unplaced) < 0 && (errno != EXDEV || copy_file(kept, unplaced, content->st_size, mode) < 0))
        return -1;
    return rename(unplaced, path);
}

void command_place_file(void) {
    size_t size;
    const uint8_t *request = mailbox_request(&size);
    char kept[PATH_MAX], path[PATH_MAX] = "";
    if (size <= PLACE_SIZE || size - PLACE_SIZE >= sizeof path)
        return reply_error(ENAMETOOLONG, "a request of %zu bytes", size);
    if (!kept_path(kept, sizeof kept, request + PLACE_NAME, ""))
        return;
    memcpy(path, request + PLACE_SIZE, size - PLACE_SIZE);
    if (path[0] != '/')
        return reply_error(EINVAL, "'%s' does not begin with a slash", path);
    struct stat content;
    if (stat(kept, &content) < 0)
        return;
    if (!same_file(&content, path) && place(kept, &content, path, (mode_t)get_number(request, PLACE_MODE) & 07777) < 0)
        return reply_error(errno, "%s: %s", path, strerror(errno));
    reply_result(1);
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * Work of the user's own: behind the gate the worker becomes another program. That may count its work units in eight
 * bytes that it finds in the file SCHEDLAB_COUNTER: all ones until it stores a number there.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "programs.h"
#include "work.h"

#define PREPARED_LIMIT 32
#define COUNTER        "SCHEDLAB_COUNTER"

static struct {
    uint8_t *request;
    size_t size;
} prepared[PREPARED_LIMIT];

static void counter_path(char *path, size_t size, size_t place) {
    snprintf(path, size, "/dev/shm/schedlab-counter-%zu", place);
}

bool custom_counter_make(size_t place) {
    char path[64];
    uint64_t nothing = UINT64_MAX;
    void *mapped = MAP_FAILED;
    counter_path(path, sizeof path, place);
    unlink(path);
    int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (file >= 0 && write(file, &nothing, sizeof nothing) == sizeof nothing)
        mapped = mmap(NULL, sizeof nothing, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    int error = errno;
    if (file >= 0)
        close(file);
    errno = error;
    if (mapped == MAP_FAILED)
        return false;
    madvise(mapped, sizeof nothing, MADV_DONTFORK);
    workers[place].counter = mapped;
    *workers[place].counter = nothing; /* the host finds the page in our page tables */
    return true;
}

void custom_counter_forget(struct worker *worker) {
    if (worker->counter)
        munmap((void *)worker->counter, sizeof *worker->counter);
    worker->counter = NULL;
}

static bool is_prepared(size_t number, const uint8_t *request, size_t size) {
    return prepared[number].size == size && memcmp(prepared[number].request, request, size) == 0;
}

void command_program_prepare(void) {
    size_t size, number = 0;
    const uint8_t *request = mailbox_request(&size);
    while (number < PREPARED_LIMIT && prepared[number].request && !is_prepared(number, request, size))
        number++;
    if (number == PREPARED_LIMIT)
        return reply_error(ENOSPC, "%d programs are kept for workers, and no more can be", PREPARED_LIMIT);
    if (!prepared[number].request) {
        struct execution execution;
        uint8_t *copy = malloc(size + 1);
        if (!copy)
            return reply_error(ENOMEM, "no room for a request of %zu bytes", size);
        memcpy(copy, request, size);
        if (!execution_read(&execution, copy, size)) {
            free(copy);
            return;
        }
        execution_free(&execution);
        prepared[number].request = copy;
        prepared[number].size = size;
    }
    reply_result(number);
}

/* Its children are to end with it, so it leads a process group. What it prints is dropped. */
static void leave_the_agent(void) {
    setpgid(0, 0);
    int nothing = open("/dev/null", O_RDWR);
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        dup2(nothing, fd);
    syscall(SYS_close_range, STDERR_FILENO + 1, ~0U, 0);
}

static void add_counter(struct execution *execution, size_t place) {
    static char variable[sizeof COUNTER + 65];
    size_t count = 0;
    while (execution->environment[count])
        count++;
    char **more = calloc(count + 2, sizeof *more);
    if (!more)
        work_fail("no memory for its environment");
    memcpy(more, execution->environment, count * sizeof *more);
    size_t used = (size_t)snprintf(variable, sizeof variable, COUNTER "=");
    counter_path(variable + used, sizeof variable - used, place);
    more[count] = variable;
    execution->environment = more;
}

void work_custom(const struct work *work) {
    size_t number = work->parameters[0];
    struct execution execution;
    if (number >= PREPARED_LIMIT || !prepared[number].request)
        work_fail("no program has number %zu", number);
    if (!execution_read(&execution, prepared[number].request, prepared[number].size))
        work_fail("its program cannot be read");
    add_counter(&execution, (size_t)(work->mine - worker_lines));
    leave_the_agent();
    const char *step = execution_begin(&execution);
    work_fail("%s: %s", step, strerror(errno));
}

/* SPDX-License-Identifier: Apache-2.0 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "spawn.h"
#include "wait.h"

#define STACK_BYTES     (128UL * 1024)
#define MAKING_PRIORITY (AGENT_PRIORITY - 1)
#define MAKING_LIMIT    SECOND
#define LOOK_AGAIN      (100 * 1000ULL)
#define SEED_STEP       0x632be59bd9b4e019ULL

/* Pipe N is read by worker N of the spawn. */
static int pipes[WORKER_LIMIT][2];
static struct work works[WORKER_LIMIT];

static bool open_pipes(const struct request *request, size_t first, size_t count) {
    if (!work_has_pipes(request->kind, request->parameters))
        return true;
    for (size_t i = first; i < first + count; i++)
        if (pipe2(pipes[i], O_CLOEXEC) < 0) {
            reply_error(errno, "a pipe for worker %zu: %s", i, strerror(errno));
            return false;
        }
    return true;
}

static void close_pipes(const struct request *request, size_t first, size_t count) {
    if (!work_has_pipes(request->kind, request->parameters))
        return;
    for (size_t i = first; i < first + count; i++) {
        close(pipes[i][0]);
        close(pipes[i][1]);
    }
}

static void describe_work(const struct request *request, const struct places *places, size_t index) {
    size_t member = index % request->group, first = index - member;
    size_t next = first + (member + 1) % request->group;
    struct work *work = &works[index];
    *work = (struct work){
        .kind = request->kind,
        .seed = request->seed + index * SEED_STEP,
        .refill = request->refill,
        .phase_count = request->phase_count,
        .member = member,
        .members = request->group,
        .thread = request->threads,
        .mine = &worker_lines[places->of[index]],
        .next = &worker_lines[places->of[next]],
        .gate = &worker_lines[places->of[0]],
        .group = &worker_lines[places->of[first]].group,
        .read_end = pipes[index][0],
        .write_end = pipes[next][1],
        .churn = request->churn,
    };
    memcpy(work->parameters, request->parameters, sizeof work->parameters);
    memcpy(work->phases, request->phases, sizeof work->phases);
}

static void name(const struct request *request, struct worker *worker, size_t index) {
    char text[COMM_SIZE + 24];
    snprintf(text, sizeof text, "%s-%zu", request->comm, index);
    memcpy(worker->comm, text, COMM_SIZE - 1);
}

/* Made within one tick: then that is its start time, and /proc need not be asked, which is as dear as a fork. */
static void note_start(struct worker *worker, uint64_t before, uint64_t after) {
    worker->start_ticks = before;
    if (before != after)
        process_start(worker->pid, &worker->start_ticks);
}

/* The child has its name from its first moment because the agent bears it during the fork. */
static bool make_process(const struct request *request, const struct places *places, size_t index) {
    struct worker *worker = &workers[places->of[index]];
    name(request, worker, index);
    if (request->kind == WORK_CUSTOM && !custom_counter_make(places->of[index])) {
        reply_error(errno, "the counter of worker %zu: %s", index + 1, strerror(errno));
        return false;
    }
    prctl(PR_SET_NAME, worker->comm);
    uint64_t before = process_ticks_now();
    pid_t pid = fork();
    if (pid == 0) {
        describe_work(request, places, index);
        work_start(&works[index]);
    }
    if (pid < 0) {
        reply_error(errno, "worker %zu of %llu: %s", index + 1, (unsigned long long)request->count, strerror(errno));
        return false;
    }
    worker->pid = worker->process = pid;
    note_start(worker, before, process_ticks_now());
    return true;
}

bool make_processes(const struct request *request, const struct places *places, size_t *made) {
    bool good = true;
    for (size_t first = 0; good && first < request->count; first += request->group) {
        good = open_pipes(request, first, request->group);
        for (size_t member = 0; good && member < request->group; member++) {
            good = make_process(request, places, first + member);
            *made += good;
        }
        close_pipes(request, first, request->group);
    }
    prctl(PR_SET_NAME, "agent");
    for (size_t i = 0; good && i < request->count; i++) {
        pid_t pid = workers[places->of[i]].pid;
        good = place_in_cgroup(request, pid) && place_worker(request, i, pid);
    }
    return good;
}

static void *thread_main(void *work) {
    work_start(work);
}

/* In the process of the threads. Each thread takes its name from its maker. */
static void make_all_threads(const struct request *request, const struct places *places) {
    uint8_t *stacks = mmap(NULL, request->count * STACK_BYTES, PROT_READ | PROT_WRITE,
                           MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
    if (stacks == MAP_FAILED)
        _exit(errno);
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    work_prepare_threads();
    for (size_t i = 0; i < request->count; i++) {
        pthread_t thread;
        describe_work(request, places, i);
        pthread_attr_setstack(&attributes, stacks + i * STACK_BYTES, STACK_BYTES);
        prctl(PR_SET_NAME, workers[places->of[i]].comm);
        works[i].mine->made_before = process_ticks_now();
        int error = pthread_create(&thread, &attributes, thread_main, &works[i]);
        works[i].mine->made_after = process_ticks_now();
        if (error != 0)
            _exit(error);
    }
    prctl(PR_SET_NAME, request->comm);
    worker_lines[places->of[0]].made = 1;
    for (;;)
        pause();
}

/* The process makes its threads at once, whatever scheduler is on: it is real-time meanwhile, they are not. */
static pid_t make_thread_process(const struct request *request, const struct places *places) {
    for (size_t i = 0; i < request->count; i++)
        name(request, &workers[places->of[i]], i);
    pid_t pid = fork();
    if (pid == 0) {
        struct sched_param parameter = {.sched_priority = MAKING_PRIORITY};
        sched_setscheduler(0, SCHED_FIFO | SCHED_RESET_ON_FORK, &parameter);
        make_all_threads(request, places);
    }
    if (pid < 0)
        reply_error(errno, "a process for the workers: %s", strerror(errno));
    struct sched_param parameter = {.sched_priority = MAKING_PRIORITY};
    if (pid > 0)
        sched_setscheduler(pid, SCHED_FIFO | SCHED_RESET_ON_FORK, &parameter);
    return pid;
}

static bool await_threads(const struct request *request, const struct places *places, pid_t process) {
    for (uint64_t end = clock_now() + MAKING_LIMIT; worker_lines[places->of[0]].made == 0;) {
        wait_reap();
        if (clock_now() >= end || kill(process, 0) < 0) {
            reply_error(EAGAIN, "a process with %llu threads did not come to be within %llu s of guest time",
                        (unsigned long long)request->count, MAKING_LIMIT / SECOND);
            kill(process, SIGKILL);
            return false;
        }
        wait_for(LOOK_AGAIN);
    }
    return true;
}

/* The kernel lists threads in the order in which they were made, after the first, which is the process itself. */
static bool read_thread_ids(const struct places *places, size_t count, pid_t process, size_t *made) {
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/task", process);
    DIR *folder = opendir(path);
    for (struct dirent *entry; folder && *made < count && (entry = readdir(folder));) {
        pid_t thread = (pid_t)strtol(entry->d_name, NULL, 10);
        if (thread <= 0 || thread == process)
            continue;
        struct worker *worker = &workers[places->of[*made]];
        struct worker_line *line = &worker_lines[places->of[*made]];
        worker->process = process;
        worker->pid = thread;
        note_start(worker, line->made_before, line->made_after);
        (*made)++;
    }
    if (folder)
        closedir(folder);
    if (*made < count)
        reply_error(ESRCH, "%zu of %zu threads are there", *made, count);
    return *made == count;
}

bool make_threads(const struct request *request, const struct places *places, size_t *made) {
    if (!open_pipes(request, 0, request->count))
        return false;
    pid_t process = make_thread_process(request, places);
    close_pipes(request, 0, request->count);
    if (process < 0 || !await_threads(request, places, process) ||
        !read_thread_ids(places, request->count, process, made) || !place_in_cgroup(request, process))
        return false;
    for (size_t i = 0; i < request->count; i++)
        if (!place_worker(request, i, workers[places->of[i]].pid))
            return false;
    return true;
}

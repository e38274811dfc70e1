/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "load.h"

#define CPU_SET_BYTES 128
#define BIND          2 /* MPOL_BIND */

static void schedule(const uint32_t *attributes) {
    if (syscall(SYS_sched_setattr, 0, attributes, 0) < 0)
        fail("its policy (number %u): %s%s", attributes[1], strerror(errno),
             errno == EOPNOTSUPP ? " (a kernel without utilization clamping)" : "");
}

static void set_cpus(const void *set) {
    if (sched_setaffinity(0, CPU_SET_BYTES, set) < 0)
        fail("its CPUs: %s", strerror(errno));
}

/* Made if it is not there, with those above it, which pass the controllers on that they have. */
static void join_cgroup(const char *path) {
    char folder[512], file[600], pid[16];
    snprintf(folder, sizeof folder, "/sys/fs/cgroup%s", path);
    for (char *slash = strchr(folder + strlen("/sys/fs/cgroup") + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = 0;
        mkdir(folder, 0755);
        snprintf(file, sizeof file, "%s/cgroup.subtree_control", folder);
        int control = open(file, O_WRONLY | O_CLOEXEC);
        if (control >= 0 && write(control, "+cpu", 4) < 0)
            errno = 0; /* it passes nothing on: its children compete by no weights of their own */
        close(control);
        *slash = '/';
    }
    mkdir(folder, 0755);
    snprintf(file, sizeof file, "%s/cgroup.procs", folder);
    int length = snprintf(pid, sizeof pid, "%d", getpid());
    int procs = open(file, O_WRONLY | O_CLOEXEC);
    if (procs < 0 || write(procs, pid, (size_t)length) < 0)
        fail("its taskgroup %.30s: %s", path, strerror(errno));
    close(procs);
}

static void bind_memory(uint64_t nodes) {
    if (syscall(SYS_set_mempolicy, BIND, &nodes, 8 * sizeof nodes) < 0)
        fail("its memory's nodes: %s", strerror(errno));
}

void place_do(const struct step *step) {
    switch (step->kind) {
    case STEP_SCHEDULE:
        return schedule(load_at(step->a));
    case STEP_CPUS:
        return set_cpus(load_at(step->a));
    case STEP_CGROUP:
        return join_cgroup(load_at(step->a));
    default:
        return bind_memory(step->a);
    }
}

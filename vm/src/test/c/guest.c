// SPDX-License-Identifier: Apache-2.0
//
// The smallest guest a machine test needs: /init that meets the host at the freeze point and, when the doorbell rings,
// works on all CPUs, for a time or in the background, dies, panics the kernel or stops coming. The real agent is in the
// module `guest`; this one knows nothing of it.
//
// Mailbox words (8 bytes each): 0 command, 1 argument, 2 passes, 3 guest ns, 4 result; a file's bytes from 4096 on.
// PLACE writes its argument into fresh memory and answers with the physical address.

#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#define FREEZE_POINT  0x5ced1ab000ul
#define MAILBOX       0x08000000
#define MAILBOX_BYTES (4 << 20)
#define FILE_OFFSET   4096
#define MAX_CPUS      64

enum { NOTHING, WORK, PANIC, LEAVE, HANG, READ_FILE, PLACE, BACKGROUND };
enum { COMMAND, ARGUMENT, PASSES, GUEST_NANOS, RESULT };

static volatile uint64_t *mailbox;
static uint64_t until;
static volatile uint64_t turns;

static uint64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static void *at(int memory, off_t physical, size_t bytes) {
    void *mapped = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, memory, physical);
    if (mapped == MAP_FAILED)
        fail("/dev/mem");
    return mapped;
}

static int open_bell(void) {
    mknod("/dev/ttyS1", S_IFCHR | 0600, makedev(4, 65));
    int bell = open("/dev/ttyS1", O_RDWR | O_NOCTTY);
    struct termios settings;
    if (bell < 0 || tcgetattr(bell, &settings))
        fail("/dev/ttyS1");
    cfmakeraw(&settings);
    if (tcsetattr(bell, TCSANOW, &settings))
        fail("/dev/ttyS1");
    return bell;
}

static void *take_turns(void *unused) {
    while (now() < until) {
        __atomic_fetch_add(&turns, 1, __ATOMIC_SEQ_CST);
        struct timespec nap = {.tv_nsec = (long)(turns % 50) * 1000};
        if (turns % 7 == 0)
            nanosleep(&nap, NULL);
    }
    return unused;
}

static pthread_t threads[MAX_CPUS];

static long start_work(uint64_t micros) {
    long cpus = sysconf(_SC_NPROCESSORS_ONLN);
    until = now() + micros * 1000;
    for (long cpu = 0; cpu < cpus; cpu++) {
        cpu_set_t where;
        CPU_ZERO(&where);
        CPU_SET((size_t)cpu, &where);
        if (pthread_create(&threads[cpu], NULL, take_turns, NULL))
            fail("pthread_create");
        pthread_setaffinity_np(threads[cpu], sizeof(where), &where);
    }
    return cpus;
}

static void work(uint64_t micros) {
    long cpus = start_work(micros);
    for (long cpu = 0; cpu < cpus; cpu++)
        pthread_join(threads[cpu], NULL);
    mailbox[RESULT] = turns;
}

static void write_file(const char *path, const char *text) {
    int file = open(path, O_WRONLY);
    if (file < 0 || write(file, text, strlen(text)) < 0)
        fail(path);
    close(file);
}

static void read_file(void) {
    char *text = (char *)(uintptr_t)mailbox + FILE_OFFSET;
    int file = open(text, O_RDONLY);
    ssize_t bytes = file < 0 ? -1 : read(file, text, MAILBOX_BYTES - FILE_OFFSET);
    mailbox[RESULT] = (uint64_t)bytes;
    if (file >= 0)
        close(file);
}

static void place(uint64_t value) {
    size_t bytes = 4 << 20;
    uint64_t *words = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    int map = open("/proc/self/pagemap", O_RDONLY);
    if (words == MAP_FAILED || map < 0)
        fail("place");
    words[0] = value;
    uint64_t entry = 0;
    if (pread(map, &entry, sizeof(entry), (off_t)((uintptr_t)words / 4096 * 8)) != sizeof(entry))
        fail("pagemap");
    close(map);
    mailbox[RESULT] = (entry & ((1ul << 55) - 1)) * 4096;
}

static void obey(uint64_t command, uint64_t argument) {
    switch (command) {
    case WORK:
        work(argument);
        break;
    case PANIC:
        write_file("/proc/sysrq-trigger", "c");
        break;
    case LEAVE:
        exit(7);
    case HANG:
        for (;;)
            pause();
    case READ_FILE:
        read_file();
        break;
    case BACKGROUND:
        start_work(argument);
        break;
    case PLACE:
        place(argument);
        break;
    default:
        break;
    }
}

int main(void) {
    mkdir("/proc", 0755);
    mkdir("/sys", 0755);
    mkdir("/dev", 0755);
    if (mount("proc", "/proc", "proc", 0, NULL) || mount("sysfs", "/sys", "sysfs", 0, NULL))
        fail("mount");
    mknod("/dev/mem", S_IFCHR | 0600, makedev(1, 1));
    int memory = open("/dev/mem", O_RDWR | O_SYNC);
    if (memory < 0)
        fail("/dev/mem");
    mailbox = at(memory, MAILBOX, MAILBOX_BYTES);
    int bell = open_bell();

    cpu_set_t first;
    CPU_ZERO(&first);
    CPU_SET(0, &first);
    sched_setaffinity(0, sizeof(first), &first);
    struct sched_param priority = {.sched_priority = 50};
    sched_setscheduler(0, SCHED_FIFO | SCHED_RESET_ON_FORK, &priority);

    unsigned char *meeting = mmap((void *)FREEZE_POINT, 4096, PROT_READ | PROT_WRITE,
                                  MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
    if (meeting != (void *)FREEZE_POINT)
        fail("freeze point");
    meeting[0] = 0x90;
    meeting[1] = 0xc3;
    mprotect(meeting, 4096, PROT_READ | PROT_EXEC);
    void (*meet)(void) = (void (*)(void))FREEZE_POINT;

    for (;;) {
        mailbox[PASSES] = mailbox[PASSES] + 1;
        mailbox[GUEST_NANOS] = now();
        meet();
        char rung[64];
        if (read(bell, rung, sizeof(rung)) < 1)
            fail("the bell");
        uint64_t command = mailbox[COMMAND];
        mailbox[COMMAND] = NOTHING;
        obey(command, mailbox[ARGUMENT]);
    }
}

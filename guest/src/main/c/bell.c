/* SPDX-License-Identifier: Apache-2.0
 *
 * QEMU's plugin rings by writing to the second serial port. What a serial port receives goes to whoever reads it by way
 * of a kworker, and a kworker is a task of the scheduler under test: one that forgets kernel threads would make the
 * agent deaf. So a small BPF program at tty_flip_buffer_push(), which the port's interrupt calls, writes to a ring
 * buffer, and that wakes the agent from the interrupt itself. Where the kernel takes no such program (it needs function
 * tracing), the agent reads the port.
 */
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <termios.h>
#include <unistd.h>

#include "agent.h"
#include "bell.h"
#include "wait.h"

#define PORT      "/dev/ttyS1"
#define HOOK      "tty_flip_buffer_push"
#define RING_SIZE 4096
#define HELPER_ID BPF_FUNC_ringbuf_output

static int port = -1, ring = -1;
static volatile uint64_t *consumed; /* of the ring buffer, in bytes; Documentation/bpf/ringbuf.rst */
static const volatile uint64_t *produced;

static void open_port(bool reads) {
    struct termios settings;
    port = open(PORT, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (port < 0 || tcgetattr(port, &settings) < 0)
        give_up("the doorbell " PORT);
    cfmakeraw(&settings);
    if (!reads)
        settings.c_cflag &= ~(tcflag_t)CREAD; /* what comes is dropped; the interrupt is all that counts */
    if (tcsetattr(port, TCSANOW, &settings) < 0)
        give_up("the doorbell " PORT);
}

/* *(u64 *)(r10 - 8) = 0; bpf_ringbuf_output(ring, r10 - 8, 8, BPF_RB_FORCE_WAKEUP); return 0 */
static int load_program(int map) {
    const struct bpf_insn instructions[] = {
        {.code = BPF_ST | BPF_MEM | BPF_DW, .dst_reg = BPF_REG_10, .off = -8},
        {.code = BPF_LD | BPF_DW | BPF_IMM, .dst_reg = BPF_REG_1, .src_reg = BPF_PSEUDO_MAP_FD, .imm = map},
        {0},
        {.code = BPF_ALU64 | BPF_MOV | BPF_X, .dst_reg = BPF_REG_2, .src_reg = BPF_REG_10},
        {.code = BPF_ALU64 | BPF_ADD | BPF_K, .dst_reg = BPF_REG_2, .imm = -8},
        {.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_3, .imm = 8},
        {.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_4, .imm = BPF_RB_FORCE_WAKEUP},
        {.code = BPF_JMP | BPF_CALL, .imm = HELPER_ID},
        {.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_0},
        {.code = BPF_JMP | BPF_EXIT},
    };
    int hook = libbpf_find_vmlinux_btf_id(HOOK, BPF_TRACE_FENTRY);
    if (hook < 0)
        return hook;
    LIBBPF_OPTS(bpf_prog_load_opts, options, .expected_attach_type = BPF_TRACE_FENTRY, .attach_btf_id = (__u32)hook);
    return bpf_prog_load(BPF_PROG_TYPE_TRACING, "schedlab_bell", "GPL", instructions,
                         sizeof instructions / sizeof instructions[0], &options);
}

static bool open_ring(void) {
    long page = sysconf(_SC_PAGESIZE);
    ring = bpf_map_create(BPF_MAP_TYPE_RINGBUF, "schedlab_bell", 0, 0, RING_SIZE, NULL);
    int program = ring < 0 ? -1 : load_program(ring);
    if (program < 0 || bpf_raw_tracepoint_open(NULL, program) < 0)
        return false;
    void *mine = mmap(NULL, (size_t)page, PROT_READ | PROT_WRITE, MAP_SHARED, ring, 0);
    void *its = mmap(NULL, (size_t)page, PROT_READ, MAP_SHARED, ring, page);
    if (mine == MAP_FAILED || its == MAP_FAILED)
        return false;
    consumed = mine;
    produced = its;
    return true;
}

void bell_open(void) {
    if (boot_option(LIVE_OPTION))
        return;
    bool wakes = open_ring();
    if (!wakes) {
        say("the doorbell goes by way of kworkers: %s", strerror(errno));
        close(ring);
        ring = -1;
    }
    open_port(!wakes);
}

static bool was_rung(void) {
    uint8_t bytes[64];
    if (ring < 0) /* else not: a read waits for the kworker */
        return read(port, bytes, sizeof bytes) > 0;
    /* Read once: a ring that comes between two readings would be taken for one that was heard. */
    uint64_t now = __atomic_load_n(produced, __ATOMIC_ACQUIRE);
    bool rang = now != *consumed;
    *consumed = now;
    return rang;
}

static void wake_for(int signal) {
    (void)signal;
}

/* While the agent sleeps here, and only then, the end of a child interrupts it. Elsewhere its signals are those of any
 * process, so a child need not be cured of them, which would be two system calls more for each. Those that ended before
 * are collected after the first and before the sleep. */
static void hear_of_children(sigset_t *others) {
    struct sigaction action = {.sa_handler = wake_for};
    sigset_t children;
    sigemptyset(&children);
    sigaddset(&children, SIGCHLD);
    sigprocmask(SIG_BLOCK, &children, others);
    sigaction(SIGCHLD, &action, NULL);
}

static void hear_no_more(const sigset_t *others) {
    struct sigaction action = {.sa_handler = SIG_DFL};
    sigaction(SIGCHLD, &action, NULL);
    sigprocmask(SIG_SETMASK, others, NULL);
}

static void sleep_until_rung(void) {
    sigset_t others;
    hear_of_children(&others);
    for (wait_reap(); !was_rung(); wait_reap()) {
        struct pollfd list[PROGRAM_FILES + 1];
        list[0] = (struct pollfd){.fd = ring >= 0 ? ring : port, .events = POLLIN};
        size_t count = 1 + programs_watch(list + 1);
        ppoll(list, count, NULL, &others);
        programs_read();
    }
    hear_no_more(&others);
}

void bell_await(void) {
    if (port >= 0)
        sleep_until_rung();
    else
        wait_reap();
}

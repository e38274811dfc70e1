// SPDX-License-Identifier: Apache-2.0
//
// QEMU TCG plugin: the guest's freeze point.
//
// Options: socket=PATH (a listening Unix socket), address=HEX (a guest virtual address).
// When a vCPU executes the instruction at `address`, one byte goes out on the socket and the vCPU thread blocks until
// one byte comes back. With -accel tcg,thread=single that thread runs every vCPU, so the whole guest stands still.
// The byte is LIVE if QEMU's threads shall run as they like from now on (runs cannot be repeated then), else 0.
// QEMU exits as soon as the other end of the socket is gone, whether the guest runs or is blocked.
//
// Only functions that are the same in plugin API 1 (QEMU 6) to 4 (QEMU 10) are used; they are declared here because
// Debian ships no plugin header. PLUGIN_API is set by the Makefile: 1 loads in QEMU before 9.0, 2 in 9.0 and later.

#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "gate.h"
#include "host.h"
#include "turns.h"

#define EXPORT __attribute__((visibility("default")))

enum { REACHED = 'F', LIVE = 'L' };

typedef uint64_t qemu_plugin_id_t;
struct qemu_plugin_tb;
struct qemu_plugin_insn;
struct qemu_info;
enum qemu_plugin_cb_flags { QEMU_PLUGIN_CB_NO_REGS };

void qemu_plugin_register_vcpu_tb_trans_cb(qemu_plugin_id_t id,
                                           void (*callback)(qemu_plugin_id_t id, struct qemu_plugin_tb *tb));
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *tb);
struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *tb, size_t index);
uint64_t qemu_plugin_insn_vaddr(const struct qemu_plugin_insn *instruction);
void qemu_plugin_register_vcpu_insn_exec_cb(struct qemu_plugin_insn *instruction,
                                            void (*callback)(unsigned int vcpu, void *data),
                                            enum qemu_plugin_cb_flags flags, void *data);

EXPORT int qemu_plugin_version = PLUGIN_API;

EXPORT int qemu_plugin_install(qemu_plugin_id_t id, const struct qemu_info *info, int argc, char **argv);

static int host = -1;
static uint64_t freeze_point;

static void freeze(unsigned int vcpu, void *data) {
    (void)vcpu;
    (void)data;
    char byte = REACHED;
    ssize_t done;
    gate_open();
    do {
        done = send(host, &byte, 1, MSG_NOSIGNAL);
    } while (done < 0 && errno == EINTR);
    if (done != 1)
        host_gone();
    do {
        done = recv(host, &byte, 1, 0);
    } while (done < 0 && errno == EINTR);
    if (done != 1)
        host_gone();
    if (byte == LIVE)
        gate_remove();
    gate_close();
}

static void translated(qemu_plugin_id_t id, struct qemu_plugin_tb *tb) {
    (void)id;
    gate_is_vcpu_thread();
    turns_on_this_thread();
    size_t count = qemu_plugin_tb_n_insns(tb);
    for (size_t i = 0; i < count; i++) {
        struct qemu_plugin_insn *instruction = qemu_plugin_tb_get_insn(tb, i);
        if (qemu_plugin_insn_vaddr(instruction) == freeze_point)
            qemu_plugin_register_vcpu_insn_exec_cb(instruction, freeze, QEMU_PLUGIN_CB_NO_REGS, NULL);
    }
}

int qemu_plugin_install(qemu_plugin_id_t id, const struct qemu_info *info, int argc, char **argv) {
    (void)info;
    const char *path = NULL;
    for (int i = 0; i < argc; i++) {
        if (strncmp(argv[i], "socket=", 7) == 0)
            path = argv[i] + 7;
        else if (strncmp(argv[i], "address=", 8) == 0)
            freeze_point = strtoull(argv[i] + 8, NULL, 16);
        else {
            fprintf(stderr, "rendezvous: unknown option %s\n", argv[i]);
            return -1;
        }
    }
    if (!path || !freeze_point) {
        fprintf(stderr, "rendezvous: socket=PATH and address=HEX are needed\n");
        return -1;
    }
    if (!gate_is_in_place()) {
        fprintf(stderr, "rendezvous: LD_PRELOAD must name this plugin's file too\n");
        return -1;
    }
    if (!turns_are_possible()) {
        fprintf(stderr, "rendezvous: this QEMU does not export qemu_get_cpu, cpu_exit and current_cpu; 9.0 need not\n");
        return -1;
    }
    if ((host = host_connect(path)) < 0) {
        fprintf(stderr, "rendezvous: cannot use socket %s: %s\n", path, strerror(errno));
        return -1;
    }
    qemu_plugin_register_vcpu_tb_trans_cb(id, translated);
    return 0;
}

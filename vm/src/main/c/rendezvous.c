// SPDX-License-Identifier: Apache-2.0
//
// QEMU TCG plugin: probes, of which the guest's freeze point is one, and the machine's stops.
//
// Options: socket=PATH (a listening Unix socket), address=HEX (a guest virtual address), quantum=NS (the longest turn).
// The machine stands, with a message on the socket, when the guest's clock has reached the time that the host asked
// for, or at the end of the turn in which a vCPU executed the instruction at `address`, or one of a probe that the host
// has asked for: see stops.c and probes.c. With -accel
// tcg,thread=single one thread runs every vCPU, so the whole guest stands still. QEMU exits as soon as the other end of
// the socket is gone, whether the guest runs or stands.
//
// PLUGIN_API is set by the Makefile: 1 loads in QEMU before 9.0, 2 in 9.0 and later.

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gate.h"
#include "host.h"
#include "line.h"
#include "plugin.h"
#include "probes.h"
#include "qemu.h"
#include "stops.h"

#define EXPORT __attribute__((visibility("default")))

EXPORT int qemu_plugin_version = PLUGIN_API;

EXPORT int qemu_plugin_install(qemu_plugin_id_t id, const struct qemu_info *info, int argc, char **argv);

static uint64_t quantum;

static void vcpu_made(qemu_plugin_id_t id, unsigned int vcpu) {
    (void)id;
    if (vcpu == 0)
        stops_prepare(quantum);
}

static void translated(qemu_plugin_id_t id, struct qemu_plugin_tb *tb) {
    (void)id;
    probes_translate(tb);
}

int qemu_plugin_install(qemu_plugin_id_t id, const struct qemu_info *info, int argc, char **argv) {
    probes_begin(info->api.present);
    const char *path = NULL;
    uint64_t freeze_point = 0;
    for (int i = 0; i < argc; i++) {
        if (strncmp(argv[i], "socket=", 7) == 0)
            path = argv[i] + 7;
        else if (strncmp(argv[i], "address=", 8) == 0)
            freeze_point = strtoull(argv[i] + 8, NULL, 16);
        else if (strncmp(argv[i], "quantum=", 8) == 0)
            quantum = strtoull(argv[i] + 8, NULL, 10);
        else {
            fprintf(stderr, "rendezvous: unknown option %s\n", argv[i]);
            return -1;
        }
    }
    if (!path || !freeze_point || !quantum) {
        fprintf(stderr, "rendezvous: socket=PATH, address=HEX and quantum=NS are needed\n");
        return -1;
    }
    if (!gate_is_in_place()) {
        fprintf(stderr, "rendezvous: LD_PRELOAD must name this plugin's file too\n");
        return -1;
    }
    const char *missing = qemu_find_functions();
    if (missing) {
        fprintf(stderr, "rendezvous: this QEMU does not export %s to its modules\n", missing);
        return -1;
    }
    int line = host_connect(path);
    if (line < 0) {
        fprintf(stderr, "rendezvous: cannot use socket %s: %s\n", path, strerror(errno));
        return -1;
    }
    line_use(line);
    probes_agent_at(freeze_point);
    gate_use();
    qemu_plugin_register_vcpu_init_cb(id, vcpu_made);
    qemu_plugin_register_vcpu_tb_trans_cb(id, translated);
    return 0;
}

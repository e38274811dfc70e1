// SPDX-License-Identifier: Apache-2.0
//
// QEMU's plugin API, as much of it as is used: only functions that are the same in API 1 (QEMU 6) to 4 (QEMU 10). They
// are declared here because Debian ships no plugin header.
#ifndef SCHEDLAB_PLUGIN_H
#define SCHEDLAB_PLUGIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint64_t qemu_plugin_id_t;
struct qemu_plugin_tb;
struct qemu_plugin_insn;
struct qemu_info {
    const char *target;
    struct {
        int least, present;
    } api;
};
enum qemu_plugin_cb_flags { QEMU_PLUGIN_CB_NO_REGS };
enum qemu_plugin_mem_rw { QEMU_PLUGIN_MEM_R = 1, QEMU_PLUGIN_MEM_W };

void qemu_plugin_register_vcpu_init_cb(qemu_plugin_id_t id, void (*callback)(qemu_plugin_id_t id, unsigned int vcpu));
void qemu_plugin_register_vcpu_tb_trans_cb(qemu_plugin_id_t id,
                                           void (*callback)(qemu_plugin_id_t id, struct qemu_plugin_tb *tb));
void qemu_plugin_register_vcpu_tb_exec_cb(struct qemu_plugin_tb *tb, void (*callback)(unsigned int vcpu, void *data),
                                          enum qemu_plugin_cb_flags flags, void *data);
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *tb);
struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *tb, size_t index);
// Before API 3: the instruction's bytes. From then on it copies them, and gives their number. The first takes no notice
// of the arguments that it does not have.
uintptr_t qemu_plugin_insn_data(const struct qemu_plugin_insn *instruction, void *bytes, size_t room);
size_t qemu_plugin_insn_size(const struct qemu_plugin_insn *instruction);
uint64_t qemu_plugin_insn_vaddr(const struct qemu_plugin_insn *instruction);
void qemu_plugin_register_vcpu_insn_exec_cb(struct qemu_plugin_insn *instruction,
                                            void (*callback)(unsigned int vcpu, void *data),
                                            enum qemu_plugin_cb_flags flags, void *data);
// Behind each access of the instruction to memory that it makes itself, as told by `which`.
void qemu_plugin_register_vcpu_mem_cb(struct qemu_plugin_insn *instruction,
                                      void (*callback)(unsigned int vcpu, uint32_t access, uint64_t address,
                                                       void *data),
                                      enum qemu_plugin_cb_flags flags, enum qemu_plugin_mem_rw which, void *data);
unsigned int qemu_plugin_mem_size_shift(uint32_t access);
bool qemu_plugin_mem_is_store(uint32_t access);

#endif

// SPDX-License-Identifier: Apache-2.0
#include "qemu.h"

#include <dlfcn.h>
#include <string.h>

struct qemu_functions qemu;

static void *timer_group;

static const struct {
    const char *name;
    size_t place;
} NAMES[] = {
    {"timer_init_full", offsetof(struct qemu_functions, timer_init)},
    {"timer_mod_ns", offsetof(struct qemu_functions, timer_set)},
    {"timer_del", offsetof(struct qemu_functions, timer_remove)},
    {"qemu_clock_get_ns", offsetof(struct qemu_functions, clock_nanos)},
    {"qemu_clock_deadline_ns_all", offsetof(struct qemu_functions, clock_deadline)},
    {"qemu_get_cpu", offsetof(struct qemu_functions, cpu)},
    {"cpu_exit", offsetof(struct qemu_functions, cpu_exit)},
    {"cpu_is_stopped", offsetof(struct qemu_functions, cpu_is_stopped)},
    {"cpu_exec_start", offsetof(struct qemu_functions, cpu_begins_turn)},
    {"cpu_thread_is_idle", offsetof(struct qemu_functions, cpu_is_idle)},
    {"all_cpu_threads_idle", offsetof(struct qemu_functions, all_idle)},
    {"qemu_shutdown_requested_get", offsetof(struct qemu_functions, shutdown_requested)},
    {"qemu_chr_find", offsetof(struct qemu_functions, find_chardev)},
    {"qemu_chr_be_write", offsetof(struct qemu_functions, write_to_guest)},
    {"qio_channel_file_new_fd", offsetof(struct qemu_functions, channel_of)},
    {"qemu_file_new_output", offsetof(struct qemu_functions, open_output)},
    {"qemu_save_device_state", offsetof(struct qemu_functions, save_devices)},
    {"qemu_fclose", offsetof(struct qemu_functions, close_output)},
    {"global_state_store", offsetof(struct qemu_functions, note_run_state)},
    {"start_exclusive", offsetof(struct qemu_functions, begin_alone)},
    {"end_exclusive", offsetof(struct qemu_functions, end_alone)},
    {"tb_flush", offsetof(struct qemu_functions, flush_translations)},
    {"icount_update", offsetof(struct qemu_functions, count_instructions)},
    {"icount_get", offsetof(struct qemu_functions, clock_by_instructions)},
    {"icount_to_ns", offsetof(struct qemu_functions, nanos_of_instructions)},
    {"icount_get_raw", offsetof(struct qemu_functions, instructions)},
    {"cpu_physical_memory_map", offsetof(struct qemu_functions, map_memory)},
    {"cpu_memory_rw_debug", offsetof(struct qemu_functions, read_memory)},
    {"x86_cpu_gdb_read_register", offsetof(struct qemu_functions, read_register)},
    {"g_byte_array_new", offsetof(struct qemu_functions, new_bytes)},
    {"g_byte_array_set_size", offsetof(struct qemu_functions, set_size)},
};

const char *qemu_find_functions(void) {
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++) {
        void *found = dlsym(RTLD_DEFAULT, NAMES[i].name);
        if (!found)
            return NAMES[i].name;
        memcpy((char *)&qemu + NAMES[i].place, &found, sizeof found);
    }
    timer_group = dlsym(RTLD_DEFAULT, "main_loop_tlg");
    if (!timer_group)
        return "main_loop_tlg";
    return dlsym(RTLD_DEFAULT, "current_cpu") ? NULL : "current_cpu";
}

void qemu_make_timer(struct qemu_timer *timer, void (*callback)(void *)) {
    qemu.timer_init(timer, timer_group, CLOCK_OF_THE_GUEST, NANOSECONDS, 0, callback, timer);
}

void **qemu_current_cpu(void) {
    return (void **)dlsym(RTLD_DEFAULT, "current_cpu");
}
